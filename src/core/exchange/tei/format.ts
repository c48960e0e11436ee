import type { Actor } from '../../codebook/codebook.ts';
import { makeCodePoints } from '../code-points.ts';
import { countReadingStates } from '../count-reading-states.ts';
import type { ExportFrame, ExportInput } from '../exchange.ts';
import { brokenFile, Refusal } from '../fault.ts';
import type { ExchangeFiles, Output, ReadableFormat, ReadBack, WritableFormat } from '../format.ts';
import type { Intake } from '../intake.ts';
import { readJson } from '../read-json.ts';
import { itOrFile, spanFileName, titleOfFile } from '../spans/file-names.ts';
import {
  jsonForXml,
  placedIn,
  readBackSpans,
  SpanReader,
  type Expected,
  type GivenSpan,
} from '../spans/read-span-document.ts';
import { spanDocuments, type SpanDocument } from '../spans/span-document.ts';
import { readXml } from '../xml/read-xml.ts';
import { escapeXmlText, xmlTag } from '../xml/write-xml.ts';

const TEXT_ID = 'text';

/**
 * TEI P5 with standoff annotation, a file a document and annotator: the text in one `ab`, `standOff` with the actors, a
 * `spanGrp` of passages that point to it by `string-range` (code points), and relations for stances; what TEI has no
 * word for stands in `xenoData`. Source: TEI P5 Guidelines, chapters 16 (Linking) and 17 (Simple Analytic Mechanisms).
 */
export const teiFormat: WritableFormat & ReadableFormat = {
  write,
  cannotHold: countReadingStates,
  held: (annotation) => annotation,
  readBack,
  isPart: (name) => name === '' || name.endsWith('.xml'),
  read,
};

async function* write(input: ExportInput): AsyncGenerator<Output> {
  for await (const document of spanDocuments(input)) {
    yield { file: `${spanFileName(document)}.xml`, text: toTei(document, input) };
  }
}

