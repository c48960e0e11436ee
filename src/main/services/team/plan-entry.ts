import { assertNever, PostilError } from '../../../core/errors.ts';
import { PLAN_VALUES } from '../../../core/team/plan.ts';
import type { EffectiveTeam } from '../../../core/team/weigh.ts';
import type { TeamState } from './team-state.ts';
import type { PlanChange } from './team-types.ts';

/** The entry of the plan that a change writes; null takes it back. @throws PostilError `not-found` */
export function planEntry(
  { project, identity }: TeamState,
  weighed: EffectiveTeam,
  change: PlanChange,
): { readonly key: string; readonly value: unknown } {
  switch (change.kind) {
    case 'member': {
      // One’s own goes out with the plan, if it has not yet.
      const own = { ...project.annotator, signKey: identity.signKey, boxKey: identity.boxKey };
      const card = change.id === own.id ? own : weighed.cards.find((one) => one.id === change.id);
      if (!card) {
        throw new PostilError(
          'not-found',
          `${change.id} has not published a card yet: let them publish, receive it, and name their role then.`,
        );
      }
      const { id, name, signKey, boxKey } = card;
      return {
        key: `person:${id}`,
        value: PLAN_VALUES.person.parse({ id, name, signKey, boxKey, role: change.role }),
      };
    }
    case 'phase':
      return {
        key: `phase:${change.set}`,
        value: change.phase && {
          set: change.set,
          phase: change.phase,
          documents: project.documentSets().find(({ id }) => id === change.set)?.documents ?? [],
        },
      };
    case 'assignment':
      return { key: `assignment:${change.assignment.set}`, value: change.assignment };
    case 'unassign':
      return { key: `assignment:${change.set}`, value: null };
    default:
      return assertNever(change);
  }
}
