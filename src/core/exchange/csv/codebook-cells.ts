import type { Actor, Code, Codebook } from '../../codebook/codebook.ts';
import type { EntryEnd } from '../../codebook/entries.ts';
import { entryName } from '../../codebook/resolve-entry.ts';
import { joinList } from './cells.ts';

/** An actor as a row of `actors.csv`. */
export function actorCells(actor: Actor, codebook: Codebook) {
  const bounds = actor.aliases.some((alias) => alias.from !== undefined || alias.until !== undefined);
  return {
    actor_id: actor.id,
    name: actor.name,
    kind: actor.kind,
    aliases: joinList(actor.aliases.map((alias) => alias.text)),
    aliases_from: bounds ? joinList(actor.aliases.map((alias) => alias.from ?? '')) : '',
    aliases_until: bounds ? joinList(actor.aliases.map((alias) => alias.until ?? '')) : '',
    parent_id: actor.parent,
    parent: actor.parent && entryName(codebook, actor.parent),
    note: actor.note,
    ...endedCells(actor.ended),
  };
}

/** A code as a row of `codes.csv`. */
export function codeCells(code: Code, codebook: Codebook) {
  return {
    code_id: code.id,
    name: code.name,
    parent_id: code.parent,
    parent: code.parent && entryName(codebook, code.parent),
    definition: code.definition,
    colour: code.colour,
    ...endedCells(code.ended),
  };
}

/** Why an entry is offered no more; its annotations keep its id, and are named by what it stands for now. */
function endedCells(ended: EntryEnd | undefined) {
  const into: readonly string[] =
    ended?.kind === 'merged' ? [ended.into] : ended?.kind === 'split' ? ended.into : [];
  return { ended: ended?.kind, ended_at: ended?.at, into_ids: joinList(into) };
}
