import type { Actor, Code, Codebook, CodebookChange } from './codebook.ts';

/**
 * Takes an entry out of the codebook; its children move up to its parent, in the same change. Annotations that use
 * it are left alone: they are in layers that only their annotator writes, and `knownEntries` still names the id.
 */
export function removeActor(codebook: Codebook, actor: Actor): CodebookChange[] {
  return [
    ...codebook.actors
      .filter((child) => child.parent === actor.id)
      .map((before) => ({ kind: 'actor' as const, before, after: withParent(before, actor.parent) })),
    { kind: 'actor', before: actor, after: null },
  ];
}

/** As `removeActor`, for a code. */
export function removeCode(codebook: Codebook, code: Code): CodebookChange[] {
  return [
    ...codebook.codes
      .filter((child) => child.parent === code.id)
      .map((before) => ({ kind: 'code' as const, before, after: withParent(before, code.parent) })),
    { kind: 'code', before: code, after: null },
  ];
}

/** The entry under another parent, or under none. The key is absent then, as in the file. */
export function withParent<T extends Actor | Code>(entry: T, parent: T['parent']): T {
  const { parent: _before, ...rest } = entry;
  return (parent === undefined ? rest : { ...rest, parent }) as T;
}
