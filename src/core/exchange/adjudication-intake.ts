import { adjudicatedIdOf } from '../adjudication/adjudicated-id.ts';
import type { Adjudication } from '../adjudication/adjudication.ts';
import type { Annotation } from '../annotation/annotation.ts';
import type { Layer } from '../annotation/layer.ts';
import { isEqual } from '../equal.ts';
import type { AnnotatorId, DocumentId } from '../ids.ts';
import type { Edit } from '../project/edit.ts';
import { Refusal } from './fault.ts';

/** A decision as a file gives it. */
export interface AdjudicationOffer {
  readonly line: number;
  /** Of this project. */
  readonly documentId: DocumentId;
  /** Whose adjudicated layer holds it. */
  readonly annotator: AnnotatorId;
  readonly decision: Adjudication;
  /** The revisions of the annotations that it was about mean the same here as in the file. */
  readonly keepsRevision: boolean;
}

/** What taking decisions needs of the intake that they are a part of. */
export interface AdjudicationPorts {
  /** As it is in the project; empty where there is none yet. */
  layer(documentId: DocumentId, annotator: AnnotatorId): Promise<Layer>;
  /** An annotation of the file with the places, actors and codes of this project. @throws Refusal */
  translate(annotation: Annotation, documentId: DocumentId): Promise<Annotation>;
  readonly changes: 'take' | 'refuse';
}

interface Taken extends Omit<AdjudicationOffer, 'line'> {
  readonly before: Adjudication | null;
}

/** Decisions of adjudicators that a file brings. They come in whole, or not at all. */
export class AdjudicationIntake {
  readonly #ports: AdjudicationPorts;
  readonly #taken = new Map<Adjudication['id'], Taken>();

  constructor(ports: AdjudicationPorts) {
    this.#ports = ports;
  }

  /** @throws Refusal where it cannot stand in this project, or another decision has its id */
  async offer({ documentId, annotator, decision, keepsRevision }: AdjudicationOffer): Promise<void> {
    if (adjudicatedIdOf(decision.by) !== annotator) {
      throw new Refusal(`is in the layer ${annotator} and was made by ${decision.by}, whose it is not`);
    }
    if (this.#taken.has(decision.id)) throw new Refusal('is in the file twice');
    const translated = {
      ...decision,
      of: await Promise.all(decision.of.map((one) => this.#ports.translate(one, documentId))),
    };
    const { adjudications = [] } = await this.#ports.layer(documentId, annotator);
    const before = adjudications.find(({ id }) => id === decision.id) ?? null;
    if (before) {
      if (isEqual(withoutRevisions(before), withoutRevisions(translated))) return;
      const isNewer = decision.at > before.at;
      if (this.#ports.changes !== 'take' || !isNewer) {
        throw new Refusal(`differs from the one here${isNewer ? '' : ', which is the newer'}`);
      }
    }
    this.#taken.set(decision.id, { documentId, annotator, decision: translated, keepsRevision, before });
  }

  get count(): number {
    return this.#taken.size;
  }

  /** Annotations that decisions were about; their actors and codes must be known here. */
  annotations(): Annotation[] {
    return [...this.#taken.values()].flatMap(({ decision }) => [...decision.of]);
  }

  /** Whose names the project must know. */
  people(): AnnotatorId[] {
    return [...this.#taken.values()].flatMap(({ annotator, decision }) => [
      annotator,
      decision.by,
      ...decision.readers,
      ...decision.of.map((one) => one.annotator),
    ]);
  }

  /** @param revisionOf the revision that an annotation of the file has here */
  edits(revisionOf: (annotation: Annotation, keepsRevision: boolean) => number): Edit[] {
    return [...this.#taken.values()].map(({ documentId, annotator, decision, keepsRevision, before }) => ({
      kind: 'adjudication',
      documentId,
      annotator,
      before,
      after: {
        ...decision,
        of: decision.of.map((one) => ({ ...one, codebookRevision: revisionOf(one, keepsRevision) })),
      },
    }));
  }
}

/** A revision means something else in another project. */
function withoutRevisions(adjudication: Adjudication): Adjudication {
  return { ...adjudication, of: adjudication.of.map((one) => ({ ...one, codebookRevision: 0 })) };
}
