import { cellsOf, isDisagreement } from './confusion.ts';
import type { Decision, DecisionUnit } from './decision.ts';

/** Which units of a decision are wanted. */
export interface UnitFilter {
  readonly documentId?: string | undefined;
  /** Only those that count in this cell of the matrix of confusions: of two annotators. */
  readonly cell?: { readonly first: string | null; readonly second: string | null } | undefined;
  /** Only those on which annotators said different things. */
  readonly onlyDisagreements?: boolean | undefined;
}

export function selectUnits(
  decision: Decision,
  units: readonly DecisionUnit[],
  { documentId, cell, onlyDisagreements = false }: UnitFilter,
): DecisionUnit[] {
  return units.filter((unit) => {
    if (documentId !== undefined && unit.documentId !== documentId) return false;
    if (onlyDisagreements && !isDisagreement(decision, unit)) return false;
    if (!cell) return true;
    return cellsOf(decision, unit).some(([first, second]) => first === cell.first && second === cell.second);
  });
}
