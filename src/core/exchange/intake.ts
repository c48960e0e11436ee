import { adjudicatedAnnotator, adjudicatorNamed } from '../adjudication/adjudicated-id.ts';
import { anchorTarget } from '../anchoring/anchor-target.ts';
import type { AnchorText } from '../anchoring/anchor-text.ts';
import type { Annotation } from '../annotation/annotation.ts';
import { emptyLayer, type ReadingState } from '../annotation/layer.ts';
import { makeTarget, splitsPair } from '../annotation/target.ts';
import type { Scales } from '../codebook/codebook.ts';
import { isEqual } from '../equal.ts';
import {
  annotatorIdSchema,
  firstFree,
  slugify,
  type ActorId,
  type AnnotationId,
  type AnnotatorId,
  type DocumentId,
} from '../ids.ts';
import type { MentionDecision } from '../mentions/mention.ts';
import { timestamp } from '../ports.ts';
import type { Edit } from '../project/edit.ts';
import type { Annotator } from '../project/project.ts';
import { AdjudicationIntake, type AdjudicationOffer } from './adjudication-intake.ts';
import { ALL_BUT_REVISION, signatureOf } from './annotation-signature.ts';
import { CodebookIntake } from './codebook-intake.ts';
import { deriveUuid } from './derive-uuid.ts';
import type { DocumentIndex } from './document-index.ts';
import { DocumentIntake } from './document-intake.ts';
import { withoutUndefined } from './exchange.ts';
import { Refusal } from './fault.ts';
import type { IntakeDocument } from './intake-document.ts';
import type {
  IntakeOptions,
  IntakePorts,
  IntakeProject,
  IntakeReport,
  Offer,
  TakenRow,
} from './intake-types.ts';
import { keepRecent } from './keep-recent.ts';
import { nameKey } from './names.ts';
import type { GivenDocument } from './new-document.ts';
import { shorten } from './shorten.ts';

export type { IntakeOptions, IntakePorts, IntakeProject, IntakeReport, Offer } from './intake-types.ts';

interface Taken {
  readonly before: Annotation | null;
  readonly annotation: Annotation;
  readonly keepsRevision: boolean;
}

/**
 * Collects what a reader brings: matches actors, codes and documents, tells new from known, and makes one change of
 * it all. Touches nothing itself.
 */
