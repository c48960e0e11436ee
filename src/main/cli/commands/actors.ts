import type { Actor, Codebook } from '../../../core/codebook/codebook.ts';
import { isKnownId, isOffered } from '../../../core/codebook/entries.ts';
import { PostilError } from '../../../core/errors.ts';
import { actorIdSchema, firstFree, slugify } from '../../../core/ids.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import type { Command } from '../command.ts';
import { writeJson, writeTable } from '../output.ts';
import { UsageError } from '../usage-error.ts';

export const actors: Command = {
  name: 'actors',
  usage: 'actors <project> [--add NAME --alias A…]',
  help: `Lists the actors of the codebook. --json prints for each: id, name, kind, aliases ({text, from?, until?}), and
parent, note and ended (why it is offered no more) where there are any. With --add, makes an actor of the kind “other”, or gives the one of that name the
further aliases.`,
  shape: { positionals: ['project'], options: { add: 'text', alias: 'list', json: 'flag' } },
  async run(args, { output, withProject }) {
    const name = args.text('add')?.trim();
    const aliases = args.list('alias').map((alias) => alias.trim());
    if (name === undefined && aliases.length > 0) throw new UsageError('--alias needs --add NAME.');
    if (name === '' || aliases.includes('')) throw new UsageError('A name cannot be empty.');
    return withProject(args.positionals[0]!, name === undefined ? 'read' : 'write', async (session) => {
      if (name !== undefined) await addActor(session, name, aliases);
      const all = session.store.codebook().actors;
      if (args.flag('json')) {
        await writeJson(output, all);
      } else {
        await writeTable(
          output,
          ['ID', 'KIND', 'NAME', 'ALIASES'],
          all.map((actor) => [
            actor.id,
            actor.kind,
            actor.name,
            actor.aliases.map(({ text }) => text).join('; '),
          ]),
        );
      }
      return true;
    });
  },
};

async function addActor(session: ProjectSession, name: string, aliases: readonly string[]): Promise<void> {
  const { actors: all } = session.store.codebook();
  const named = all.filter((actor) => isOffered(actor) && fold(actor.name) === fold(name));
  if (named.length > 1) {
    throw new PostilError('refused', `Two actors are called “${name}”; nothing was added.`);
  }
  const before = named[0] ?? null;
  const known = new Set(before?.aliases.map(({ text }) => fold(text)));
  const fresh = aliases.filter((alias, at) => !known.has(fold(alias)) && aliases.indexOf(alias) === at);
  if (before && fresh.length === 0) return;
  const after: Actor = before
    ? { ...before, aliases: [...before.aliases, ...fresh.map((text) => ({ text }))] }
    : {
        id: freeId(name, session.store.codebook()),
        name,
        kind: 'other',
        aliases: fresh.map((text) => ({ text })),
      };
  await session.apply({
    label: before ? `add aliases to actor ${name}` : `add actor ${name}`,
    edits: [{ kind: 'actor', before, after }],
  });
}

function freeId(name: string, codebook: Codebook): Actor['id'] {
  return actorIdSchema.parse(firstFree(`a-${slugify(name)}`, (id) => isKnownId(codebook, id)));
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
