import { anchorTarget } from '../anchoring/anchor-target.ts';
import { prepareText, type AnchorText } from '../anchoring/anchor-text.ts';
import type { Annotation } from '../annotation/annotation.ts';
import type { Layer, ReadingState } from '../annotation/layer.ts';
import { makeTarget, splitsPair } from '../annotation/target.ts';
import type { Codebook, Scales } from '../codebook/codebook.ts';
import { titleOf, type DocumentRecord } from '../document/document.ts';
import { isEqual } from '../equal.ts';
import {
  annotatorIdSchema,
  firstFree,
  slugify,
  type AnnotationId,
  type AnnotatorId,
  type DocumentId,
} from '../ids.ts';
import { timestamp, type Clock, type IdSource, type Sha256 } from '../ports.ts';
import type { Change, Edit } from '../project/edit.ts';
import type { Annotator, DocumentSummary, Project } from '../project/project.ts';
import { CodebookIntake } from './codebook-intake.ts';
import { deriveUuid } from './derive-uuid.ts';
import { withoutUndefined } from './exchange.ts';
import { DocumentIndex } from './document-index.ts';
import { Refusal } from './fault.ts';
import { makeForeignText } from './foreign-text.ts';
import { placeInText, type IntakeDocument } from './intake-document.ts';
import { nameKey } from './names.ts';
import { makeNewDocument, type GivenDocument, type NewDocument } from './new-document.ts';
import { shorten } from './shorten.ts';

/** What a reader needs of the project that it reads into. */
export interface IntakeProject {
  readonly project: Project;
  readonly codebook: Codebook;
  readonly documents: readonly DocumentSummary[];
  readText(id: DocumentId): Promise<string>;
  layersOf(id: DocumentId): Promise<readonly AnnotatorId[]>;
  readLayer(id: DocumentId, annotator: AnnotatorId): Promise<Layer>;
  readDocument(id: DocumentId): Promise<DocumentRecord>;
}

export interface IntakePorts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly sha256: Sha256;
}

export interface IntakeOptions {
  /** Whose layer everything goes to; without it, annotations keep the annotator that the file names. */
  readonly annotator: Annotator | null;
  /** Whose layer takes what names no annotator. */
  readonly self: Annotator;
  /** Documents that the project lacks: they come along, or what is in them is refused. */
  readonly documents: 'take' | 'leave';
  /** An annotation that is here and differs: the file's takes its place where it is newer, or is refused. */
  readonly changes: 'take' | 'refuse';
}

export interface TakenRow {
  readonly line?: number;
  readonly annotationId: AnnotationId;
  readonly documentId: DocumentId;
  readonly quote: string;
  readonly confidence: number;
}

export interface IntakeReport {
  /** New ones. */
  readonly taken: readonly TakenRow[];
  /** Here already, with other content: what differs, and whether the file's is taken. */
  readonly changed: readonly (TakenRow & { readonly fields: readonly string[]; readonly isTaken: boolean })[];
  readonly already: number;
  readonly refused: readonly { readonly line?: number; readonly what: string; readonly reason: string }[];
  readonly notices: readonly { readonly line?: number; readonly notice: string }[];
  readonly newActors: readonly string[];
  readonly newCodes: readonly string[];
  readonly newAnnotators: readonly string[];
  /** To be put into the project, hidden (`removedAt`), before the change is made, which shows them. */
  readonly newDocuments: readonly NewDocument[];
  /** Removed from the project some time, and back after the change. */
  readonly returning: readonly { readonly id: DocumentId; readonly title: string }[];
  /** Who must be in the project before the change is made. */
  readonly annotators: readonly Annotator[];
  /** `null` when there is nothing to do. */
  readonly change: Change | null;
}

/** An annotation as a file gives it, its tags already those of this project. */
export interface Offer {
  readonly line: number;
  readonly annotation: Annotation;
  readonly confidence: number;
  /** What the file says; an annotation of that id here is equal when these are. All but the revision by default. */
  readonly says?: readonly (keyof Annotation)[];
  /** Its codebook revision means the same here as in the file. */
  readonly keepsRevision?: boolean;
  /** Its id was made while reading: it is known again by place and tags. */
  readonly isUnnamed?: boolean;
}