function toTei({ text, extension }: SpanDocument, frame: ExportFrame): string {
  const { document, annotator, annotations, actors, codes } = extension;
  const points = makeCodePoints(text);
  const pointer = ({ start, end }: { readonly start: number; readonly end: number }): string => {
    const from = points.toCodePoints(start);
    return `#string-range(${TEXT_ID},${from},${points.toCodePoints(end) - from})`;
  };
  const spans = annotations.map((annotation, i) => {
    const named = [...annotation.actors.map(({ actorId }) => actorId as string), ...annotation.codes];
    const known = named.filter((id) => [...actors, ...codes].some((entry) => entry.id === id));
    const tag = xmlTag('span', {
      'xml:id': `p-${annotation.id}`,
      target: annotation.target.ranges.map(pointer).join(' '),
      type: 'passage',
      ...(known.length > 0 && { ana: [...new Set(known)].map((id) => `#${id}`).join(' ') }),
      cert:
        annotation.certainty &&
        { certain: 'high', probable: 'medium', possible: 'low' }[annotation.certainty],
    });
    return `${tag}${escapeXmlText(extension.labels[i]!.join('; '))}</span>`;
  });
  const notes = annotations.flatMap(({ id, note }) =>
    note === undefined
      ? []
      : [`${xmlTag('note', { target: `#p-${id}`, type: 'annotation' })}${escapeXmlText(note)}</note>`],
  );
  const relations = annotations.flatMap(({ id, stances }) =>
    stances.flatMap(({ holder, target, polarity, expression }) =>
      actors.some((actor) => actor.id === holder) && actors.some((actor) => actor.id === target)
        ? [
            xmlTag(
              'relation',
              {
                name:
                  polarity === 'unclear'
                    ? 'unclear'
                    : polarity > 0
                      ? 'supports'
                      : polarity < 0
                        ? 'opposes'
                        : 'neutral',
                active: `#${holder}`,
                passive: `#${target}`,
                type: 'stance',
                subtype: expression,
                source: `#p-${id}`,
                n: polarity,
              },
              '/',
            ),
          ]
        : [],
    ),
  );
  const people = actors.filter(({ kind }) => kind === 'person').map((actor) => personOf(actor));
  const places = actors
    .filter(({ kind }) => kind === 'place')
    .map((actor) => entityOf('place', 'placeName', actor));
  const groups = actors
    .filter(({ kind }) => kind !== 'person' && kind !== 'place')
    .map((actor) => entityOf('org', 'orgName', actor));
  const categories = codes.map(
    ({ id, name }) =>
      `${xmlTag('category', { 'xml:id': id })}<catDesc>${escapeXmlText(name)}</catDesc></category>`,
  );
  const wrap = (name: string, inner: readonly string[]): string[] =>
    inner.length === 0 ? [] : [`<${name}>`, ...inner, `</${name}>`];
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<TEI xmlns="http://www.tei-c.org/ns/1.0">',
    '<teiHeader>',
    `<fileDesc><titleStmt><title>${escapeXmlText(document.title)}</title>${annotator ? `<respStmt><resp>annotation</resp><name>${escapeXmlText(annotator.name)}</name></respStmt>` : ''}</titleStmt>`,
    `<publicationStmt><p>Exported by Postil, ${escapeXmlText(frame.exportedAt)}</p></publicationStmt>`,
    `<sourceDesc><p>${escapeXmlText(document.fileName)}</p></sourceDesc></fileDesc>`,
    ...(categories.length > 0
      ? [
          '<encodingDesc><classDecl><taxonomy xml:id="codes">',
          ...categories,
          '</taxonomy></classDecl></encodingDesc>',
        ]
      : []),
    `<xenoData type="application/json">${escapeXmlText(jsonForXml(extension))}</xenoData>`,
    '</teiHeader>',
    ...(spans.length === 0
      ? []
      : [
          '<standOff>',
          ...wrap('listPerson', people),
          ...wrap('listPlace', places),
          ...wrap('listOrg', groups),
          ...(relations.length > 0 ? ['<listRelation>', ...relations, '</listRelation>'] : []),
          '<spanGrp type="passages">',
          ...spans,
          '</spanGrp>',
          ...notes,
          '</standOff>',
        ]),
    `<text><body>${xmlTag('ab', { 'xml:id': TEXT_ID, 'xml:space': 'preserve' })}${escapeXmlText(text)}</ab></body></text>`,
    '</TEI>',
  ].join('\n')}\n`;
}

function personOf(actor: Actor): string {
  return entityOf('person', 'persName', actor);
}

function entityOf(element: string, nameElement: string, { id, name, kind, aliases }: Actor): string {
  const names = [name, ...aliases.map(({ text }) => text)].map(
    (one) => `<${nameElement}>${escapeXmlText(one)}</${nameElement}>`,
  );
  return `${xmlTag(element, { 'xml:id': id, type: element === 'org' ? kind : undefined })}${names.join('')}</${element}>`;
}

/** One span a passage, of all its ranges and all its labels in one. */
const whole: Expected = (annotation, labels) => [
  { ranges: annotation.target.ranges, label: labels.join('; ') },
];

interface TeiDocument {
  readonly name: string;
  readonly text: string;
  readonly title: string;
  readonly spans: readonly GivenSpan[];
  readonly extension: unknown;
}

const RANGE = /#string-range\(\s*#?[^,\s()]+\s*,\s*(\d+)\s*,\s*(\d+)\s*\)/g;

async function* readDocuments(files: ExchangeFiles): AsyncGenerator<TeiDocument> {
  for (const name of files.names) yield await readDocument(files, name);
}

async function readDocument(files: ExchangeFiles, name: string): Promise<TeiDocument> {
  const path: string[] = [];
  let text = '';
  let title = '';
  let xenoData = '';
  const spans: { target: string; label: string; id: string; ana: string }[] = [];
  const notes = new Map<string, string>();
  const names = new Map<string, string>();
  let noteTarget = '';
  let named = '';
  await readXml(files.text(name), {
    open(element) {
      path.push(element.name);
      if (path.length === 1 && element.name !== 'tei')
        throw brokenFile(`${itOrFile(name)} is no TEI.`, element.line);
      const attribute = (key: string): string => element.attribute(key) ?? '';
      if (element.name === 'span') {
        spans.push({ target: attribute('target'), label: '', id: attribute('id'), ana: attribute('ana') });
      }
      if (element.name === 'note') noteTarget = attribute('target');
      if (['person', 'org', 'place', 'category'].includes(element.name)) named = attribute('id');
    },
    text(piece) {
      if (path[1] === 'text') text += piece;
      else if (path.at(-1) === 'span') spans.at(-1)!.label += piece;
      else if (path.at(-1) === 'xenodata') xenoData += piece;
      else if (path.at(-1) === 'note') notes.set(noteTarget, (notes.get(noteTarget) ?? '') + piece);
      else if (path.at(-1) === 'title' && path.includes('titlestmt')) title += piece;
      else if (['persname', 'orgname', 'placename', 'catdesc'].includes(path.at(-1)!) && !names.has(named))
        names.set(named, piece);
    },
    close() {
      path.pop();
    },
  });
  const extension = parseXeno(xenoData);
  const given = spans.flatMap(({ target, label, id, ana }): GivenSpan[] => {
    const ranges = [...target.matchAll(RANGE)].map(([, from, length]) => ({
      start: Number(from),
      end: Number(from) + Number(length),
    }));
    if (ranges.length === 0) return [];
    const words = ana.split(/\s+/).flatMap((one) => names.get(one.slice(1)) ?? []);
    // Postil's own label is several in one; somebody else's span may have its words in `ana` alone.
    const own = extension === undefined ? label.split('; ') : [label];
    const labels = label.trim() !== '' ? own : words.length > 0 ? words : [''];
    return [{ ranges, labels, note: notes.get(`#${id}`) }];
  });
  return {
    name,
    text,
    title: title.trim() || titleOfFile(name, files.label),
    spans: given,
    extension,
  };
}

function parseXeno(json: string): unknown {
  try {
    return readJson(json);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return undefined; // Somebody else's metadata: the spans are still read.
  }
}

async function read(files: ExchangeFiles, intake: Intake): Promise<void> {
  const reader = new SpanReader(intake, { unit: 'code-points', lineEnds: 'as-is' }, whole);
  let count = 0;
  for await (const { name, ...given } of readDocuments(files)) {
    count++;
    await reader.read({ ...given, line: 1, fileName: name === '' ? undefined : name.split('/').at(-1) });
  }
  if (count === 0) throw brokenFile('There is no TEI in it.');
  reader.finish();
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  for await (const { name, text, spans, extension } of readDocuments(files)) {
    const points = makeCodePoints(text);
    yield* readBackSpans(
      extension,
      spans.map((span) => placedIn(points, span)),
      name,
      text,
      whole,
    );
  }
}