export class Intake {
  readonly codebook: CodebookIntake;
  readonly options: IntakeOptions;
  readonly ports: IntakePorts;
  readonly #project: IntakeProject;
  readonly #annotators = new Map<AnnotatorId, Annotator>();
  readonly #used = new Set<AnnotatorId>();
  readonly #taken = new Map<AnnotationId, Taken>();
  readonly #states: Edit[] = [];
  readonly #mentions: Edit[] = [];
  /** By why. */
  readonly #mentionsLeft = new Map<string, number>();
  /** By layer, then by place: what is decided here, and what was taken. */
  readonly #decided = new Map<string, Promise<Map<string, MentionDecision>>>();
  readonly #layers = new Map<string, Promise<ReadonlyMap<AnnotationId, Annotation>>>();
  readonly #signatures = new Map<string, Promise<Set<string>>>();
  readonly #report = {
    taken: [] as TakenRow[],
    changed: [] as IntakeReport['changed'][number][],
    already: 0,
    refused: [] as IntakeReport['refused'][number][],
    notices: [] as IntakeReport['notices'][number][],
  };
  readonly #documents: DocumentIntake;
  readonly #adjudications: AdjudicationIntake;
  #adjudicationsLeft = 0;
  #places: Promise<Map<AnnotationId, readonly [DocumentId, AnnotatorId]>> | null = null;

  constructor(project: IntakeProject, options: IntakeOptions, ports: IntakePorts) {
    this.#project = project;
    this.options = options;
    this.ports = ports;
    this.#documents = new DocumentIntake(project, options.documents, ports);
    this.codebook = new CodebookIntake(project.codebook, (notice, line) => this.notice(notice, line));
    this.#adjudications = new AdjudicationIntake({
      layer: async (documentId, annotator) =>
        this.#documents.isNew(documentId)
          ? emptyLayer(documentId, annotator)
          : project.readLayer(documentId, annotator),
      translate: async (annotation, documentId) => {
        const { target } = await this.place(documentId, annotation.target);
        return this.codebook.translate({ ...annotation, documentId, target });
      },
      changes: options.changes,
    });
    for (const annotator of project.project.annotators) this.#annotators.set(annotator.id, annotator);
    for (const annotator of [options.self, options.annotator]) {
      if (annotator && !this.#annotators.has(annotator.id)) this.#annotators.set(annotator.id, annotator);
    }
  }

  get documents(): DocumentIndex {
    return this.#documents.index;
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
    const adjudicator = adjudicatorNamed(name);
    if (adjudicator !== null) {
      const adjudicated = adjudicatedAnnotator(this.annotatorNamed(adjudicator));
      this.addAnnotator(adjudicated);
      return adjudicated;
    }
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
    return this.#documents.text(id);
  }

  /**
   * The document that has the text that a file has: of this project, or new and brought along. Ask for each document
   * of the file, also for one without annotations.
   * @throws Refusal where it has no text, is too long, or is not in the project and not to be brought
   */
  document(given: GivenDocument): Promise<IntakeDocument> {
    return this.#documents.document(given);
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
    if (this.#documents.isNew(documentId)) {
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

  /**
   * What an annotator decided about a mention, at its place in this project's text; taken where nothing is decided
   * here yet about that place. Counted, and said in the end.
   */
  async offerMention(
    documentId: DocumentId,
    annotator: AnnotatorId,
    decision: MentionDecision,
  ): Promise<void> {
    const owner = this.options.annotator?.id ?? annotator;
    const { text: source } = await this.text(documentId);
    const { start, end } = decision;
    if (start >= end || end > source.length || splitsPair(source, start) || splitsPair(source, end)) {
      this.leaveMention('their place is not in the text');
      return;
    }
    let after: MentionDecision;
    try {
      after = withActors(decision, (id) => this.codebook.translateActor(id));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.leaveMention('they name an actor whom neither the file nor this project has');
      return;
    }
    const decided = await this.#decidedIn(documentId, owner);
    const place = `${start} ${end}`;
    const before = decided.get(place);
    if (before === undefined) {
      decided.set(place, after);
      this.#mentions.push({ kind: 'mentionDecision', documentId, annotator: owner, before: null, after });
    } else if (!isEqual(before, after)) {
      this.leaveMention('something else is decided here about the same places');
    }
  }

  /**
   * What an adjudicator decided. Where everything goes to one annotator's own layer, it is left out, and said in the end.
   * @throws Refusal as `AdjudicationIntake.offer`
   */
  async offerAdjudication(offer: AdjudicationOffer): Promise<void> {
    if (this.options.annotator) this.#adjudicationsLeft++;
    else await this.#adjudications.offer(offer);
  }

  /** Counts a decision about a mention that is not taken. */
  leaveMention(why: string): void {
    this.#mentionsLeft.set(why, (this.#mentionsLeft.get(why) ?? 0) + 1);
  }

  #decidedIn(documentId: DocumentId, owner: AnnotatorId): Promise<Map<string, MentionDecision>> {
    const key = `${documentId}/${owner}`;
    let decided = this.#decided.get(key);
    if (!decided) {
      decided = this.#documents.isNew(documentId)
        ? Promise.resolve(new Map<string, MentionDecision>())
        : this.#project
            .readLayer(documentId, owner)
            .then(({ mentions = [] }) => new Map(mentions.map((one) => [`${one.start} ${one.end}`, one])));
      this.#decided.set(key, decided);
    }
    return decided;
  }

  finish(label: string): IntakeReport {
    if (this.#mentions.length > 0) this.notice(`${countDecisions(this.#mentions.length)} read in with it.`);
    for (const [why, count] of this.#mentionsLeft) this.notice(`${countDecisions(count)} left out: ${why}.`);
    const adjudications = this.#adjudications.count;
    if (adjudications > 0) this.notice(`${countAdjudications(adjudications)} read in with it.`);
    if (this.#adjudicationsLeft > 0) {
      this.notice(
        `${countAdjudications(this.#adjudicationsLeft)} left out: everything goes to one annotator’s own layer.`,
      );
    }
    const brought = this.#documents.finish(this.now());
    const isAnythingNew =
      this.#taken.size + this.#mentions.length + adjudications > 0 || brought.edits.length > 0;
    const added = this.codebook.additions([
      ...[...this.#taken.values()].map(({ annotation }) => annotation),
      ...this.#adjudications.annotations(),
    ]);
    const codebookEdits: Edit[] = [
      ...added.actors.map((after): Edit => ({ kind: 'actor', before: null, after })),
      ...added.codes.map((after): Edit => ({ kind: 'code', before: null, after })),
      ...(added.scales ? [added.scales] : []),
    ];
    const revision = this.#project.codebook.revision;
    const nextRevision = codebookEdits.length > 0 ? revision + 1 : revision;
    const revisionOf = ({ codebookRevision }: Annotation, keepsRevision: boolean): number =>
      keepsRevision && codebookRevision <= revision ? codebookRevision : nextRevision;
    const annotationEdits = [...this.#taken.values()].map(({ before, annotation, keepsRevision }): Edit => ({
      kind: 'annotation',
      documentId: annotation.documentId,
      annotator: annotation.annotator,
      before,
      after: { ...annotation, codebookRevision: revisionOf(annotation, keepsRevision) },
    }));
    // Without a new annotation nothing is done at all: a codebook does not come in by the back door.
    const edits = isAnythingNew
      ? [
          ...brought.edits,
          ...codebookEdits,
          ...annotationEdits,
          ...this.#mentions,
          ...this.#adjudications.edits(revisionOf),
          ...this.#states,
        ]
      : [];
    for (const edit of isAnythingNew ? [...this.#mentions, ...this.#states] : []) {
      if ('annotator' in edit) this.#used.add(edit.annotator);
    }
    for (const id of this.#adjudications.people()) this.#used.add(id);
    const known = new Set(this.#project.project.annotators.map(({ id }) => id));
    const annotators = [...this.#used].map((id) => this.#annotators.get(id) ?? { id, name: id });
    return {
      ...this.#report,
      newDocuments: brought.newDocuments,
      returning: brought.returning,
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
    if (this.#documents.isNew(documentId)) return Promise.resolve(new Map());
    return keepRecent(this.#layers, `${documentId}/${annotator}`, async () => {
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

function rowOf(offer: Offer, annotation: Annotation): TakenRow {
  return {
    line: offer.line,
    annotationId: annotation.id,
    documentId: annotation.documentId,
    quote: shorten(annotation.target.quote.exact),
    confidence: offer.confidence,
  };
}

function isStateOf(edit: Edit, documentId: DocumentId, annotator: AnnotatorId): boolean {
  return edit.kind === 'readingState' && edit.documentId === documentId && edit.annotator === annotator;
}

function withActors(decision: MentionDecision, actorOf: (id: ActorId) => ActorId): MentionDecision {
  if (decision.status === 'accepted') return { ...decision, actorId: actorOf(decision.actorId) };
  if (decision.status === 'notActor') return { ...decision, actorIds: decision.actorIds.map(actorOf) };
  return decision;
}

function countAdjudications(count: number): string {
  return count === 1 ? '1 decision of an adjudicator is' : `${count} decisions of adjudicators are`;
}

function countDecisions(count: number): string {
  return count === 1 ? '1 decision about a mention is' : `${count} decisions about mentions are`;
}
