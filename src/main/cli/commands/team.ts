import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId } from '../../../core/ids.ts';
import { ALL_DOCUMENTS, phaseSchema, roleSchema } from '../../../core/team/plan.ts';
import { foldText } from '../../../core/text-fold.ts';
import type { TeamStatus } from '../../services/team/team-types.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import type { Command } from '../command.ts';
import { requireSet } from '../document-option.ts';
import { formatProblem, oneLine, writeJson, writeTable } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { tellForks } from './receive.ts';

export const team: Command = {
  name: 'team',
  usage:
    'team <project> [--member NAME --role annotator|adjudicator|lead] [--phase blind|open|adjudicated|none [--set NAME]] [--unassign [--set NAME]] [--trust NAME] [--follow NAME]',
  help: `Says who is in the team, in which phase each set of documents is, and what the team has not settled. --member with --role
names what a person does, --phase puts a set of documents (or, without --set, all that are in no such set) into a phase,
and \`none\` takes it back: the set is as all others are. --unassign takes back who reads what of a set (or, without --set,
of all documents). Who begins a plan leads the team, and only a lead may change it. --trust confirms the key of a person whose files are
held; compare its fingerprint with them first. --follow says who leads, where
several began a plan; until then everything is in its blind phase. --json prints one record: self, folder, isLead, hasPlan, people, phases,
assignments, planConflicts, conflicts, forks, held, published, rivals, plans.`,
  shape: {
    positionals: ['project'],
    options: {
      member: 'text',
      role: 'text',
      phase: 'text',
      set: 'text',
      unassign: 'flag',
      trust: 'text',
      follow: 'text',
      json: 'flag',
    },
  },
  async run(args, { output, withProject, team: open }) {
    const [member, role, phase, set, trusted, followed] = [
      'member',
      'role',
      'phase',
      'set',
      'trust',
      'follow',
    ].map((name) => args.text(name));
    if ((member === undefined) !== (role === undefined))
      throw new UsageError('--member and --role go together.');
    const isUnassigned = args.flag('unassign');
    if (set !== undefined && phase === undefined && !isUnassigned)
      throw new UsageError('--set goes with --phase or --unassign.');
    const parsedRole = roleSchema.optional().safeParse(role);
    if (!parsedRole.success) throw new UsageError('--role is annotator, adjudicator or lead.');
    const parsedPhase = phaseSchema.nullish().safeParse(phase === 'none' ? null : phase);
    if (!parsedPhase.success) throw new UsageError('--phase is blind, open, adjudicated or none.');
    const isChange = [member, phase, trusted, followed].some((value) => value !== undefined) || isUnassigned;
    return withProject(args.positionals[0]!, isChange ? 'write' : 'read', async (session) => {
      const about = set === undefined ? ALL_DOCUMENTS : requireSet(session, set, ' Nothing was changed.');
      const exchange = await open(session);
      if (followed !== undefined) await exchange.follow(requirePerson(await exchange.status(), followed));
      if (member !== undefined && parsedRole.data) {
        const id = requirePerson(await exchange.status(), member);
        await exchange.changePlan({ kind: 'member', id, role: parsedRole.data });
      }
      if (parsedPhase.data !== undefined)
        await exchange.changePlan({ kind: 'phase', set: about, phase: parsedPhase.data });
      if (isUnassigned) await exchange.changePlan({ kind: 'unassign', set: about });
      if (trusted !== undefined) {
        const before = await exchange.status();
        const annotator = requirePerson(before, trusted);
        const keys = [
          ...new Set(before.held.filter(({ author }) => author === annotator).map(({ signKey }) => signKey)),
        ];
        if (keys.length !== 1)
          throw new PostilError(
            'not-found',
            keys.length === 0
              ? `No key waits to be confirmed as that of ${annotator}.`
              : `${keys.length} keys wait to be confirmed as that of ${annotator}: the Team screen shows them one by one.`,
          );
        await exchange.trust(annotator, keys[0]!);
      }
      const status = await exchange.status();
      if (args.flag('json')) {
        await writeJson(output, [status]);
        return true;
      }
      await writeTable(
        output,
        ['PERSON', 'NAME', 'ROLE', 'KEY', 'LAYERS'],
        status.people.map(({ id, name, role: known, fingerprint }) => [
          id,
          name,
          known ?? '',
          fingerprint,
          String(status.published.filter(({ annotator }) => annotator === id).length),
        ]),
      );
      for (const { set: id, phase: at, stillBlind } of status.phases) {
        await output.out(`${oneLine(nameOfSet(session, id))}: ${at}\n`);
        if (stillBlind.length > 0)
          await output.out(
            `  still blind, added after the phase was set: ${stillBlind.join(', ')} (--phase ${at} --set "${nameOfSet(session, id)}" opens them too)\n`,
          );
      }
      for (const { set: id, readers, overlap, seed } of status.assignments) {
        const shares = Object.entries(readers).map(([reader, documents]) => `${reader} ${documents.length}`);
        const all = id === ALL_DOCUMENTS ? 'All documents' : nameOfSet(session, id);
        await output.out(
          `${oneLine(all)}, read by: ${shares.join(', ')} (overlap ${overlap}, seed ${seed})\n`,
        );
      }
      for (const { id, name } of status.people) {
        const sealed = status.published.filter((one) => one.annotator === id && one.isSealedToOthers).length;
        if (sealed > 0)
          await output.out(
            `${sealed === 1 ? '1 layer' : `${sealed} layers`} of ${oneLine(name)}: sealed to others than you\n`,
          );
      }
      const leader = status.plans.find(({ isFollowed }) => isFollowed);
      for (const { name, id, fingerprint, isFollowed } of leader ? status.plans : [])
        if (!isFollowed)
          output.error(
            formatProblem(
              {},
              `${name} (${id}, key ${fingerprint}) began a plan, too; here that of ${leader!.name} counts. --follow chooses another.`,
            ),
          );
      for (const { name, id, fingerprint } of status.rivals)
        output.error(
          formatProblem(
            {},
            `${name} (${id}, key ${fingerprint}) began a plan, and others did: --follow one of them.`,
          ),
        );
      for (const { author, kind, why } of status.held)
        output.error(formatProblem({}, `Held: a ${kind} of ${author} ${why}.`));
      for (const { key, why } of status.conflicts) output.error(formatProblem({}, `${key} ${why}.`));
      tellForks(status.forks, output);
      return true;
    });
  },
};

function requirePerson(status: TeamStatus, named: string): AnnotatorId {
  const authors = status.held.map(({ author }) => ({ id: author, name: author }));
  const people = [...status.people, status.self, ...authors];
  const found =
    people.find(({ id }) => id === named) ?? people.find(({ name }) => foldText(name) === foldText(named));
  if (found) return found.id;
  throw new PostilError(
    'not-found',
    `There is nobody “${named}” in the team yet; they must publish first. Nothing was changed.`,
  );
}

function nameOfSet({ store }: ProjectSession, id: string): string {
  if (id === ALL_DOCUMENTS) return 'All other documents';
  return store.documentSets().find((set) => set.id === id)?.name ?? id;
}
