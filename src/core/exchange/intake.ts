import { anchorTarget } from '../anchoring/anchor-target.ts';
import { prepareText, type AnchorText } from '../anchoring/anchor-text.ts';
import type { Annotation } from '../annotation/annotation.ts';
import type { Layer, ReadingState } from '../annotation/layer.ts';
import { makeTarget, splitsPair } from '../annotation/target.ts';
import type { Codebook, Scales } from '../codebook/codebook.ts';
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
import { DocumentIndex } from './document-index.ts';
import { Refusal } from './fault.ts';
import { nameKey } from './names.ts';
import { shorten } from './shorten.ts';

/** What a reader needs of the project that it reads into. */
export interface IntakeProject {
  readonly project: Project;
  readonly codebook: Codebook;
  readonly documents: readonly DocumentSummary[];
  readText(id: DocumentId): Promise<string>;
  layersOf(id: DocumentId): Promise<readonly AnnotatorId[]>;
  readLayer(id: DocumentId, annotator: AnnotatorId): Promise<Layer>;
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
}

export interface IntakeReport {
  readonly taken: readonly {
    readonly line?: number;
    readonly annotationId: AnnotationId;
    readonly documentId: DocumentId;
    readonly quote: string;
    readonly confidence: number;
  }[];
  readonly already: number;
  readonly refused: readonly { readonly line?: number; readonly what: string; readonly reason: string }[];
  readonly notices: readonly { readonly line?: number; readonly notice: string }[];
  readonly newActors: readonly string[];
  readonly newCodes: readonly string[];
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
    taken: [] as IntakeReport['taken'][number][],
    already: 0,
    refused: [] as IntakeReport['refused'][number][],
    notices: [] as IntakeReport['notices'][number][],
  };
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
    return kept(this.#texts, id, async () => prepareText(await this.#project.readText(id)));
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
        if (differing.length > 0) throw new Refusal(`differs from the one here in ${differing.join(', ')}`);
        this.#report.already++;
        return;
      }
    }
    this.#used.add(annotation.annotator);
    this.#taken.set(annotation.id, { annotation, keepsRevision: offer.keepsRevision ?? false });
    this.#report.taken.push({
      line: offer.line,
      annotationId: annotation.id,
      documentId: annotation.documentId,
      quote: shorten(annotation.target.quote.exact),
      confidence: offer.confidence,
    });
  }

  /** The state that a layer had in the file; taken where nobody has said anything here yet. */
  async offerState(documentId: DocumentId, annotator: AnnotatorId, state: ReadingState): Promise<void> {
    const owner = this.options.annotator?.id ?? annotator;
    if (state === 'unread' || this.#states.some((edit) => isStateOf(edit, documentId, owner))) return;
    const { state: before } = await this.#project.readLayer(documentId, owner);
    if (before !== 'unread') return;
    this.#states.push({ kind: 'readingState', documentId, annotator: owner, before, after: state });
  }

  finish(label: string): IntakeReport {
    const isAnythingNew = this.#taken.size > 0;
    const added = this.codebook.additions([...this.#taken.values()].map(({ annotation }) => annotation));
    const codebookEdits: Edit[] = [
      ...added.actors.map((after): Edit => ({ kind: 'actor', before: null, after })),
      ...added.codes.map((after): Edit => ({ kind: 'code', before: null, after })),
      ...(added.scales ? [added.scales] : []),
    ];
    const revision = this.#project.codebook.revision;
    const nextRevision = codebookEdits.length > 0 ? revision + 1 : revision;
    const annotationEdits = [...this.#taken.values()].map(({ annotation, keepsRevision }): Edit => {
      const isKept = keepsRevision && annotation.codebookRevision <= revision;
      return {
        kind: 'annotation',
        documentId: annotation.documentId,
        annotator: annotation.annotator,
        before: null,
        after: isKept ? annotation : { ...annotation, codebookRevision: nextRevision },
      };
    });
    // Without a new annotation nothing is done at all: a codebook does not come in by the back door.
    const edits = isAnythingNew ? [...codebookEdits, ...annotationEdits, ...this.#states] : [];
    for (const edit of isAnythingNew ? this.#states : []) {
      if (edit.kind === 'readingState') this.#used.add(edit.annotator);
    }
    return {
      ...this.#report,
      newActors: isAnythingNew ? added.actors.map((actor) => actor.name) : [],
      newCodes: isAnythingNew ? added.codes.map((code) => code.name) : [],
      annotators: [...this.#used].map((id) => this.#annotators.get(id) ?? { id, name: id }),
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
