import type { Annotation } from '../annotation/annotation.ts';
import type { Actor, Code, Codebook, Scales } from '../codebook/codebook.ts';
import { isKnownId } from '../codebook/entries.ts';
import { entryName, resolveEntry } from '../codebook/resolve-entry.ts';
import { DEFAULT_SCALES } from '../codebook/scales.ts';
import { isEqual } from '../equal.ts';
import { actorIdSchema, codeIdSchema, firstFree, slugify, type ActorId, type CodeId } from '../ids.ts';
import type { Edit } from '../project/edit.ts';
import { Refusal } from './fault.ts';
import { actorIndex, codeIndex, nameKey, type NameIndex } from './names.ts';
import { shorten } from './shorten.ts';

/**
 * Matches the actors and codes of a file with those of a project, and gathers the new ones. An entry that the file
 * declares with all that belongs to it is taken over whole; one that is only named is made when an annotation that is
 * taken names it.
 */
export class CodebookIntake {
  readonly actors: NameIndex<Actor>;
  readonly codes: NameIndex<Code>;
  readonly #codebook: Codebook;
  readonly #notice: (notice: string, line: number) => void;
  readonly #newActors = new Map<ActorId, Actor>();
  readonly #newCodes = new Map<CodeId, Code>();
  readonly #actorOf = new Map<string, ActorId>();
  readonly #codeOf = new Map<string, CodeId>();
  readonly #declared = new Set<string>();
  #scales: Edit | null = null;

  constructor(codebook: Codebook, notice: (notice: string, line: number) => void) {
    this.#codebook = codebook;
    this.#notice = notice;
    this.actors = actorIndex(codebook.actors);
    this.codes = codeIndex(codebook.codes);
  }

