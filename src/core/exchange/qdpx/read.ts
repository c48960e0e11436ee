import { z } from 'zod';
import type { Code } from '../../codebook/codebook.ts';
import { codeIdSchema, firstFree, slugify, type CodeId } from '../../ids.ts';
import { brokenFile, Refusal } from '../fault.ts';
import type { ExchangeFiles } from '../format.ts';
import type { Intake } from '../intake.ts';
import type { QdaCode } from '../qdc/code-book.ts';
import { CodeBookReader } from '../qdc/read-code-book.ts';
import { readJson } from '../read-json.ts';
import { titleOfFile } from '../spans/file-names.ts';
import { BARE_LABEL } from '../spans/labels.ts';
import { readExtension, SpanReader, type GivenSpan } from '../spans/read-span-document.ts';
import type { Extension } from '../spans/span-document.ts';
import { readXml, type XmlElement } from '../xml/read-xml.ts';
import { guidOf } from './guids.ts';
import { GROUPS } from './write.ts';

interface Selection {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly user: string;
  readonly name: string;
  readonly codes: { readonly code: string; readonly user: string }[];
  readonly notes: string[];
}

export interface QdaSource {
  readonly line: number;
  readonly guid: string;
  readonly name: string;
  /** Of its text in the archive; empty where it stands in the XML. */
  path: string;
  content: string;
  readonly selections: Selection[];
  /** Codings of the source as a whole. */
  wholes: number;
}

export interface QdaProject {
  readonly users: ReadonlyMap<string, string>;
  readonly codes: readonly QdaCode[];
  readonly sources: readonly QdaSource[];
  readonly notes: ReadonlyMap<string, string>;
  /** Sources of kinds that have no text, by kind. */
  readonly others: ReadonlyMap<string, number>;
}

export function isQdpxPart(name: string): boolean {
  return (
    /(?:^|\/)project\.qde$/i.test(name) ||
    /(?:^|\/)sources\/[^/]+\.txt$/i.test(name) ||
    /^postil\/[^/]+\.json$/.test(name)
  );
}

/** @throws PostilError `refused` */
export async function readQde(files: ExchangeFiles): Promise<QdaProject> {
  const name = files.names.find((one) => /(?:^|\/)project\.qde$/i.test(one));
  if (name === undefined) throw brokenFile('There is no project.qde in it.');
  const users = new Map<string, string>();
  const notes = new Map<string, string>();
  const others = new Map<string, number>();
  const sources: QdaSource[] = [];
  const book = new CodeBookReader();
  const path: string[] = [];
  let isInBook = false;
  let source: QdaSource | null = null;
  let selection: Selection | null = null;
  let coder = '';
  let note = '';
  const guid = (element: XmlElement, key: string): string =>
    (element.attribute(key) ?? '').replace(/[{}]/g, '').toLowerCase();
  await readXml(files.text(name), {
    open(element) {
      path.push(element.name);
      if (path.length === 1 && element.name !== 'project')
        throw brokenFile(`It is no REFI-QDA project but “${element.name}”.`, element.line);
      if (element.name === 'codebook') isInBook = true;
      if (isInBook) return book.open(element);
      switch (element.name) {
        case 'user':
          users.set(guid(element, 'guid'), element.attribute('name') ?? element.attribute('id') ?? '');
          break;
        case 'picturesource':
        case 'audiosource':
        case 'videosource':
          others.set(element.name, (others.get(element.name) ?? 0) + 1);
          break;
        case 'textsource':
        case 'representation': {
          const text = element.attribute('plaintextpath') ?? '';
          source = {
            line: element.line,
            guid: guid(element, 'guid'),
            name: element.attribute('name') ?? '',
            path: text,
            content: '',
            selections: [],
            wholes: 0,
          };
          sources.push(source);
          break;
        }
        case 'plaintextselection':
          selection = {
            line: element.line,
            start: Number(element.attribute('startposition')),
            end: Number(element.attribute('endposition')),
            user: guid(element, 'creatinguser'),
            name: element.attribute('name') ?? '',
            codes: [],
            notes: [],
          };
          source?.selections.push(selection);
          break;
        case 'coding':
          coder = guid(element, 'creatinguser');
          break;
        case 'coderef':
          if (selection) selection.codes.push({ code: guid(element, 'targetguid'), user: coder });
          else if (source) source.wholes++;
          break;
        case 'note':
          note = guid(element, 'guid');
          break;
        case 'noteref':
          selection?.notes.push(guid(element, 'targetguid'));
          break;
        default:
          break;
      }
    },
    text(text) {
      if (isInBook) book.text(text);
      else if (path.at(-1) === 'plaintextcontent') {
        if (path.includes('note')) notes.set(note, (notes.get(note) ?? '') + text);
        else if (source) source.content += text;
      }
    },
    close(element, line) {
      path.pop();
      if (isInBook) {
        book.close(element, line);
        if (element === 'codebook') isInBook = false;
      }
      if (element === 'plaintextselection') selection = null;
      if (element === 'textsource' || element === 'representation') source = null;
    },
  });
  return { users, notes, sources, others, codes: book.finish().codes };
}

