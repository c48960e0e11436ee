import type { Codebook } from '../../core/codebook/codebook.ts';
import { treeRows } from '../../core/codebook/tree.ts';
import type { ActorId, CodeId, DocumentId } from '../../core/ids.ts';
import type { DocumentSummary } from '../../core/project/project.ts';
import type { Usage } from '../codebook/use-usage.ts';
import { formatKnown } from '../i18n/format.ts';
import { isAskedFor, partyName } from '../tagging/codebook-items.tsx';
import type { FilterOption } from './filter-menu.tsx';

/** The project's documents as a filter offers them, with their dates. */
export function documentOptions(documents: readonly DocumentSummary[]): FilterOption<DocumentId>[] {
  return documents
    .filter((summary) => !summary.removedAt)
    .map((summary) => ({
      value: summary.id,
      text: summary.title,
      keywords: [summary.fileName],
      hint: summary.metadata.date?.value,
    }));
}

/** The actors by name, with how many annotations use each; of the ended ones those that are used. */
export function actorOptions(codebook: Codebook, usage: Usage | null): FilterOption<ActorId>[] {
  return codebook.actors
    .filter((actor) => isAskedFor(actor, usage?.actors[actor.id]))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((actor) => ({
      value: actor.id,
      text: partyName(codebook, actor.id),
      keywords: actor.aliases.map((alias) => alias.text),
      hint: formatKnown(usage?.actors[actor.id]),
    }));
}

/** The codes as a tree, with how many annotations use each; of the ended ones those that are used. */
export function codeOptions(codebook: Codebook, usage: Usage | null): FilterOption<CodeId>[] {
  return treeRows(
    codebook.codes.filter((code) => isAskedFor(code, usage?.codes[code.id])),
    () => 0,
  ).map(({ entry, depth }) => ({
    value: entry.id,
    text: partyName(codebook, entry.id),
    depth,
    icon: <span className="swatch" data-colour={entry.colour} aria-hidden="true" />,
    hint: formatKnown(usage?.codes[entry.id]),
  }));
}
