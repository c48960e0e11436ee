import { create } from 'zustand';
import { run } from '../app/notices.ts';
import { getReader } from '../app/current-reader.ts';
import { openDocument } from '../app/session.ts';
import { currentAnnotation, getState, setState, usePostil, type PostilState } from '../app/state.ts';
import { rememberedPosition } from '../app/view-memory.ts';
import { EMPTY_TRAIL, step, visit, type Place, type Trail } from './trail.ts';

const useTrail = create<{ trail: Trail }>(() => ({ trail: EMPTY_TRAIL }));

/** Frames that a document may take until its reader is there. */
const FRAMES = 60;

/** While going back or forward: what is shown then is no new place. */
let isGoing = false;

function placeOf(state: PostilState): Place | null {
  const { open, currentId } = state;
  if (!open) return null;
  const documentId = open.document.id;
  return { documentId, annotationId: currentId, offset: rememberedPosition(documentId).offset };
}

/**
 * Follows which documents and passages are visited, until the answer is called. Going to another project begins anew.
 */
export function followVisits(): () => void {
  return usePostil.subscribe((state, before) => {
    if (state.project?.folder !== before.project?.folder) useTrail.setState({ trail: EMPTY_TRAIL });
    if (isGoing) return;
    const isElsewhere = state.open?.document.id !== before.open?.document.id;
    if (!isElsewhere && (state.currentId === before.currentId || state.currentId === null)) return;
    const place = placeOf(state);
    if (place) useTrail.setState({ trail: visit(useTrail.getState().trail, place) });
  });
}

/** Enters a jump within the open document, to a hit or a mention: both where it began and where it leads. */
export function visitOffset(offset: number): void {
  if (isGoing) return;
  const here = placeOf(getState());
  if (!here) return;
  // A passage that has just become the current one, and is now shown, is entered already.
  if (currentAnnotation(getState())?.target.ranges.some(({ start }) => start === offset)) return;
  const { trail } = useTrail.getState();
  const left = here.annotationId ? trail : visit(trail, here);
  useTrail.setState({ trail: visit(left, { ...here, annotationId: null, offset }) });
}

export function canGo(direction: 1 | -1): boolean {
  return step(useTrail.getState().trail, direction) !== null;
}

/** Back to the place before, or forward to the one after. */
export function go(direction: 1 | -1): void {
  const trail = step(useTrail.getState().trail, direction);
  const place = trail?.places[trail.at];
  if (!trail || !place) return;
  useTrail.setState({ trail });
  run(async () => {
    isGoing = true;
    try {
      setState({ screen: 'workbench', selection: [], palette: null });
      await openDocument(place.documentId, place.annotationId ?? undefined);
      for (let frame = 0; frame < FRAMES && !getReader(); frame++) await nextFrame();
      // The reader goes to where it was left when it comes; after that it is asked to go here.
      await nextFrame();
      setState({ currentId: place.annotationId });
      const passage = [...(getState().open?.layers.values() ?? [])]
        .flatMap((layer) => layer.annotations)
        .find((annotation) => annotation.id === place.annotationId);
      const start = passage?.target.ranges[0]?.start ?? place.offset;
      getReader()?.scrollToRange({ start, end: start }, { block: passage ? 'center' : 'start' });
      getReader()?.focus();
    } finally {
      isGoing = false;
    }
  });
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}

/** The fourth and fifth button of a mouse. Answers with its unsubscribe. */
export function listenToMouseButtons(): () => void {
  const directions: Readonly<Record<number, 1 | -1>> = { 3: -1, 4: 1 };
  function onMouseUp(event: MouseEvent): void {
    const direction = directions[event.button];
    if (direction === undefined) return;
    // The browser's own history would leave the page.
    event.preventDefault();
    if (event.type === 'mouseup' && getState().project) go(direction);
  }
  window.addEventListener('mousedown', onMouseUp);
  window.addEventListener('mouseup', onMouseUp);
  window.addEventListener('auxclick', onMouseUp);
  return () => {
    window.removeEventListener('mousedown', onMouseUp);
    window.removeEventListener('mouseup', onMouseUp);
    window.removeEventListener('auxclick', onMouseUp);
  };
}
