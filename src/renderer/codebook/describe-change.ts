import type { Actor, Alias, Code, CodebookChange, Scales } from '../../core/codebook/codebook.ts';
import { isEqual } from '../../core/equal.ts';
import { ACTOR_KIND_LABELS } from '../tagging/codebook-items.tsx';
import { SCALE_TITLES, stepText } from './scale-words.ts';

/** One thing that a revision did. `before` and `after` are absent where there was or is nothing. */
export interface ChangeLine {
  /** "Name of TTP" */
  readonly what: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/**
 * A change of the codebook in words.
 * @param nameOf the name of an entry by its id, known from the codebook or its history
 */
export function describeChange(change: CodebookChange, nameOf: (id: string) => string): ChangeLine[] {
  switch (change.kind) {
    case 'actor':
      return describeEntry('Actor', change.before, change.after, (before, after) => [
        line(`Kind of ${after.name}`, ACTOR_KIND_LABELS[before.kind], ACTOR_KIND_LABELS[after.kind]),
        parentLine(before, after, nameOf),
        ...describeAliases(before, after),
        line(`Note on ${after.name}`, before.note, after.note),
      ]);
    case 'code':
      return describeEntry('Code', change.before, change.after, (before, after) => [
        line(`Colour of ${after.name}`, before.colour, after.colour),
        parentLine(before, after, nameOf),
        line(`Definition of ${after.name}`, before.definition, after.definition),
      ]);
    case 'scales':
      return describeScales(change.before, change.after);
  }
}

function describeEntry<T extends Actor | Code>(
  kind: 'Actor' | 'Code',
  before: T | null,
  after: T | null,
  fields: (before: T, after: T) => readonly ChangeLine[],
): ChangeLine[] {
  if (before && after) {
    return [line(`Name of ${before.name}`, before.name, after.name), ...fields(before, after)].filter(
      (entry) => entry.before !== entry.after,
    );
  }
  if (after) return [{ what: `${kind} added`, after: after.name }];
  if (before) return [{ what: `${kind} deleted`, before: before.name }];
  return [];
}

function line(what: string, before: string | undefined, after: string | undefined): ChangeLine {
  return { what, before, after };
}

function parentLine(before: Actor | Code, after: Actor | Code, nameOf: (id: string) => string): ChangeLine {
  const place = (parent: string | undefined) =>
    parent === undefined ? 'top level' : `under ${nameOf(parent)}`;
  return line(`Place of ${after.name}`, place(before.parent), place(after.parent));
}

/** An alias at the same place is the same alias, reworded or bounded; when their number changed, by its text. */
function describeAliases(before: Actor, after: Actor): ChangeLine[] {
  if (before.aliases.length === after.aliases.length) {
    return before.aliases.map((alias, at) =>
      line(`Alias of ${after.name}`, aliasText(alias), aliasText(after.aliases[at]!)),
    );
  }
  return [
    ...before.aliases
      .filter((alias) => !after.aliases.some((other) => isEqual(alias, other)))
      .map((alias) => line(`Alias of ${after.name} removed`, aliasText(alias), undefined)),
    ...after.aliases
      .filter((alias) => !before.aliases.some((other) => isEqual(alias, other)))
      .map((alias) => line(`Alias of ${after.name} added`, undefined, aliasText(alias))),
  ];
}

function aliasText({ text, from, until }: Alias): string {
  if (from && until) return `${text} (${from} to ${until})`;
  if (from) return `${text} (from ${from})`;
  return until ? `${text} (until ${until})` : text;
}

function describeScales(before: Scales, after: Scales): ChangeLine[] {
  return (['polarity', 'source', 'information'] as const).flatMap((scale) => {
    const old = before[scale] as Readonly<Record<string, string>>;
    const next = after[scale] as Readonly<Record<string, string>>;
    return [...new Set([...Object.keys(old), ...Object.keys(next)])]
      .filter((step) => old[step] !== next[step])
      .map((step) => line(`${SCALE_TITLES[scale]} ${stepText(scale, step)}`, old[step], next[step]));
  });
}
