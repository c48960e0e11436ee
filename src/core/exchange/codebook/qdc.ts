import { ACTOR_KINDS, type Actor, type Alias, type Code, type Codebook } from '../../codebook/codebook.ts';
import { treeRows } from '../../codebook/tree.ts';
import type { Sha256 } from '../../ports.ts';
import { occurring, type Loss } from '../exchange.ts';
import type { QdaCode, QdaCodeBook } from '../qdc/code-book.ts';
import { isHeldByXml } from '../xml/write-xml.ts';
import type { CodebookFile, FileEntry } from './codebook-file.ts';
import { nearestColour, rgbOf } from './colours.ts';
import { actorsGuid, guidOf } from './guids.ts';

const ORIGIN = 'Postil';

/**
 * The codebook as other programs for qualitative data know it: its codes as codes, its actors as codes under one code
 * of their own. What was merged into others is left out; what was retired or split is there and not to be coded with.
 */
export function toQdaCodeBook(codebook: Codebook, sha256: Sha256): QdaCodeBook {
  const codes = treeOf(codebook.codes, sha256, (code) => ({
    colour: rgbOf(code.colour),
    description: code.definition,
  }));
  const actors = treeOf(codebook.actors, sha256, (actor) => ({ description: describeActor(actor) }));
  const group: QdaCode = { guid: actorsGuid(sha256), name: 'Actors', isCodable: false, codes: actors };
  return { origin: ORIGIN, codes: actors.length > 0 ? [...codes, group] : codes, sets: [] };
}

/** What a `.qdc` cannot hold of this codebook. */
export function qdcLosses(codebook: Codebook): Loss[] {
  const all = [...codebook.actors, ...codebook.codes];
  const texts = (entry: Actor | Code): string[] =>
    'aliases' in entry
      ? [entry.name, entry.note ?? '', ...entry.aliases.map((alias) => alias.text)]
      : [entry.name, entry.definition ?? ''];
  return occurring([
    {
      what: 'an entry that was merged into another',
      count: all.filter((one) => one.ended?.kind === 'merged').length,
    },
    {
      what: 'that an entry was retired or split (it is one that is not to be coded with)',
      count: all.filter((one) => one.ended && one.ended.kind !== 'merged').length,
    },
    {
      what: 'a character that XML has not (it becomes U+FFFD)',
      count: all.filter((one) => !texts(one).every(isHeldByXml)).length,
    },
    { what: 'the wording of the scales', count: 1 },
  ]);
}

function treeOf<T extends Actor | Code>(
  entries: readonly T[],
  sha256: Sha256,
  more: (entry: T) => Partial<Pick<QdaCode, 'colour' | 'description'>>,
): QdaCode[] {
  const places = new Map(entries.map((entry, at) => [entry.id as string, at]));
  const written = entries.filter((entry) => entry.ended?.kind !== 'merged');
  const roots: QdaCode[] = [];
  // The open codes, one a level.
  const path: QdaCode[][] = [roots];
  for (const { entry, depth } of treeRows(written, (a, b) => places.get(a.id)! - places.get(b.id)!)) {
    const codes: QdaCode[] = [];
    path.length = depth + 1;
    path[depth]!.push({
      guid: guidOf(sha256, entry.id),
      name: entry.name,
      isCodable: entry.ended === undefined,
      ...more(entry),
      codes,
    });
    path[depth + 1] = codes;
  }
  return roots;
}

/** Stands between the note and what is not part of it. */
const RULE = '— Postil —';

/** The note, then kind and other names, a line each: for people, and for Postil to read again. */
function describeActor({ note, kind, aliases }: Actor): string {
  const facts = [
    `kind: ${kind}`,
    ...aliases.map(
      ({ text, from, until }) => `alias: ${[escapeLine(text), from ?? '', until ?? ''].join('\t').trimEnd()}`,
    ),
  ];
  return [...(note === undefined ? [] : [note]), RULE, ...facts].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escapeLine(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]!);
}

function unescapeLine(text: string): string {
  return text.replace(/\\[\\tnr]/g, (escape) => Object.keys(ESCAPES).find((one) => ESCAPES[one] === escape)!);
}

function readDescription(description: string): Pick<FileEntry, 'note' | 'actorKind' | 'aliases'> {
  const lines = description.split('\n');
  const at = lines.lastIndexOf(RULE);
  if (at === -1) return { note: description === '' ? null : description };
  const facts = lines.slice(at + 1);
  const actorKind = ACTOR_KINDS.find((kind) => facts.includes(`kind: ${kind}`));
  const aliases = facts.flatMap((fact): Alias[] => {
    if (!fact.startsWith('alias: ')) return [];
    const [text = '', from, until] = fact.slice('alias: '.length).split('\t');
    return [{ text: unescapeLine(text), ...(from && { from }), ...(until && { until }) }];
  });
  return { note: at === 0 ? null : lines.slice(0, at).join('\n'), actorKind, aliases };
}

/** What a code book of any program says. Actors are those that stand under the code that Postil made for them. */
export function fromQdaCodeBook(book: QdaCodeBook, sha256: Sha256): CodebookFile {
  const entries: FileEntry[] = [];
  const actorGroup = actorsGuid(sha256);
  function visit(codes: readonly QdaCode[], parent: string | null, kind: 'actor' | 'code'): void {
    // A stack of its own: codes may be nested deeper than calls.
    const waiting = codes.map((code) => ({ code, parent })).reverse();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { code } = next;
      if (code.guid === actorGroup && kind === 'code') {
        visit(code.codes, null, 'actor');
        continue;
      }
      const { guid, name, line, description } = code;
      const shared = { key: guid, guid, name: name.trim(), line, parent: next.parent };
      entries.push(
        kind === 'actor'
          ? { ...shared, kind, ...(description === undefined ? {} : readDescription(description)) }
          : {
              ...shared,
              kind,
              colour: code.colour === undefined ? undefined : nearestColour(code.colour),
              definition: description === undefined || description === '' ? null : description,
            },
      );
      waiting.push(...code.codes.map((child) => ({ code: child, parent: guid })).reverse());
    }
  }
  visit(book.codes, null, 'code');
  const notices = book.sets.length > 0 ? [`${book.sets.length} sets of codes were passed over.`] : [];
  return { entries, refused: [], notices };
}
