import type { Actor, Alias, Code, Codebook, CodebookChange } from '../../core/codebook/codebook.ts';
import { isKnownId } from '../../core/codebook/entries.ts';
import { uniteAliases } from '../../core/codebook/merge-entries.ts';
import { splitActor, splitCode } from '../../core/codebook/split-entry.ts';
import {
  actorIdSchema,
  codeIdSchema,
  firstFree,
  slugify,
  type ActorId,
  type CodeId,
} from '../../core/ids.ts';
import type { EntryKind } from './entry-kind.ts';

/** A part as it stands in the form: a new entry by its name, or one that is there. */
export interface DraftPart {
  /** Of the row in the form. */
  readonly key: number;
  readonly name: string;
  readonly existing: Actor | Code | null;
}

export interface SplitDraft {
  readonly parts: readonly DraftPart[];
  /** The keys of the parts that get a name of the split actor, by its place in `namesOf`; none: it is dropped. */
  readonly aliases: ReadonlyMap<number, ReadonlySet<number>>;
  /** The key of the part under which a child goes; absent: it moves up. */
  readonly children: ReadonlyMap<string, number>;
}

/** The names to divide: its own name, then its aliases. A code has none. */
export function namesOf(entry: Actor | Code): readonly Alias[] {
  return 'aliases' in entry ? [{ text: entry.name }, ...entry.aliases] : [];
}

/** @throws PostilError as `splitActor` */
export function splitChanges(
  codebook: Codebook,
  kind: EntryKind,
  entry: Actor | Code,
  draft: SplitDraft,
  at: string,
): CodebookChange[] {
  const taken = new Set<string>();
  const freeId = (prefix: string, name: string): string => {
    const id = firstFree(`${prefix}${slugify(name)}`, (one) => taken.has(one) || isKnownId(codebook, one));
    taken.add(id);
    return id;
  };
  const given = (part: DraftPart): Alias[] =>
    namesOf(entry).filter((_, place) => draft.aliases.get(place)?.has(part.key));
  if (kind === 'actor' && 'aliases' in entry) {
    const ids = new Map<number, ActorId>();
    const parts = draft.parts.map((part): Actor => {
      const before = part.existing && 'aliases' in part.existing ? part.existing : null;
      const made: Actor = before ?? {
        id: actorIdSchema.parse(freeId('a-', part.name)),
        name: part.name.trim(),
        kind: entry.kind,
        aliases: [],
        ...(entry.parent !== undefined && { parent: entry.parent }),
      };
      ids.set(part.key, made.id);
      const own = { name: made.name, aliases: [...made.aliases, ...given(part)] };
      return { ...made, aliases: uniteAliases(made.name, [own]) };
    });
    return splitActor(codebook, { of: entry.id, parts, children: placed(draft.children, ids) }, at);
  }
  const code = entry as Code;
  const ids = new Map<number, CodeId>();
  const parts = draft.parts.map((part): Code => {
    const before = part.existing && 'colour' in part.existing ? part.existing : null;
    const made: Code = before ?? {
      id: codeIdSchema.parse(freeId('c-', part.name)),
      name: part.name.trim(),
      colour: code.colour,
      ...(code.parent !== undefined && { parent: code.parent }),
    };
    ids.set(part.key, made.id);
    return made;
  });
  return splitCode(codebook, { of: code.id, parts, children: placed(draft.children, ids) }, at);
}

function placed<Id extends string>(
  children: ReadonlyMap<string, number>,
  ids: ReadonlyMap<number, Id>,
): Map<string, Id> {
  return new Map([...children].flatMap(([child, key]) => (ids.has(key) ? [[child, ids.get(key)!]] : [])));
}