interface Taken {
  readonly before: Annotation | null;
  readonly annotation: Annotation;
  readonly keepsRevision: boolean;
}

/** Layers and texts that are kept at hand: files are mostly in the documents' order. */
const KEPT = 8;

/**
 * Collects what a reader brings: matches actors, codes and documents, tells new from known, and makes one change of
 * it all. Touches nothing itself.
 */
export class Intake {
  readonly documents: DocumentIndex;
  readonly codebook: CodebookIntake;
  readonly options: IntakeOptions;
  readonly ports: IntakePorts;
  readonly #project: IntakeProject;
  readonly #annotators = new Map<AnnotatorId, Annotator>();
  readonly #used = new Set<AnnotatorId>();
  readonly #taken = new Map<AnnotationId, Taken>();
  readonly #states: Edit[] = [];
  readonly #layers = new Map<string, Promise<ReadonlyMap<AnnotationId, Annotation>>>();
  readonly #signatures = new Map<string, Promise<Set<string>>>();
  readonly #texts = new Map<DocumentId, Promise<AnchorText>>();
  readonly #report = {
    taken: [] as TakenRow[],
    changed: [] as IntakeReport['changed'][number][],
    already: 0,
    refused: [] as IntakeReport['refused'][number][],
    notices: [] as IntakeReport['notices'][number][],
  };
  readonly #newDocuments = new Map<DocumentId, NewDocument>();
  readonly #returning = new Map<DocumentId, DocumentRecord>();
  #places: Promise<Map<AnnotationId, readonly [DocumentId, AnnotatorId]>> | null = null;

  constructor(project: IntakeProject, options: IntakeOptions, ports: IntakePorts) {
    this.#project = project;
    this.options = options;
    this.ports = ports;
    this.documents = new DocumentIndex(project.documents);
    this.codebook = new CodebookIntake(project.codebook, (notice, line) => this.notice(notice, line));
    for (const annotator of project.project.annotators) this.#annotators.set(annotator.id, annotator);
    for (const annotator of [options.self, options.annotator]) {
      if (annotator && !this.#annotators.has(annotator.id)) this.#annotators.set(annotator.id, annotator);
    }
  }

  get projectId(): string {
    return this.#project.project.id;
  }

  /** The labels of this project's scales. */
  get scales(): Scales {
    return this.#project.codebook.scales;
  }

  now(): string {
    return timestamp(this.ports.clock);
  }

  refuse(line: number, what: string, reason: string): void {
    this.#report.refused.push({ line, what: shorten(what), reason });
  }

  notice(notice: string, line?: number): void {
    this.#report.notices.push(line === undefined ? { notice } : { line, notice });
  }

  /** Somebody whom the file names; the name here wins where the id is known. */
  addAnnotator(annotator: Annotator): void {
    if (!this.#annotators.has(annotator.id)) this.#annotators.set(annotator.id, annotator);
  }

  /** The annotator of this name, known or new. */
  annotatorNamed(name: string): Annotator {
    const key = nameKey(name);
    const known = [...this.#annotators.values()].find((one) => nameKey(one.name) === key || one.id === name);
    if (known) return known;
    const id = firstFree(slugify(name), (free) => {
      const parsed = annotatorIdSchema.safeParse(free);
      return !parsed.success || this.#annotators.has(parsed.data);
    }) as AnnotatorId;
    const annotator = { id, name: name.trim().slice(0, 120) };
    this.#annotators.set(id, annotator);
    return annotator;
  }

  // Documents and places

  /** A document's text, made ready for many quotes. */
  text(id: DocumentId): Promise<AnchorText> {
    const added = this.#newDocuments.get(id);
    return kept(this.#texts, id, async () => prepareText(added?.text ?? (await this.#project.readText(id))));
  }

  /**
   * The document that has the text that a file has: of this project, or new and brought along. Ask for each document
   * of the file, also for one without annotations.
   * @throws Refusal where it has no text, is too long, or is not in the project and not to be brought
   */
  async document(given: GivenDocument): Promise<IntakeDocument> {
    const foreign = makeForeignText(given.text);
    const hash = this.ports.sha256(foreign.text);
    const known =
      this.documents.byText(hash, given.id ?? '') ?? (await this.#bring(given, foreign.text, hash));
    const source = await this.text(known.id);
    return {
      id: known.id,
      title: known.title,
      textHash: hash,
      text: foreign.text,
      isNew: this.#newDocuments.has(known.id),
      target: (ranges, system, quote) => placeInText(foreign, source, hash, ranges, system, quote),
    };
  }

  async #bring(given: GivenDocument, text: string, hash: string): Promise<DocumentSummary> {
    const removed = this.documents.removedWithText(hash);
    if (this.options.documents === 'leave') {
      throw new Refusal(
        removed
          ? `the document “${removed.title}” was removed from this project`
          : `its document “${given.title}” is not in this project`,
      );
    }
    if (removed) {
      this.#returning.set(removed.id, await this.#project.readDocument(removed.id));
      const { removedAt: _, ...back } = removed;
      this.documents.add(back);
      return back;
    }
    const { sha256 } = this.ports;
    const added = makeNewDocument(given, text, (id) => this.documents.has(id), sha256, this.now());
    const { record } = added;
    this.#newDocuments.set(record.id, added);
    const summary: DocumentSummary = {
      id: record.id,
      title: titleOf(record),
      fileName: record.fileName,
      metadata: record.settings.metadata,
      importedAt: record.importedAt,
      textHash: hash,
      characters: text.length,
      layers: [],
    };
    this.documents.add(summary);
    return summary;
  }

  /**
   * Puts a target into the text that this project has.
   * @throws Refusal when it is not found there, or found more than once
   */
  async place(
    documentId: DocumentId,
    target: Annotation['target'],
  ): Promise<{ readonly target: Annotation['target']; readonly confidence: number }> {
    const source = await this.text(documentId);
    const hash = this.documents.byId(documentId)!.textHash;
    const found = anchorTarget(source, hash, target);
    if (found.kind === 'missing') throw new Refusal('its quote is not in the document');
    if (found.kind === 'ambiguous')
      throw new Refusal(`its quote is in ${found.count} places of the document`);
    const isAsItWas = target.textHash === hash && isEqual(found.ranges, target.ranges);
    if (
      isAsItWas &&
      found.ranges.some((r) => splitsPair(source.text, r.start) || splitsPair(source.text, r.end))
    ) {
      throw new Refusal('a range begins or ends inside a character');
    }
    return {
      target: isAsItWas ? target : makeTarget(source.text, hash, found.ranges),
      confidence: found.confidence,
    };
  }

  // Annotations

  /** @throws Refusal when another annotation has its id */
  async offer(offer: Offer): Promise<void> {
    const annotation = this.#givenAway(offer.annotation);
    const says = offer.says ?? ALL_BUT_REVISION;
    if (offer.isUnnamed) {
      const signatures = await this.#signaturesOf(annotation.documentId, annotation.annotator);
      const signature = signatureOf(annotation);
      if (signatures.has(signature)) {
        this.#report.already++;
        return;
      }
      signatures.add(signature);
    } else {
      const there = this.#taken.get(annotation.id)?.annotation ?? (await this.#find(annotation.id));
      if (there) {
        const differing = says.filter((field) => !isEqual(there[field], annotation[field]));
        if (differing.length > 0) this.#offerChange(offer, there, annotation, differing);
        else this.#report.already++;
        return;
      }
    }
    this.#used.add(annotation.annotator);
    this.#taken.set(annotation.id, { before: null, annotation, keepsRevision: offer.keepsRevision ?? false });
    this.#report.taken.push(rowOf(offer, annotation));
  }

  /** @throws Refusal where the one that is here stays */
  #offerChange(
    offer: Offer,
    there: Annotation,
    annotation: Annotation,
    differing: readonly (keyof Annotation)[],
  ): void {
    const content = differing.filter((field) => field !== 'createdAt' && field !== 'updatedAt');
    const fields = content.length > 0 ? content : differing;
    const isMoved = there.documentId !== annotation.documentId || there.annotator !== annotation.annotator;
    const isDouble = this.#taken.has(annotation.id);
    const saysWhen = (offer.says ?? ALL_BUT_REVISION).includes('updatedAt');
    const isOlder = saysWhen && annotation.updatedAt <= there.updatedAt;
    const isTaken = this.options.changes === 'take' && !isMoved && !isDouble && !isOlder;
    if (!isMoved && !isDouble) this.#report.changed.push({ ...rowOf(offer, there), fields, isTaken });
    if (!isTaken) {
      const why = this.options.changes === 'take' && isOlder ? ', and the one here is the newer' : '';
      throw new Refusal(`differs from the one here in ${differing.join(', ')}${why}`);
    }
    const said = Object.fromEntries(
      (offer.says ?? ALL_BUT_REVISION).map((field) => [field, annotation[field]]),
    );
    const after = withoutUndefined({
      ...there,
      ...said,
      ...(saysWhen ? {} : { updatedAt: this.now() }),
    }) as Annotation;
    this.#used.add(annotation.annotator);
    this.#taken.set(annotation.id, {
      before: there,
      annotation: { ...after, codebookRevision: annotation.codebookRevision },
      keepsRevision: offer.keepsRevision ?? false,
    });
  }

  /** The state that a layer had in the file; taken where nobody has said anything here yet. */
  async offerState(documentId: DocumentId, annotator: AnnotatorId, state: ReadingState): Promise<void> {
    const owner = this.options.annotator?.id ?? annotator;
    if (this.#newDocuments.has(documentId)) {
      if (state !== 'unread' && !this.#states.some((edit) => isStateOf(edit, documentId, owner)))
        this.#states.push({
          kind: 'readingState',
          documentId,
          annotator: owner,
          before: 'unread',
          after: state,
        });
      return;
    }
    if (state === 'unread' || this.#states.some((edit) => isStateOf(edit, documentId, owner))) return;
    const { state: before } = await this.#project.readLayer(documentId, owner);
    if (before !== 'unread') return;
    this.#states.push({ kind: 'readingState', documentId, annotator: owner, before, after: state });
  }

  finish(label: string): IntakeReport {
    const isAnythingNew = this.#taken.size + this.#newDocuments.size + this.#returning.size > 0;
    const added = this.codebook.additions([...this.#taken.values()].map(({ annotation }) => annotation));
    const codebookEdits: Edit[] = [
      ...added.actors.map((after): Edit => ({ kind: 'actor', before: null, after })),
      ...added.codes.map((after): Edit => ({ kind: 'code', before: null, after })),
      ...(added.scales ? [added.scales] : []),
    ];
    const revision = this.#project.codebook.revision;
    const nextRevision = codebookEdits.length > 0 ? revision + 1 : revision;
    const annotationEdits = [...this.#taken.values()].map(({ before, annotation, keepsRevision }): Edit => {
      const isKept = keepsRevision && annotation.codebookRevision <= revision;
      return {
        kind: 'annotation',
        documentId: annotation.documentId,
        annotator: annotation.annotator,
        before,
        after: isKept ? annotation : { ...annotation, codebookRevision: nextRevision },
      };
    });
    // Without a new annotation nothing is done at all: a codebook does not come in by the back door.
    const newDocuments = [...this.#newDocuments.values()].map((added) => hidden(added, this.now()));
    const shown = [...newDocuments.map(({ record }) => record), ...this.#returning.values()].map(show);
    const edits = isAnythingNew ? [...shown, ...codebookEdits, ...annotationEdits, ...this.#states] : [];
    for (const edit of isAnythingNew ? this.#states : []) {
      if (edit.kind === 'readingState') this.#used.add(edit.annotator);
    }
    const known = new Set(this.#project.project.annotators.map(({ id }) => id));
    const annotators = [...this.#used].map((id) => this.#annotators.get(id) ?? { id, name: id });
    return {
      ...this.#report,
      newDocuments,
      returning: [...this.#returning.values()].map((record) => ({ id: record.id, title: titleOf(record) })),
      newAnnotators: annotators.filter(({ id }) => !known.has(id)).map(({ name }) => name),
      newActors: isAnythingNew ? added.actors.map((actor) => actor.name) : [],
      newCodes: isAnythingNew ? added.codes.map((code) => code.name) : [],
      annotators,
      change: edits.length > 0 ? { label, edits } : null,
    };
  }

  /**
   * An annotation that goes to somebody else's layer becomes another annotation, with an id made of its own and the
   * new annotator's: the same each time, and never in the way of the original.
   */
  #givenAway(annotation: Annotation): Annotation {
    const owner = this.options.annotator;
    if (!owner || owner.id === annotation.annotator) return annotation;
    const derive = (id: string) => deriveUuid(this.ports.sha256, `${id} ${owner.id}`);
    return {
      ...annotation,
      id: derive(annotation.id) as AnnotationId,
      annotator: owner.id,
      stances: annotation.stances.map((stance) => ({ ...stance, id: derive(stance.id) as typeof stance.id })),
    };
  }

  async #find(id: AnnotationId): Promise<Annotation | undefined> {
    this.#places ??= this.#readPlaces();
    const place = (await this.#places).get(id);
    return place && (await this.#layer(...place)).get(id);
  }

  async #readPlaces(): Promise<Map<AnnotationId, readonly [DocumentId, AnnotatorId]>> {
    const places = new Map<AnnotationId, readonly [DocumentId, AnnotatorId]>();
    for (const document of this.#project.documents) {
      for (const annotator of await this.#project.layersOf(document.id)) {
        const place = [document.id, annotator] as const;
        const layer = await this.#project.readLayer(...place);
        for (const annotation of layer.annotations) places.set(annotation.id, place);
      }
    }
    return places;
  }

  #layer(documentId: DocumentId, annotator: AnnotatorId): Promise<ReadonlyMap<AnnotationId, Annotation>> {
    if (this.#newDocuments.has(documentId)) return Promise.resolve(new Map());
    return kept(this.#layers, `${documentId}/${annotator}`, async () => {
      const layer = await this.#project.readLayer(documentId, annotator);
      return new Map(layer.annotations.map((annotation) => [annotation.id, annotation]));
    });
  }

  /** Not forgotten while reading lasts: what was taken is noted in them. */
  #signaturesOf(documentId: DocumentId, annotator: AnnotatorId): Promise<Set<string>> {
    const key = `${documentId}/${annotator}`;
    let signatures = this.#signatures.get(key);
    if (!signatures) {
      signatures = this.#layer(documentId, annotator).then(
        (layer) => new Set([...layer.values()].map(signatureOf)),
      );
      this.#signatures.set(key, signatures);
    }
    return signatures;
  }
}

/** As it is added: not there for anybody until the change shows it, so that the two are one act. */
function hidden({ record, text }: NewDocument, removedAt: string): NewDocument {
  return { record: { ...record, settings: { ...record.settings, removedAt } }, text };
}

function show({ id, settings }: DocumentRecord): Edit {
  const { removedAt: _, ...after } = settings;
  return { kind: 'document', documentId: id, before: settings, after };
}

function rowOf(offer: Offer, annotation: Annotation): TakenRow {
  return {
    line: offer.line,
    annotationId: annotation.id,
    documentId: annotation.documentId,
    quote: shorten(annotation.target.quote.exact),
    confidence: offer.confidence,
  };
}

const ALL_BUT_REVISION = [
  'documentId',
  'annotator',
  'target',
  'actors',
  'stances',
  'reliability',
  'codes',
  'note',
  'certainty',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof Annotation)[];

/** Place and tags, blind to ids, times and the order of sets: what makes two unnamed annotations the same. */
function signatureOf(annotation: Annotation): string {
  const { target, actors, stances, reliability, codes, note, certainty } = annotation;
  const rating = reliability && [
    reliability.source ?? '',
    reliability.information ?? '',
    reliability.why ?? '',
  ];
  return JSON.stringify([
    target.ranges.map((range) => [range.start, range.end]),
    actors.map((reference) => `${reference.actorId} ${reference.role}`).toSorted(),
    stances
      .map((s) => JSON.stringify([s.holder, s.target, s.polarity, s.expression, s.attribution, s.note ?? '']))
      .toSorted(),
    rating ?? null,
    codes.toSorted(),
    note ?? '',
    certainty ?? '',
  ]);
}

function isStateOf(edit: Edit, documentId: DocumentId, annotator: AnnotatorId): boolean {
  return edit.kind === 'readingState' && edit.documentId === documentId && edit.annotator === annotator;
}

function kept<K, V>(cache: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const known = cache.get(key);
  if (known) {
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const made = make();
  cache.set(key, made);
  for (const oldest of cache.keys()) {
    if (cache.size <= KEPT) break;
    cache.delete(oldest);
  }
  return made;
}
