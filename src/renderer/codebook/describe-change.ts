import type { Actor, Alias, Code, CodebookChange, Scales } from '../../core/codebook/codebook.ts';
import { isEqual } from '../../core/equal.ts';
import { t } from '../i18n/texts.ts';
import { actorKindText } from '../tagging/codebook-items.tsx';
import { stepText } from './scale-words.ts';

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
      return describeEntry('actor', change.before, change.after, nameOf, (before, after) => [
        line(t('codebook.change.kind', after), actorKindText(before.kind), actorKindText(after.kind)),
        parentLine(before, after, nameOf),
        ...describeAliases(before, after),
        line(t('codebook.change.note', after), before.note, after.note),
      ]);
    case 'code':
      return describeEntry('code', change.before, change.after, nameOf, (before, after) => [
        line(t('codebook.change.colour', after), before.colour, after.colour),
        parentLine(before, after, nameOf),
        line(t('codebook.change.definition', after), before.definition, after.definition),
      ]);
    case 'scales':
      return describeScales(change.before, change.after);
  }
}

function describeEntry<T extends Actor | Code>(
  kind: 'actor' | 'code',
  before: T | null,
  after: T | null,
  nameOf: (id: string) => string,
  fields: (before: T, after: T) => readonly ChangeLine[],
): ChangeLine[] {
  if (before && after) {
    return [
      line(t('codebook.change.name', before), before.name, after.name),
      ...fields(before, after),
      line(t('codebookChanges.change.ended', after), useText(before, nameOf), useText(after, nameOf)),
    ].filter((entry) => entry.before !== entry.after);
  }
  if (after) return [{ what: t(`codebook.change.${kind}.added`), after: after.name }];
  if (before) return [{ what: t(`codebook.change.${kind}.deleted`), before: before.name }];
  return [];
}

function line(what: string, before: string | undefined, after: string | undefined): ChangeLine {
  return { what, before, after };
}

/** Whether an entry is in use, and what stands in its place if not. */
export function useText({ ended }: Actor | Code, nameOf: (id: string) => string): string {
  if (!ended) return t('codebookChanges.change.inUse');
  if (ended.kind === 'retired') return t('codebookChanges.change.retired');
  const into: readonly string[] = ended.kind === 'merged' ? [ended.into] : ended.into;
  return t(`codebookChanges.change.${ended.kind}`, { names: into.map(nameOf).join(', ') });
}

function parentLine(before: Actor | Code, after: Actor | Code, nameOf: (id: string) => string): ChangeLine {
  const place = (parent: string | undefined) =>
    parent === undefined
      ? t('codebook.change.topLevel')
      : t('codebook.change.under', { name: nameOf(parent) });
  return line(t('codebook.change.place', after), place(before.parent), place(after.parent));
}

/** An alias at the same place is the same alias, reworded or bounded; when their number changed, by its text. */
function describeAliases(before: Actor, after: Actor): ChangeLine[] {
  if (before.aliases.length === after.aliases.length) {
    return before.aliases.map((alias, at) =>
      line(t('codebook.change.alias', after), aliasText(alias), aliasText(after.aliases[at]!)),
    );
  }
  return [
    ...before.aliases
      .filter((alias) => !after.aliases.some((other) => isEqual(alias, other)))
      .map((alias) => line(t('codebook.change.aliasRemoved', after), aliasText(alias), undefined)),
    ...after.aliases
      .filter((alias) => !before.aliases.some((other) => isEqual(alias, other)))
      .map((alias) => line(t('codebook.change.aliasAdded', after), undefined, aliasText(alias))),
  ];
}

/** A name with its bounds in time. */
export function aliasText({ text, from, until }: Alias): string {
  if (from && until) return t('codebook.alias.between', { text, from, until });
  if (from) return t('codebook.alias.from', { text, from });
  return until ? t('codebook.alias.until', { text, until }) : text;
}

function describeScales(before: Scales, after: Scales): ChangeLine[] {
  return (['polarity', 'source', 'information'] as const).flatMap((scale) => {
    const old = before[scale] as Readonly<Record<string, string>>;
    const next = after[scale] as Readonly<Record<string, string>>;
    return [...new Set([...Object.keys(old), ...Object.keys(next)])]
      .filter((step) => old[step] !== next[step])
      .map((step) => line(`${t(`codebook.scale.${scale}`)} ${stepText(scale, step)}`, old[step], next[step]));
  });
}
