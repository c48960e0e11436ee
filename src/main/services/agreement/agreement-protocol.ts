import type { ComparedDocument } from '../../../core/agreement/project/compared.ts';
import type { CompareOptions } from '../../../core/agreement/project/compare-layers.ts';
import type { Decision, DecisionUnit } from '../../../core/agreement/project/decision.ts';
import type { AgreementReport } from '../../../core/agreement/project/report.ts';
import type { UnitFilter } from '../../../core/agreement/project/select-units.ts';
import type { AnnotatorId } from '../../../core/ids.ts';

export interface CompareQuestion extends Omit<CompareOptions, 'onStep'> {
  readonly kind: 'compare';
  readonly annotators: readonly AnnotatorId[];
}

export interface UnitsQuestion extends UnitFilter {
  readonly kind: 'units';
  readonly decision: Decision;
  readonly annotators: readonly AnnotatorId[];
  readonly offset: number;
  readonly limit: number;
}

export interface UnitsAnswer {
  readonly total: number;
  readonly units: readonly DecisionUnit[];
}

/** What the worker is told, handled in order. Questions are about the layers that were put last. */
export type AgreementMessage =
  | { readonly kind: 'layers'; readonly documents: readonly ComparedDocument[] }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly question: CompareQuestion | UnitsQuestion;
      /** Shared; other than 0: nobody waits for the answer any more. */
      readonly stop: Int32Array;
    };

/** What the worker says. To a question that was stopped it answers null. */
export type AgreementReply =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: AgreementReport | UnitsAnswer | null }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string; readonly stack: string };
