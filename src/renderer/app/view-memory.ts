import { z } from 'zod';
import { actorIdSchema, annotationIdSchema, codeIdSchema, documentIdSchema } from '../../core/ids.ts';
import type { AnnotationId, DocumentId } from '../../core/ids.ts';
import type { ViewState } from '../../contract/calls.ts';
import { run } from './notices.ts';
import { call } from './host.ts';
import { getState, setState, SCREENS } from './state.ts';

/** How long the view must rest before it is written; it changes with every scroll. */
const WRITE_AFTER_MS = 600;

const positionSchema = z.object({ offset: z.int().nonnegative(), currentId: annotationIdSchema.nullable() });
type Position = z.infer<typeof positionSchema>;

let unsaved: ViewState = {};
let timer: ReturnType<typeof setTimeout> | null = null;
let remembered: ViewState = {};

export function resetView(): void {
  remembered = {};
}

/** Fetches what was remembered of the project: screen, document, recently used actors and codes. */
export async function recallView(): Promise<void> {
  remembered = await call('view.get', {});
  const screen = z.enum(SCREENS).safeParse(remembered['screen']);
  const documentId = documentIdSchema.safeParse(remembered['documentId']);
  const recentActors = z.array(actorIdSchema).safeParse(remembered['recentActors']);
  const recentCodes = z.array(codeIdSchema).safeParse(remembered['recentCodes']);
  setState({
    screen: screen.success && screen.data !== 'start' ? screen.data : 'workbench',
    opening: documentId.success ? documentId.data : null,
    recentActors: recentActors.success ? recentActors.data : [],
    recentCodes: recentCodes.success ? recentCodes.data : [],
  });
}

/** Remembers a key of the project's view on this machine. */
export function remember(key: string, value: ViewState[string]): void {
  if (!getState().project) return;
  remembered[key] = value;
  unsaved[key] = value;
  if (timer) clearTimeout(timer);
  timer = setTimeout(writeView, WRITE_AFTER_MS);
}

/** Sends what has not rested long enough yet, before the page or the project goes. */
export function writeView(): void {
  if (timer) clearTimeout(timer);
  timer = null;
  const state = unsaved;
  unsaved = {};
  if (getState().project && Object.keys(state).length > 0) run(() => call('view.put', { state }));
}

export function recalled(key: string): unknown {
  return remembered[key];
}

export function rememberedPosition(documentId: DocumentId): Position {
  const parsed = positionSchema.safeParse(remembered[`position:${documentId}`]);
  return parsed.success ? parsed.data : { offset: 0, currentId: null };
}

export function rememberPosition(
  documentId: DocumentId,
  patch: { offset?: number; currentId?: AnnotationId | null },
): void {
  remember(`position:${documentId}`, { ...rememberedPosition(documentId), ...patch });
}
