import { create } from 'zustand';
import type { AgreementScope } from '../../contract/agreement-calls.ts';
import type { Decision } from '../../core/agreement/project/decision.ts';
import type { CallValue } from '../../contract/calls.ts';
import type { AnnotatorId, DocumentId } from '../../core/ids.ts';
import { callWithProgress } from '../app/host.ts';
import { messageOf } from '../app/notices.ts';
import { getState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { scopeOfWithin, type Within } from '../sets/within-select.tsx';
import { PostilError } from '../../core/errors.ts';

/** So many resamples an interval has, and the same ones each time. */
const ROUNDS = 1000;
const SEED = 20_250_101;

export type Report = CallValue<'agreement.compare'>;

export interface RevisionChoice {
  readonly side: 'all' | 'until' | 'since';
  readonly revision: number;
}

/** Which passages are listed. */
export interface Opened {
  readonly decision: Decision;
  readonly annotators: readonly AnnotatorId[];
  readonly documentId?: DocumentId | undefined;
  readonly cell?: { readonly first: string | null; readonly second: string | null } | undefined;
  readonly onlyDisagreements: boolean;
}

/** What the screen shows; kept while one looks at a passage in the workbench. */
export interface AgreementState {
  readonly folder: string | null;
  readonly within: Within | null;
  readonly leftOut: ReadonlySet<AnnotatorId>;
  readonly revision: RevisionChoice;
  readonly report: Report | null;
  /** Of what the report is: the scope, and how often annotations had changed by then. */
  readonly scope: AgreementScope | null;
  readonly changeCount: number;
  readonly isReckoning: boolean;
  readonly failure: string | null;
  /** Those of the pair that is looked at; empty for all together. */
  readonly pair: readonly AnnotatorId[];
  readonly decision: Decision;
  readonly opened: Opened | null;
}

const INITIAL: AgreementState = {
  folder: null,
  within: null,
  leftOut: new Set(),
  revision: { side: 'all', revision: 0 },
  report: null,
  scope: null,
  changeCount: 0,
  isReckoning: false,
  failure: null,
  pair: [],
  decision: 'boundaries',
  opened: null,
};

export const useAgreement = create<AgreementState>(() => INITIAL);

export function setAgreement(patch: Partial<AgreementState>): void {
  useAgreement.setState(patch);
}

/** Another project begins anew. */
export function enterProject(folder: string, revision: number): void {
  if (useAgreement.getState().folder === folder) return;
  setAgreement({ ...INITIAL, folder, revision: { side: 'all', revision } });
}

/** What is asked for now. */
export function currentScope(
  { within, leftOut, revision }: AgreementState,
  annotators: readonly AnnotatorId[],
): AgreementScope {
  return {
    ...scopeOfWithin(within),
    ...(leftOut.size > 0 && { annotators: annotators.filter((id) => !leftOut.has(id)) }),
    ...(revision.side === 'until' && { revisions: { to: revision.revision } }),
    ...(revision.side === 'since' && { revisions: { from: revision.revision } }),
  };
}

/** Reckons what is asked for, with its progress shown and a way to stop it. */
export async function reckon(scope: AgreementScope): Promise<void> {
  const { folder } = useAgreement.getState();
  const { changeCount } = getState();
  setAgreement({ isReckoning: true, failure: null });
  try {
    const report = await callWithProgress(t('agreement.reckoning'), 'agreement.compare', {
      scope,
      rounds: ROUNDS,
      seed: SEED,
      byDocument: true,
    });
    if (useAgreement.getState().folder !== folder) return;
    const { pair } = useAgreement.getState();
    const isPair = report.pairs.some(({ annotators }) => annotators.join() === pair.join());
    setAgreement({
      report,
      scope,
      changeCount,
      isReckoning: false,
      pair: isPair ? pair : [],
      opened: null,
    });
  } catch (error) {
    const isWish = error instanceof PostilError && error.code === 'cancelled';
    setAgreement({ isReckoning: false, failure: isWish ? null : messageOf(error) });
  }
}
