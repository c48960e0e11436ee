import { z } from 'zod';
import { actorIdSchema, annotationIdSchema, codeIdSchema, documentIdSchema } from '../../core/ids.ts';
import type { ActorId, AnnotationId, CodeId, DocumentId } from '../../core/ids.ts';
import type { ViewState } from '../../contract/calls.ts';
import { messageOf, notify, run } from './notices.ts';
import { call } from './host.ts';
import { getState } from './state.ts';

/** How long the view must rest before it is written; it changes with every scroll. */
const WRITE_AFTER_MS = 600;

const positionSchema = z.object({ offset: z.int().nonnegative(), currentId: annotationIdSchema.nullable() });
type Position = z.infer<typeof positionSchema>;

let unsaved: ViewState = {};
let timer: ReturnType<typeof setTimeout> | null = null;
let remembered: ViewState = {};

/** What is remembered of a project as a whole. */
interface RecalledView {
  readonly documentId: DocumentId | null;
  readonly recentActors: readonly ActorId[];
  readonly recentCodes: readonly CodeId[];
}

/** Fetches what was remembered of the open project and forgets what was remembered of the one before. */
export async function recallView(hasProject: boolean): Promise<RecalledView> {
  const view = hasProject ? await fetchView() : {};
  // What the project before had not written yet would go into this one's view.
  unsaved = {};
  if (timer) clearTimeout(timer);
  timer = null;
  remembered = view;
  const documentId = documentIdSchema.safeParse(view['documentId']);
  const recentActors = z.array(actorIdSchema).safeParse(view['recentActors']);
  const recentCodes = z.array(codeIdSchema).safeParse(view['recentCodes']);
  return {
    documentId: documentId.success ? documentId.data : null,
    recentActors: recentActors.success ? recentActors.data : [],
    recentCodes: recentCodes.success ? recentCodes.data : [],
  };
}

async function fetchView(): Promise<ViewState> {
  try {
    return await call('view.get', {});
  } catch (error) {
    // A project without its remembered view is still the project.
    notify('error', messageOf(error));
    return {};
  }
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
