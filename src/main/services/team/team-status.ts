import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId } from '../../../core/ids.ts';
import { annotatorOf, isLayerKind, type Link } from '../../../core/team/chains.ts';
import { fingerprint } from '../../../core/team/published.ts';
import { documentsStillBlind } from '../../../core/team/visibility.ts';
import type { EffectiveTeam } from '../../../core/team/weigh.ts';
import { nameOf, planMaterialisation } from './materialise.ts';
import { QUIET } from './quiet-job.ts';
import { openOrNothing, type TeamState } from './team-state.ts';
import type { TeamStatus } from './team-types.ts';

/** Who is in the team, what its plan says, and what is open: as this annotator may see it. */
export async function statusOf(current: TeamState): Promise<TeamStatus> {
  const { project, identity } = current;
  const { sha256 } = current.environment;
  const weighed = await current.weigh();
  const plan = await planMaterialisation(current, weighed, new Map(), QUIET);
  const self = project.annotator;
  const sets = project.documentSets();
  const people = new Map<AnnotatorId, TeamStatus['people'][number]>();
  for (const { id, name, signKey } of weighed.cards)
    people.set(id, { id, name, fingerprint: fingerprint(signKey, sha256), role: null });
  for (const { id, name, signKey, role } of weighed.plan.members)
    people.set(id, { id, name, fingerprint: fingerprint(signKey, sha256), role });
  return {
    self: { id: self.id, name: self.name, fingerprint: fingerprint(identity.signKey, sha256) },
    folder: current.record.folder,
    isLead: weighed.rivals.length === 0 && (weighed.root === null || weighed.isLead(self.id)),
    hasPlan: weighed.planStanding.size > 0 || weighed.rivals.length > 0,
    people: [...people.values()],
    phases: [...weighed.plan.phases].map(([set, phase]) => {
      const documentSet = sets.find(({ id }) => id === set);
      const stillBlind = documentSet ? documentsStillBlind(weighed.plan, documentSet, sets) : [];
      return { set, phase, stillBlind };
    }),
    assignments: weighed.plan.assignments,
    planConflicts: weighed.planConflicts,
    conflicts: plan.conflicts,
    forks: plan.forks,
    held: weighed.held,
    published: await publishedLayers(current, weighed),
    plans:
      weighed.beginners.length < 2
        ? []
        : weighed.beginners.map(({ annotator, signKey }) => ({
            id: annotator,
            name: nameOf(weighed, annotator),
            fingerprint: fingerprint(signKey, sha256),
            isFollowed: signKey === weighed.root,
          })),
    rivals: weighed.rivals.map(({ annotator, signKey }) => ({
      id: annotator,
      name: nameOf(weighed, annotator),
      fingerprint: fingerprint(signKey, sha256),
    })),
  };
}

async function publishedLayers(
  current: TeamState,
  weighed: EffectiveTeam,
): Promise<TeamStatus['published'][number][]> {
  const self = current.project.annotator.id;
  // Nobody else is a recipient: for them nothing has to be tried.
  const isAdjudicator = weighed.plan.members.some(({ id, role }) => id === self && role === 'adjudicator');
  const found: TeamStatus['published'][number][] = [];
  for (const chain of weighed.chains.values()) {
    const head = chain.heads.at(-1);
    if (!isLayerKind(chain.kind) || !head) continue;
    const { revision, isSealed } = head;
    const [annotator, document] = [annotatorOf(chain), chain.document!];
    const isKnown = chain.author === self || current.record.shown[`${document}/${annotator}`] === head.sha256;
    const isSealedToOthers = isSealed && !isKnown && !(isAdjudicator && (await isReadable(current, head)));
    found.push({ annotator, document, revision, isSealed, isSealedToOthers });
  }
  return found;
}

async function isReadable(current: TeamState, { sha256: hash }: Link): Promise<boolean> {
  try {
    await openOrNothing(current, (await current.journal.read(hash)).body.payload);
    return true;
  } catch (error) {
    if (error instanceof PostilError && error.code === 'refused') return false;
    throw error;
  }
}
