import { isEqual } from '../equal.ts';
import type { Plan } from './plan.ts';

/** One thing that a plan says otherwise than before. */
export interface PlanChanged {
  readonly kind: 'role' | 'phase' | 'assignment';
  /** A person's id or a document set's; `ALL_DOCUMENTS` for the documents of no such set. */
  readonly about: string;
  /** The role or the phase; of an assignment, `drawn`. Null where it was taken back. */
  readonly to: string | null;
}

/** What of roles, phases and assignments `after` says otherwise: people first, then sets, each in the order of their ids. */
export function planChanges(before: Plan, after: Plan): PlanChanged[] {
  function changed(
    kind: PlanChanged['kind'],
    read: (plan: Plan) => Iterable<readonly [string, unknown]>,
    say: (value: unknown) => string,
  ): PlanChanged[] {
    const [was, is] = [new Map(read(before)), new Map(read(after))];
    return [...new Set([...was.keys(), ...is.keys()])]
      .filter((key) => !isEqual(was.get(key), is.get(key)))
      .sort()
      .map((about) => ({ kind, about, to: is.has(about) ? say(is.get(about)) : null }));
  }
  return [
    ...changed('role', ({ members }) => members.map(({ id, role }) => [id, role] as const), String),
    ...changed('phase', ({ phases }) => phases, String),
    ...changed(
      'assignment',
      ({ assignments }) => assignments.map((one) => [one.set, one] as const),
      () => 'drawn',
    ),
  ];
}
