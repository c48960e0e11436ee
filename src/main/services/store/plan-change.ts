import type { Annotation } from '../../../core/annotation/annotation.ts';
import { editLayerInBulk, type LayerEdit } from '../../../core/annotation/edit-layer.ts';
import type { Layer } from '../../../core/annotation/layer.ts';
import type { Codebook, CodebookChange } from '../../../core/codebook/codebook.ts';
import { isKnownId } from '../../../core/codebook/entries.ts';
import { editCodebook, replaceEntry, type RevisionStamp } from '../../../core/codebook/edit-codebook.ts';
import type { DocumentRecord, Source } from '../../../core/document/document.ts';
import { isEqual } from '../../../core/equal.ts';
import { assertNever, PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { MentionEdit } from '../../../core/mentions/edit-decisions.ts';
import { editMemos, type MemoEdit } from '../../../core/memo/edit-memos.ts';
import { isSameTarget, type MemoBook } from '../../../core/memo/memo.ts';
import type { Change, Edit } from '../../../core/project/edit.ts';
import type { Project } from '../../../core/project/project.ts';
import type { DocumentSet } from '../../../core/sets/document-set.ts';
import { editSets, type DocumentSetEdit } from '../../../core/sets/edit-sets.ts';
import { editSavedFilters, type SavedFilter, type SavedFilterEdit } from '../../../core/sets/saved-filter.ts';

/** What a change is made upon: the records that it names, as they are in memory. */
export interface ChangeBasis {
  readonly project: Project;
  readonly codebook: Codebook;
  readonly sources: readonly Source[];
  readonly documentSets: readonly DocumentSet[];
  readonly savedFilters: readonly SavedFilter[];
  isDocument(id: DocumentId): boolean;
  memos(author: AnnotatorId): MemoBook;
  document(id: DocumentId): DocumentRecord;
  layer(documentId: DocumentId, annotator: AnnotatorId): Layer;
}

/** Codebook and sources at one point of the way to disk; `null` where that file is not written at that point. */
export interface RegistryStep {
  readonly codebook: Codebook | null;
  readonly sources: readonly Source[] | null;
}

/**
 * The records after a change, in the order in which they go to disk: what is added comes before what refers to it,
 * and what is removed goes after what referred to it, so that a crash at any point leaves no dangling reference.
 */
export interface ChangePlan {
  readonly project: Project | null;
  readonly first: RegistryStep;
  readonly documents: ReadonlyMap<DocumentId, DocumentRecord>;
  /** By `layerKey`. */
  readonly layers: ReadonlyMap<string, Layer>;
  readonly last: RegistryStep;
  readonly documentSets: readonly DocumentSet[] | null;
  readonly savedFilters: readonly SavedFilter[] | null;
  readonly memos: ReadonlyMap<AnnotatorId, MemoBook>;
}

type RegistryEdit = Extract<Edit, { kind: 'actor' | 'code' | 'scales' | 'source' }>;

export function layerKey(documentId: DocumentId, annotator: AnnotatorId): string {
  return `${documentId}/${annotator}`;
}

/**
 * All of a change's edits, or none.
 * @throws PostilError `stale` when a `before` is not what is there; `bad-request` when an annotation would refer to an
 *   actor, code, annotator or text that is not there
 */
export function planChange(basis: ChangeBasis, change: Change, stamp: RevisionStamp): ChangePlan {
  let project: Project | null = null;
  const documents = new Map<DocumentId, DocumentRecord>();
  const layers = new Map<string, Layer>();
  const registryEdits: RegistryEdit[] = [];
  const layerEdits: LayerEdit[] = [];
  const setEdits: DocumentSetEdit[] = [];
  const filterEdits: SavedFilterEdit[] = [];
  const memoEdits: MemoEdit[] = [];
  for (const edit of change.edits) {
    switch (edit.kind) {
      case 'title':
        project = editTitle(project ?? basis.project, edit);
        break;
      case 'document':
        documents.set(
          edit.documentId,
          editDocument(documents.get(edit.documentId) ?? basis.document(edit.documentId), edit),
        );
        break;
      case 'annotation':
      case 'readingState':
      case 'mentionDecision':
      case 'carried':
      case 'adjudication':
        layerEdits.push(edit);
        break;
      case 'actor':
      case 'code':
      case 'scales':
      case 'source':
        registryEdits.push(edit);
        break;
      case 'documentSet':
        setEdits.push(edit);
        break;
      case 'savedFilter':
        filterEdits.push(edit);
        break;
      case 'memo':
        memoEdits.push(edit);
        break;
      default:
        assertNever(edit);
    }
  }
  const staged =
    layerEdits.length > 0 || documents.size > 0 ? stage(registryEdits) : { first: registryEdits, last: [] };
  const first = editRegistry(basis.codebook, basis.sources, staged.first, stamp);
  const codebook = first.codebook ?? basis.codebook;
  const sources = first.sources ?? basis.sources;
  const last = editRegistry(codebook, sources, staged.last, stamp);

  const references = makeReferenceCheck(basis, codebook);
  const byLayer = new Map<string, LayerEdit[]>();
  for (const edit of layerEdits) {
    references.check(edit);
    const key = layerKey(edit.documentId, edit.annotator);
    const known = byLayer.get(key);
    if (known) known.push(edit);
    else byLayer.set(key, [edit]);
  }
  for (const [key, edits] of byLayer) {
    const { documentId, annotator } = edits[0]!;
    layers.set(key, editLayerInBulk(basis.layer(documentId, annotator), edits));
  }
  for (const document of documents.values()) {
    checkDocument(document, sources, basis.sources);
    checkVersion(document, basis);
  }
  return {
    project,
    first,
    documents,
    layers,
    last,
    documentSets:
      setEdits.length === 0 ? null : editSets(basis.documentSets, setEdits, (id) => basis.isDocument(id)),
    savedFilters: filterEdits.length === 0 ? null : editSavedFilters(basis.savedFilters, filterEdits),
    memos: planMemos(basis, codebook, memoEdits),
  };
}

/** What a memo is on must be there when it is put there; that it goes later is no concern of the memo's. */
function planMemos(
  basis: ChangeBasis,
  codebook: Codebook,
  edits: readonly MemoEdit[],
): ReadonlyMap<AnnotatorId, MemoBook> {
  const books = new Map<AnnotatorId, MemoBook>();
  for (const edit of edits) {
    const { annotator, before, after } = edit;
    if (!basis.project.annotators.some(({ id }) => id === annotator)) {
      throw new PostilError('bad-request', `There is no annotator ${annotator} in this project.`);
    }
    books.set(annotator, editMemos(books.get(annotator) ?? basis.memos(annotator), [edit]));
    if (after && (!before || !isSameTarget(before.target, after.target))) {
      const { target } = after;
      const isThere =
        'documentId' in target
          ? basis.isDocument(target.documentId)
          : target.kind === 'project' ||
            isKnownId(codebook, target.kind === 'actor' ? target.actorId : target.codeId);
      if (!isThere) throw new PostilError('bad-request', `Memo ${after.id} would be on what is not there.`);
    }
  }
  return books;
}

/** Splits off the removals that nothing later in the change takes back. */
function stage(edits: readonly RegistryEdit[]): { first: RegistryEdit[]; last: RegistryEdit[] } {
  const first: RegistryEdit[] = [];
  const last: RegistryEdit[] = [];
  const seen = new Set<string>();
  for (const edit of edits.toReversed()) {
    const isRemoval = edit.kind !== 'scales' && edit.after === null;
    const key = edit.kind === 'scales' ? 'scales' : `${edit.kind} ${(edit.after ?? edit.before)?.id ?? ''}`;
    (isRemoval && !seen.has(key) ? last : first).unshift(edit);
    seen.add(key);
  }
  return { first, last };
}

function editRegistry(
  codebook: Codebook,
  sources: readonly Source[],
  edits: readonly RegistryEdit[],
  stamp: RevisionStamp,
): RegistryStep {
  const codebookEdits: CodebookChange[] = [];
  let newSources: readonly Source[] | null = null;
  for (const edit of edits) {
    if (edit.kind === 'source') {
      newSources = replaceEntry(newSources ?? sources, edit.before, edit.after, 'source');
    } else {
      codebookEdits.push(edit);
    }
  }
  return {
    codebook: codebookEdits.length === 0 ? null : editCodebook(codebook, codebookEdits, stamp),
    sources: newSources,
  };
}

function editTitle(project: Project, edit: Extract<Edit, { kind: 'title' }>): Project {
  if (project.title !== edit.before) throw stale('the project’s title');
  return { ...project, title: edit.after };
}

function editDocument(document: DocumentRecord, edit: Extract<Edit, { kind: 'document' }>): DocumentRecord {
  if (!isEqual(document.settings, edit.before)) throw stale(`document ${edit.documentId}`);
  return { ...document, settings: edit.after };
}

function checkDocument(
  document: DocumentRecord,
  sources: readonly Source[],
  before: readonly Source[],
): void {
  const { sourceId, zones } = document.settings;
  const isKnown = (source: Source): boolean => source.id === sourceId;
  if (sourceId !== undefined && !sources.some(isKnown) && !before.some(isKnown)) {
    throw new PostilError(
      'bad-request',
      `Document ${document.id} would refer to a source that is not there.`,
    );
  }
  if (zones.some((zone) => zone.start > zone.end || zone.end > document.text.length)) {
    throw new PostilError('bad-request', `A zone of document ${document.id} would lie outside its text.`);
  }
}

function checkVersion({ id, settings: { versionOf } }: DocumentRecord, basis: ChangeBasis): void {
  if (versionOf === undefined) return;
  if (versionOf === id || !basis.isDocument(versionOf)) {
    throw new PostilError(
      'bad-request',
      `Document ${id} would be a version of ${versionOf === id ? 'itself' : `${versionOf}, which is not there`}.`,
    );
  }
}

function makeReferenceCheck(basis: ChangeBasis, codebook: Codebook): { check(edit: LayerEdit): void } {
  const known = new Set<string>();
  for (const book of [basis.codebook, codebook]) {
    for (const actor of book.actors) known.add(actor.id);
    for (const code of book.codes) known.add(code.id);
  }
  const annotators = new Set<string>(basis.project.annotators.map((annotator) => annotator.id));

  return {
    check(edit) {
      if (!annotators.has(edit.annotator)) {
        throw new PostilError('bad-request', `There is no annotator ${edit.annotator} in this project.`);
      }
      const document = basis.document(edit.documentId);
      if (edit.kind === 'mentionDecision')
        checkDecision(edit, document, (entry) => known.has(entry) || isKnownId(basis.codebook, entry));
      if (edit.kind !== 'annotation' || edit.after === null) return;
      const { id, documentId, annotator, target } = edit.after;
      if (documentId !== edit.documentId || annotator !== edit.annotator) {
        throw new PostilError('bad-request', `Annotation ${id} is of another layer than its edit.`);
      }
      if (
        target.textHash !== document.text.sha256 ||
        target.ranges.some((r) => r.end > document.text.length)
      ) {
        throw new PostilError(
          'bad-request',
          `Annotation ${id} is of another text than document ${documentId}.`,
        );
      }
      for (const reference of referencesOf(edit.after)) {
        // A deleted entry's tag stays on its annotations, which are edited further.
        if (!known.has(reference) && !isKnownId(basis.codebook, reference)) {
          throw new PostilError(
            'bad-request',
            `Annotation ${id} would refer to ${reference}, which is not there.`,
          );
        }
      }
    },
  };
}

function checkDecision(
  edit: MentionEdit,
  document: DocumentRecord,
  isKnown: (entry: string) => boolean,
): void {
  const { after } = edit;
  if (!after) return;
  if (after.start >= after.end || after.end > document.text.length) {
    throw new PostilError('bad-request', `A mention in ${edit.documentId} would lie outside its text.`);
  }
  // As a tag does, what was decided about an entry outlives it.
  if (after.status === 'accepted' && !isKnown(after.actorId)) {
    throw new PostilError('bad-request', `A mention would name ${after.actorId}, which is not there.`);
  }
}

/** The ids of every actor and code that an annotation names. */
export function referencesOf(annotation: Annotation): Set<string> {
  const references = new Set<string>(annotation.codes);
  for (const { actorId } of annotation.actors) references.add(actorId);
  for (const stance of annotation.stances) {
    for (const speaker of [stance.holder, ...stance.attribution]) {
      if (speaker !== 'author') references.add(speaker);
    }
    references.add(stance.target);
  }
  return references;
}

function stale(what: string): PostilError {
  return new PostilError('stale', `Something else changed ${what} in the meantime; nothing was overwritten.`);
}