  /**
   * The actor of a name, alias or id; a new one where none has it.
   * @throws Refusal where several have it, or it is that of one that was split
   */
  actorNamed(name: string, kind: Actor['kind'] = 'other'): ActorId {
    const match = this.actors.find(name);
    if (match.kind === 'one') return this.#meant(match.entry) as ActorId;
    if (match.kind === 'several') throw new Refusal(severalOf('actors', name, match.entries));
    return this.#addActor({
      id: this.#freeId('a-', name, this.actors) as ActorId,
      name: checkedName(name),
      kind,
      aliases: [],
    });
  }

  /** @throws Refusal where several codes have the name */
  codeNamed(name: string): CodeId {
    const match = this.codes.find(name);
    if (match.kind === 'one') return this.#meant(match.entry) as CodeId;
    if (match.kind === 'several') throw new Refusal(severalOf('codes', name, match.entries));
    return this.#addCode({
      id: this.#freeId('c-', name, this.codes) as CodeId,
      name: checkedName(name),
      colour: 'slate',
    });
  }

  /** What an entry stands for now. New annotations are not tagged with what was merged or split. */
  #meant({ id, name }: Actor | Code): string {
    const resolution = resolveEntry(this.#codebook, id);
    if (resolution.kind !== 'several') return resolution.id;
    const parts = resolution.parts.map((part) => entryName(this.#codebook, part)).join(', ');
    throw new Refusal(`names “${name}”, which was split; say which is meant: ${parts}`);
  }

  /** Another project's actor: known by id, then by name, else taken over with its id where that is free. */
  matchActor(actor: Actor, line: number): ActorId {
    const known =
      this.#actorOf.get(actor.id) ??
      this.#knownEntry(this.actors, actor, 'actor', line, new Set(this.#actorOf.values()));
    const id =
      known ??
      this.#addActor({
        ...bare(actor),
        id: (this.actors.has(actor.id) ? this.#freeId('a-', actor.name, this.actors) : actor.id) as ActorId,
      });
    if (known === undefined) this.#declared.add(id);
    this.#actorOf.set(actor.id, id as ActorId);
    return id as ActorId;
  }

  matchCode(code: Code, line: number): CodeId {
    const known =
      this.#codeOf.get(code.id) ??
      this.#knownEntry(this.codes, code, 'code', line, new Set(this.#codeOf.values()));
    const id =
      known ??
      this.#addCode({
        ...bare(code),
        id: (this.codes.has(code.id) ? this.#freeId('c-', code.name, this.codes) : code.id) as CodeId,
      });
    if (known === undefined) this.#declared.add(id);
    this.#codeOf.set(code.id, id as CodeId);
    return id as CodeId;
  }

  /**
   * Gives the new ones among the file's entries their parents, and what they were merged or split into, once all
   * entries have been matched.
   */
  matchParents(actors: readonly Actor[], codes: readonly Code[]): void {
    for (const actor of actors) {
      setParent(this.#newActors, this.#actorOf, actor);
      setEnd(this.#newActors, this.#actorOf, actor);
    }
    for (const code of codes) {
      setParent(this.#newCodes, this.#codeOf, code);
      setEnd(this.#newCodes, this.#codeOf, code);
    }
  }

  /** The labels of the file are taken where this project still has Postil's own. */
  matchScales(scales: Scales, line: number): void {
    const here = this.#codebook.scales;
    if (isEqual(here, scales) || isEqual(scales, DEFAULT_SCALES)) return;
    if (isEqual(here, DEFAULT_SCALES)) this.#scales = { kind: 'scales', before: here, after: scales };
    else this.#notice('The file words its scales differently; the labels of this project stay.', line);
  }

  /**
   * An annotation with the file's actor and code ids replaced by those of this project.
   * @throws Refusal where it names one that neither has
   */
  translate(annotation: Annotation): Annotation {
    const actor = (id: ActorId): ActorId => this.translateActor(id);
    const code = (id: CodeId): CodeId => this.#translated(id, this.#codeOf, this.codes, 'code');
    const speaker = (id: ActorId | 'author') => (id === 'author' ? id : actor(id));
    return {
      ...annotation,
      actors: annotation.actors.map((reference) => ({ ...reference, actorId: actor(reference.actorId) })),
      codes: annotation.codes.map(code),
      stances: annotation.stances.map((stance) => ({
        ...stance,
        holder: speaker(stance.holder),
        target: stance.target.startsWith('a-')
          ? actor(stance.target as ActorId)
          : code(stance.target as CodeId),
        attribution: stance.attribution.map(speaker),
      })),
    };
  }

  /**
   * The actor here that the file calls so.
   * @throws Refusal as `translate`
   */
  translateActor(id: ActorId): ActorId {
    return this.#translated(id, this.#actorOf, this.actors, 'actor');
  }

  #translated<Id extends string>(
    id: Id,
    map: ReadonlyMap<string, Id>,
    index: NameIndex<Actor> | NameIndex<Code>,
    kind: string,
  ): Id {
    const known = map.get(id) ?? (index.has(id) ? id : undefined);
    if (known === undefined)
      throw new Refusal(`names the ${kind} ${id}, which neither the file nor this project has`);
    return known;
  }

  /**
   * By id, then by name. Two entries that the file tells apart stay two: what another of them was matched with is
   * `claimed`, and a name that is only an alias here is said, not decided.
   */
  #knownEntry<T extends Actor | Code>(
    index: NameIndex<T>,
    entry: Actor | Code,
    kind: string,
    line: number,
    claimed: ReadonlySet<string>,
  ): string | undefined {
    const sameId = index.byId(entry.id);
    if (sameId) {
      const names = [sameId.name, ...('aliases' in sameId ? sameId.aliases.map((alias) => alias.text) : [])];
      if (!names.some((name) => nameKey(name) === nameKey(entry.name))) {
        this.#notice(
          `The ${kind} ${entry.id} is “${entry.name}” in the file and “${sameId.name}” here; taken as one, by its id.`,
          line,
        );
      }
      return sameId.id;
    }
    const match = index.byName(entry.name);
    if (match.kind === 'several') {
      this.#notice(`${severalOf(`${kind}s`, entry.name, match.entries)}; it was added as another one.`, line);
    }
    if (match.kind !== 'one' || claimed.has(match.entry.id)) return undefined;
    // What was merged or split here is another entry in the file.
    if (match.entry.ended && match.entry.ended.kind !== 'retired') return undefined;
    if (nameKey(match.entry.name) === nameKey(entry.name)) return match.entry.id;
    this.#notice(
      `The ${kind} “${entry.name}” has a name that “${match.entry.name}” goes by here; it was added as another one.`,
      line,
    );
    return undefined;
  }

  #freeId(prefix: string, name: string, index: { has(id: string): boolean }): string {
    // Not the id of a deleted entry either: annotations that keep it would suddenly speak of this one.
    return firstFree(`${prefix}${slugify(name)}`, (id) => index.has(id) || isKnownId(this.#codebook, id));
  }

  #addActor(actor: Actor): ActorId {
    const id = actorIdSchema.parse(actor.id);
    this.actors.add(actor);
    this.#newActors.set(id, actor);
    return id;
  }

  #addCode(code: Code): CodeId {
    const id = codeIdSchema.parse(code.id);
    this.codes.add(code);
    this.#newCodes.set(id, code);
    return id;
  }

  /** What must be added to the codebook for `annotations`. */
  additions(annotations: Iterable<Annotation>): {
    readonly actors: readonly Actor[];
    readonly codes: readonly Code[];
    readonly scales: Edit | null;
  } {
    const used = new Set<string>(this.#declared);
    for (const annotation of annotations) {
      for (const { actorId } of annotation.actors) used.add(actorId);
      for (const code of annotation.codes) used.add(code);
      for (const stance of annotation.stances) {
        used.add(stance.holder);
        used.add(stance.target);
        for (const speaker of stance.attribution) used.add(speaker);
      }
    }
    return {
      actors: [...this.#newActors.values()].filter((actor) => used.has(actor.id)),
      codes: [...this.#newCodes.values()].filter((code) => used.has(code.id)),
      scales: this.#scales,
    };
  }
}

function setParent<Id extends string, T extends { readonly id: Id; readonly parent?: Id | undefined }>(
  added: Map<Id, T>,
  translated: ReadonlyMap<string, Id>,
  entry: T,
): void {
  const id = translated.get(entry.id);
  const parent = entry.parent === undefined ? undefined : translated.get(entry.parent);
  const here = id === undefined ? undefined : added.get(id);
  if (here && parent !== undefined && parent !== id) added.set(here.id, { ...here, parent });
}

/** An end that leads to what is not there, or to the entry itself, is none. */
function setEnd<T extends Actor | Code>(
  added: Map<string, T>,
  translated: ReadonlyMap<string, string>,
  { id: fileId, ended }: Actor | Code,
): void {
  const id = translated.get(fileId);
  const here = id === undefined ? undefined : added.get(id);
  if (!here || !ended) return;
  if (ended.kind === 'retired') {
    added.set(here.id, { ...here, ended });
    return;
  }
  const from: readonly string[] = ended.kind === 'merged' ? [ended.into] : ended.into;
  const into = [...new Set(from.flatMap((one) => translated.get(one) ?? []))].filter((one) => one !== id);
  if (into.length !== from.length) return;
  added.set(here.id, { ...here, ended: { ...ended, into: ended.kind === 'merged' ? into[0] : into } } as T);
}

function severalOf(kind: string, name: string, entries: readonly { readonly name: string }[]): string {
  return `“${name}” is the name of several ${kind}: ${entries.map((entry) => entry.name).join(', ')}`;
}

function checkedName(name: string): string {
  const trimmed = name.replace(/\s+/gu, ' ').trim();
  if (trimmed === '') throw new Refusal('a name is empty');
  if (trimmed.length > 200) throw new Refusal(`the name “${shorten(trimmed)}” is longer than 200 characters`);
  return trimmed;
}

/** What refers to other entries is set once all are known. */
function bare<T extends Actor | Code>(entry: T): Omit<T, 'parent' | 'ended'> {
  const { parent: _parent, ended: _ended, ...rest } = entry;
  return rest;
}
