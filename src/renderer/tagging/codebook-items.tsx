import { AUTHOR } from '../../core/annotation/annotation.ts';
import type { Actor, Code, Codebook } from '../../core/codebook/codebook.ts';
import { isOffered, knownEntries, type EntryEnd } from '../../core/codebook/entries.ts';
import { resolvedId } from '../../core/codebook/resolve-entry.ts';
import type { ActorId, CodeId } from '../../core/ids.ts';
import { t } from '../i18n/texts.ts';
import type { PickerGroup, PickerItem } from '../ui/picker.tsx';

export function actorKindText(kind: Actor['kind']): string {
  return t(`tagging.kind.${kind}`);
}

export function actorItem(actor: Actor): PickerItem<Actor> {
  const aliases = actor.aliases.map((alias) => alias.text);
  return {
    key: actor.id,
    value: actor,
    text: actor.name,
    keywords: aliases,
    hint: aliases.length > 0 ? aliases.join(', ') : actorKindText(actor.kind),
  };
}

export function codeItem(code: Code, codebook: Codebook): PickerItem<Code> {
  return {
    key: code.id,
    value: code,
    text: code.name,
    hint: codebook.codes.find((other) => other.id === code.parent)?.name,
    icon: <span className="swatch" data-colour={code.colour} aria-hidden="true" />,
  };
}

/** Those whom the passage names, then recently used ones, then the rest by name. */
export function actorGroups(
  codebook: Codebook,
  recent: readonly ActorId[],
  named: readonly ActorId[] = [],
): PickerGroup<Actor>[] {
  return recentFirst(codebook.actors.filter(isOffered), recent, t('tagging.actors'), named).map((group) => ({
    heading: group.heading,
    items: group.entries.map(actorItem),
  }));
}

export function codeGroups(codebook: Codebook, recent: readonly CodeId[]): PickerGroup<Code>[] {
  return recentFirst(codebook.codes.filter(isOffered), recent, t('tagging.codes')).map((group) => ({
    heading: group.heading,
    items: group.entries.map((code) => codeItem(code, codebook)),
  }));
}

function recentFirst<T extends { readonly id: string; readonly name: string }>(
  entries: readonly T[],
  recent: readonly string[],
  heading: string,
  named: readonly string[] = [],
): { heading: string; entries: T[] }[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const here = named.flatMap((id) => byId.get(id) ?? []);
  const first = recent.filter((id) => !named.includes(id)).flatMap((id) => byId.get(id) ?? []);
  const used = new Set<string>([...here, ...first].map((entry) => entry.id));
  const rest = entries
    .filter((entry) => !used.has(entry.id))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return [
    { heading: t('tagging.namedHere'), entries: here },
    { heading: t('tagging.recent'), entries: first },
    { heading, entries: rest },
  ].filter((group) => group.entries.length > 0);
}

/**
 * The name by which an actor, a code or a stance's party is shown: that of what it was merged into, where it was. What
 * is offered no more says so; what was deleted from the codebook is shown by its last name; an id that the codebook
 * never held is shown as it is.
 */
export function partyName(codebook: Codebook, id: string): string {
  if (id === AUTHOR) return t('tagging.theAuthor');
  const known = knownEntries(codebook).get(resolvedId(codebook, id));
  if (!known) return id;
  if (known.isDeleted) return t('tagging.deletedName', { name: known.name });
  return known.ended ? t(`tagging.${known.ended.kind}Name`, { name: known.name }) : known.name;
}

/** Whether a filter asks for an entry: it is offered, or annotations still stand under it. */
export function isAskedFor(
  entry: { readonly ended?: EntryEnd | undefined },
  uses: number | undefined,
): boolean {
  return isOffered(entry) || (entry.ended?.kind !== 'merged' && (uses ?? 0) > 0);
}
