import type { AgreementScope } from '../../../contract/agreement-calls.ts';
import type { CompareOptions } from '../../../core/agreement/project/compare-layers.ts';
import type { Decision, DecisionUnit } from '../../../core/agreement/project/decision.ts';
import type { AgreementReport } from '../../../core/agreement/project/report.ts';
import type { UnitFilter } from '../../../core/agreement/project/select-units.ts';
import type { Annotation } from '../../../core/annotation/annotation.ts';
import type { AnnotationId, AnnotatorId, DocumentId } from '../../../core/ids.ts';
import type { Job } from '../../../core/ports.ts';
import type { ProjectIndex } from '../index/project-index.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { startAgreementThread, type AgreementThread } from './agreement-thread.ts';
import { gatherLayers, type GatheredLayers } from './gather-layers.ts';

/** A unit with the annotations themselves. */
export interface UnitRow extends Omit<DecisionUnit, 'annotations'> {
  readonly annotations: readonly (Annotation | null)[];
}

export interface UnitsRequest extends UnitFilter {
  readonly decision: Decision;
  readonly annotators: readonly AnnotatorId[];
  readonly offset: number;
  readonly limit: number;
}

/** Agreement on the layers of the open project, reckoned in a worker. */
export interface ProjectAgreement {
  /** @throws PostilError `damaged`, `io` where a layer cannot be read; `cancelled` */
  compare(scope: AgreementScope, options: Omit<CompareOptions, 'onStep'>, job: Job): Promise<AgreementReport>;
  units(
    scope: AgreementScope,
    request: UnitsRequest,
    job: Job,
  ): Promise<{ readonly total: number; readonly rows: readonly UnitRow[] }>;
  close(): Promise<void>;
}

export interface AgreementHooks {
  /** The built worker, where it is not the program's own. */
  readonly workerFile?: string | undefined;
  onFault(fault: unknown): void;
}

export function makeProjectAgreement(
  store: ProjectStore,
  index: ProjectIndex,
  { workerFile, onFault }: AgreementHooks,
): ProjectAgreement {
  let thread: AgreementThread | null = null;
  let isClosed = false;
  /** Grows with every change of the project: what was gathered before is stale. */
  let version = 0;
  let gathered: { readonly key: string; readonly layers: GatheredLayers } | null = null;
  const stopListening = store.onDidChange(() => {
    version++;
  });

  function startedThread(): AgreementThread {
    return (thread ??= startAgreementThread(workerFile, (cause) => {
      thread = null;
      if (!isClosed) onFault(new Error('The worker that reckons agreement ended.', { cause }));
    }));
  }

  /** The layers of this scope, as they are now. */
  async function gather(scope: AgreementScope, job: Job): Promise<GatheredLayers> {
    const key = JSON.stringify([version, scope]);
    if (gathered?.key === key) return gathered.layers;
    const layers = await gatherLayers(store, index, scope, job);
    // What changed meanwhile has made another key.
    gathered = { key, layers };
    return layers;
  }

  async function annotationsOf(
    { documentId, annotations }: DecisionUnit,
    annotators: readonly AnnotatorId[],
  ) {
    return Promise.all(
      annotations.map((id, i) => (id === null ? null : findAnnotation(documentId, annotators[i]!, id))),
    );
  }

  async function findAnnotation(
    documentId: DocumentId,
    annotator: AnnotatorId,
    id: AnnotationId,
  ): Promise<Annotation | null> {
    const { annotations } = await store.readLayer(documentId, annotator);
    return annotations.find((annotation) => annotation.id === id) ?? null;
  }

  return {
    async compare(scope, { rounds, seed, byDocument }, job) {
      const { documents, annotators } = await gather(scope, job);
      return startedThread().compare(documents, { annotators, rounds, seed, byDocument }, job);
    },
    async units(scope, { decision, annotators, offset, limit, documentId, cell, onlyDisagreements }, job) {
      const { documents } = await gather(scope, job);
      const question = { decision, annotators, offset, limit, documentId, cell, onlyDisagreements };
      const { total, units } = await startedThread().units(documents, question, job);
      const rows: UnitRow[] = [];
      for (const unit of units) rows.push({ ...unit, annotations: await annotationsOf(unit, annotators) });
      return { total, rows };
    },
    async close() {
      isClosed = true;
      stopListening();
      await thread?.close();
    },
  };
}