export async function readQdpx(files: ExchangeFiles, intake: Intake): Promise<void> {
  const project = await readQde(files);
  const reader = new SpanReader(intake, { unit: 'code-points', lineEnds: 'as-is' });
  const extensions = new Map<string, readonly Extension[]>();
  for (const source of project.sources) extensions.set(source.guid, await readExtensions(files, source.guid));
  const isOwn = [...extensions.values()].some((some) => some.length > 0);
  const labels = isOwn ? labelsOfGroups(project.codes) : declareCodes(project.codes, intake);
  for (const [kind, count] of project.others)
    intake.notice(`${count} sources of the kind ${kind} have no text and were left out.`);
  for (const source of project.sources) {
    const text = await textOf(files, source, intake);
    if (text === null) continue;
    if (source.wholes > 0)
      intake.notice(
        `“${source.name}” is coded as a whole ${source.wholes} times; Postil codes passages only.`,
        source.line,
      );
    const own = extensions.get(source.guid)!;
    const byUser = new Map<string, GivenSpan[]>(
      own.map(({ annotator }) => [annotator ? guidOf('annotator', annotator.id) : '', []]),
    );
    for (const selection of source.selections) {
      for (const [user, span] of spansOf(selection, project, labels, text))
        byUser.set(user, [...(byUser.get(user) ?? []), span]);
    }
    if (byUser.size === 0) byUser.set('', []);
    for (const [user, spans] of byUser) {
      const extension = own.find(
        ({ annotator }) => (annotator ? guidOf('annotator', annotator.id) : '') === user,
      );
      const name = source.name || titleOfFile(source.path, files.label);
      await reader.read({
        line: source.line,
        text,
        title: name,
        annotator: project.users.get(user),
        spans,
        extension,
      });
    }
  }
  if (project.sources.length === 0) throw brokenFile('There is no source with a text in it.');
  reader.finish();
}

/** A selection's spans, one for each who coded it. */
export function spansOf(
  selection: Selection,
  project: QdaProject,
  labels: ReadonlyMap<string, string>,
  text: string,
): (readonly [user: string, span: GivenSpan])[] {
  const { start, end, codes, name } = selection;
  const note = selection.notes.flatMap((guid) => project.notes.get(guid) ?? []).join('\n') || undefined;
  const byUser = new Map<string, string[]>();
  for (const { code, user } of codes) {
    const coder = user || selection.user;
    byUser.set(coder, [...(byUser.get(coder) ?? []), labels.get(code) ?? '']);
  }
  if (codes.length === 0) byUser.set(selection.user, ['']);
  // Where lines end in two characters, programs differ in how they count; the name of a selection is mostly its text.
  const quote = text.includes('\r\n') && name.length >= 4 && text.includes(name) ? name : undefined;
  return [...byUser].map(
    ([user, words]) => [user, { ranges: [{ start, end }], labels: words, quote, note }] as const,
  );
}

async function textOf(files: ExchangeFiles, source: QdaSource, intake: Intake): Promise<string | null> {
  if (source.path === '') {
    if (source.content !== '') return source.content;
    intake.refuse(
      source.line,
      source.name,
      'has no plain text: it neither stands in the project nor beside it',
    );
    return null;
  }
  const base = source.path
    .replace(/^(?:internal|relative):\/\//i, '')
    .split(/[\\/]/)
    .at(-1)!
    .toLowerCase();
  const name = files.names.find((one) => one.split('/').at(-1)!.toLowerCase() === base);
  if (name === undefined) {
    intake.refuse(source.line, source.name, `has its text in ${source.path}, which is not in the archive`);
    return null;
  }
  let text = '';
  for await (const chunk of files.text(name)) text += chunk;
  return text;
}

export async function readExtensions(files: ExchangeFiles, guid: string): Promise<readonly Extension[]> {
  const name = `postil/${guid}.json`;
  if (!files.names.includes(name)) return [];
  let json = '';
  for await (const chunk of files.text(name)) json += chunk;
  try {
    return z
      .array(z.unknown())
      .parse(readJson(json))
      .flatMap((one) => readExtension(one) ?? []);
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof z.ZodError)) throw error;
    throw brokenFile(`“${name}” is damaged.`, undefined, error);
  }
}

/** Labels by the codes' GUIDs, in a project that Postil wrote. */
export function labelsOfGroups(codes: readonly QdaCode[]): Map<string, string> {
  const labels = new Map<string, string>();
  function walk(code: QdaCode, prefix: string): void {
    labels.set(code.guid, prefix + code.name);
    for (const child of code.codes) walk(child, prefix);
  }
  for (const code of codes) {
    const prefix =
      Object.hasOwn(GROUPS, code.name) && !code.isCodable ? GROUPS[code.name as keyof typeof GROUPS] : null;
    if (prefix === null) walk(code, code.name === BARE_LABEL ? '' : GROUPS.Codes);
    else for (const child of code.codes) walk(child, prefix);
  }
  return labels;
}

/** Takes another program's codes over with their hierarchy, and answers with their labels by GUID. */
function declareCodes(codes: readonly QdaCode[], intake: Intake): Map<string, string> {
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  const ids = new Set<string>();
  const all: Code[] = [];
  function walk(code: QdaCode, parent: Code | undefined): void {
    const bare = code.name.trim().slice(0, 150);
    const name = taken.has(bare.toLowerCase()) && parent ? `${parent.name} / ${bare}`.slice(0, 200) : bare;
    taken.add(name.toLowerCase());
    const id = firstFree(`c-${slugify(name)}`, (one) => ids.has(one));
    ids.add(id);
    const own: Code = {
      id: codeIdSchema.parse(id) satisfies CodeId,
      name,
      colour: 'slate',
      ...(code.description?.trim() ? { definition: code.description } : {}),
      ...(parent && { parent: parent.id }),
    };
    intake.codebook.matchCode(own, code.line ?? 1);
    all.push(own);
    labels.set(code.guid, name);
    for (const child of code.codes) walk(child, own);
  }
  for (const code of codes) walk(code, undefined);
  intake.codebook.matchParents([], all);
  return labels;
}
