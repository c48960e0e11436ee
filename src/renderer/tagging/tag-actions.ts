import { v7 as uuidV7 } from 'uuid';
import {
  annotationIdSchema,
  actorIdSchema,
  codeIdSchema,
  firstFree,
  slugify,
  stanceIdSchema,
  type ActorId,
  type CodeId,
} from '../../core/ids.ts';
import type {
  ActorRole,
  Annotation,
  Certainty,
  Reliability,
  Stance,
  TextRange,
} from '../../core/annotation/annotation.ts';
import { makeTarget } from '../../core/annotation/target.ts';
import type { Actor, Code } from '../../core/codebook/codebook.ts';
import { CODE_COLOURS } from '../../core/codebook/codebook.ts';
import { isKnownId } from '../../core/codebook/entries.ts';
import { resolvedId } from '../../core/codebook/resolve-entry.ts';
import { revisionAfterEdit } from '../../core/codebook/settle-doubt.ts';
import type { Edit } from '../../core/project/edit.ts';
import { notify } from '../app/notices.ts';
import { commit } from '../app/session.ts';
import { currentAnnotation, getState, isOwn, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { remember } from '../app/view-memory.ts';

const RECENT = 30;

/**
 * Changes the passage in hand: the pending selection as a new annotation, else the current one. Answers with false,
 * and says why, when there is none that may be changed.
 */
function editPassage(
  label: string,
  update: (annotation: Annotation) => Annotation,
  before: readonly Edit[] = [],
): boolean {
  const state = getState();
  const { project, open } = state;
  if (!project || !open) return false;
  const now = new Date().toISOString();
  const touchesCodebook = before.some((edit) => edit.kind === 'actor' || edit.kind === 'code');
  const codebookRevision = project.codebook.revision + (touchesCodebook ? 1 : 0);
  const { codebook } = project;
  const stamp = (annotation: Annotation): Annotation => ({
    ...annotation,
    updatedAt: now,
    codebookRevision: revisionAfterEdit(annotation, codebook, codebookRevision),
  });
  const place = {
    kind: 'annotation',
    documentId: open.document.id,
    annotator: project.annotator.id,
  } as const;

  const extended = state.extendingId === null ? null : currentAnnotation(state);
  if (state.selection.length > 0 && extended) {
    const target = makeTarget(open.text, open.document.text.sha256, state.selection);
    const after = stamp({ ...update(extended), target });
    commit({ label, edits: [...before, { ...place, before: extended, after }] });
    setState({ selection: [], extendingId: null });
    return true;
  }
  if (state.selection.length > 0) {
    const fresh: Annotation = {
      id: annotationIdSchema.parse(uuidV7()),
      documentId: open.document.id,
      annotator: project.annotator.id,
      target: makeTarget(open.text, open.document.text.sha256, state.selection),
      actors: [],
      stances: [],
      codes: [],
      codebookRevision,
      createdAt: now,
      updatedAt: now,
    };
    commit({ label, edits: [...before, { ...place, before: null, after: update(fresh) }] });
    setState({ selection: [], currentId: fresh.id });
    return true;
  }
  const current = currentAnnotation(state);
  if (!current) {
    notify('info', t('tagging.selectAPassageFirstDrag'));
    return false;
  }
  if (!isOwn(state, current)) {
    notify('info', t('tagging.thisPassageIsAnotherAnnotator'));
    return false;
  }
  const after = stamp(update(current));
  commit({ label, edits: [...before, { ...place, before: current, after }] });
  return true;
}

export function highlightSelection(): void {
  const { selection, extendingId } = getState();
  if (selection.length === 0) return;
  editPassage(
    t(extendingId ? 'tagging.change.boundaries' : 'tagging.change.highlight'),
    (annotation) => annotation,
  );
}

export function tagActor(actor: Actor, role: ActorRole = 'about', creating: readonly Edit[] = []): void {
  const isDone = editPassage(
    t('tagging.change.tagActor', actor),
    (annotation) =>
      annotation.actors.some((reference) => reference.role === role && standsFor(reference.actorId, actor.id))
        ? annotation
        : { ...annotation, actors: [...annotation.actors, { actorId: actor.id, role }] },
    creating,
  );
  if (isDone) noteRecentActor(actor.id);
}

/** Whether a tag is of this entry already: by its id, or by that of one that was merged into it. */
function standsFor(tag: string, id: string): boolean {
  const { project } = getState();
  return tag === id || (project !== null && resolvedId(project.codebook, tag) === id);
}

export function tagNewActor(name: string): void {
  const { actor, edit } = newActor(name);
  tagActor(actor, 'about', [edit]);
}

export function setActorRole(at: number, role: ActorRole): void {
  editPassage(t('tagging.change.part'), (annotation) => ({
    ...annotation,
    actors: annotation.actors.map((reference, i) => (i === at ? { ...reference, role } : reference)),
  }));
}

export function untagActor(at: number): void {
  editPassage(t('tagging.change.untagActor'), (annotation) => ({
    ...annotation,
    actors: annotation.actors.filter((_, i) => i !== at),
  }));
}

export function tagCode(code: Code, creating: readonly Edit[] = []): void {
  const isDone = editPassage(
    t('tagging.change.tagCode', code),
    (annotation) =>
      annotation.codes.some((id) => standsFor(id, code.id))
        ? annotation
        : { ...annotation, codes: [...annotation.codes, code.id] },
    creating,
  );
  if (isDone) noteRecentCode(code.id);
}

export function tagNewCode(name: string): void {
  const { code, edit } = newCode(name);
  tagCode(code, [edit]);
}

export function untagCode(codeId: CodeId): void {
  editPassage(t('tagging.change.untagCode'), (annotation) => ({
    ...annotation,
    codes: annotation.codes.filter((id) => id !== codeId),
  }));
}

/** A stance as the form holds it; actors that it made on the way come as `creating`. */
export function putStance(
  stance: Omit<Stance, 'id'> & { id?: Stance['id'] | undefined },
  creating: readonly Edit[],
): void {
  const id = stance.id ?? stanceIdSchema.parse(uuidV7());
  const whole: Stance = { ...stance, id };
  const isDone = editPassage(
    t(stance.id ? 'tagging.change.changeStance' : 'tagging.change.tagStance'),
    (annotation) => ({
      ...annotation,
      stances: annotation.stances.some((other) => other.id === id)
        ? annotation.stances.map((other) => (other.id === id ? whole : other))
        : [...annotation.stances, whole],
    }),
    creating,
  );
  if (!isDone) return;
  for (const party of [stance.target, stance.holder]) {
    const parsed = actorIdSchema.safeParse(party);
    if (parsed.success) noteRecentActor(parsed.data);
  }
}

export function removeStance(id: Stance['id']): void {
  editPassage(t('tagging.change.removeStance'), (annotation) => ({
    ...annotation,
    stances: annotation.stances.filter((stance) => stance.id !== id),
  }));
}

export function setReliability(reliability: Reliability | undefined): void {
  editPassage(t(reliability ? 'tagging.change.rate' : 'tagging.change.clearRating'), (annotation) =>
    withOptional(annotation, 'reliability', reliability),
  );
}

export function setCertainty(certainty: Certainty | undefined): void {
  editPassage(t('tagging.change.certainty'), (annotation) =>
    withOptional(annotation, 'certainty', certainty),
  );
}

export function setNote(note: string): void {
  const trimmed = note.trim();
  editPassage(t('tagging.change.note'), (annotation) =>
    withOptional(annotation, 'note', trimmed === '' ? undefined : trimmed),
  );
}

export function setRanges(ranges: readonly TextRange[], label: string): void {
  const { open } = getState();
  if (!open) return;
  const { text, document } = open;
  editPassage(label, (annotation) => ({
    ...annotation,
    target: makeTarget(text, document.text.sha256, ranges),
  }));
}

export function deleteCurrent(): void {
  const state = getState();
  const current = currentAnnotation(state);
  if (!current || !isOwn(state, current)) return;
  commit({
    label: t('tagging.change.delete'),
    edits: [
      {
        kind: 'annotation',
        documentId: current.documentId,
        annotator: current.annotator,
        before: current,
        after: null,
      },
    ],
  });
  setState({ currentId: null, palette: null });
}

/** Another's passage, with its tags, as one's own. */
export function copyToOwnLayer(): void {
  const state = getState();
  const current = currentAnnotation(state);
  if (!current || !state.project || isOwn(state, current)) return;
  const now = new Date().toISOString();
  const copy: Annotation = {
    ...current,
    id: annotationIdSchema.parse(uuidV7()),
    annotator: state.project.annotator.id,
    stances: current.stances.map((stance) => ({ ...stance, id: stanceIdSchema.parse(uuidV7()) })),
    codebookRevision: state.project.codebook.revision,
    createdAt: now,
    updatedAt: now,
  };
  commit({
    label: t('tagging.change.copy'),
    edits: [
      {
        kind: 'annotation',
        documentId: copy.documentId,
        annotator: copy.annotator,
        before: null,
        after: copy,
      },
    ],
  });
  setState({ currentId: copy.id });
}

function withOptional<Key extends 'reliability' | 'certainty' | 'note'>(
  annotation: Annotation,
  key: Key,
  value: Annotation[Key] | undefined,
): Annotation {
  const { [key]: _dropped, ...rest } = annotation;
  // An absent key and one that holds `undefined` would differ in the file; absent it is.
  return (value === undefined ? rest : { ...rest, [key]: value }) as Annotation;
}

/**
 * An actor by a new name, with the edit that enters it; ids never change afterwards, and one that was deleted is not
 * given again, for annotations may still hold it.
 */
export function newActor(name: string): { actor: Actor; edit: Edit } {
  const id = actorIdSchema.parse(firstFree(`a-${slugify(name)}`, isTaken));
  const actor: Actor = { id, name, kind: 'other', aliases: [] };
  return { actor, edit: { kind: 'actor', before: null, after: actor } };
}

export function newCode(name: string): { code: Code; edit: Edit } {
  const codes = getState().project?.codebook.codes ?? [];
  const id = codeIdSchema.parse(firstFree(`c-${slugify(name)}`, isTaken));
  const code: Code = { id, name, colour: CODE_COLOURS[codes.length % CODE_COLOURS.length]! };
  return { code, edit: { kind: 'code', before: null, after: code } };
}

function isTaken(id: string): boolean {
  const { project } = getState();
  return project !== null && isKnownId(project.codebook, id);
}

export function noteRecentActor(id: ActorId): void {
  const recentActors = [id, ...getState().recentActors.filter((other) => other !== id)].slice(0, RECENT);
  setState({ recentActors });
  remember('recentActors', recentActors);
}

export function noteRecentCode(id: CodeId): void {
  const recentCodes = [id, ...getState().recentCodes.filter((other) => other !== id)].slice(0, RECENT);
  setState({ recentCodes });
  remember('recentCodes', recentCodes);
}
