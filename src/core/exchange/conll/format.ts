import type { Annotation } from '../../annotation/annotation.ts';
import { entryName } from '../../codebook/resolve-entry.ts';
import { titleOf } from '../../document/document.ts';
import {
  inChunks,
  occurring,
  READING_STATE_LOSS,
  type ExportDocument,
  type ExportFrame,
  type ExportInput,
  type LossCounter,
} from '../exchange.ts';
import { readLines } from '../lines.ts';
import { singleFile, type ExchangeFiles, type ReadBack, type WritableFormat } from '../format.ts';
import { tokenise, type Token } from '../spacy/tokens.ts';

const COLUMNS = ['ID', 'FORM', 'MISC', 'POSTIL:ACTOR', 'POSTIL:STANCE', 'POSTIL:CODE'] as const;
const NONE = '_';
const OUTSIDE = 'O';

/**
 * CoNLL-U Plus (https://universaldependencies.org/ext-format.html) with IOB2 columns for actors, stances and codes, in
 * the manner of CoNLL-2003: a word a line, an empty line after each paragraph, `# newdoc` for each document and
 * annotator. Where passages overlap, a cell holds the tags of all of them, joined by `|`.
 */
export const conllFormat: WritableFormat = {
  write: (input) => singleFile(inChunks(writeBlocks(input))),
  cannotHold,
  held: (annotation) => annotation,
  heldOf: async (document, frame) => {
    const text = await document.text();
    return layersOf(document).flatMap(({ annotator, annotations }) =>
      [...rowsOf(text, annotations, frame)].map(({ token, cells }) => ({
        id: `${document.record.id} ${annotator ?? ''} ${token.start}`,
        held: [token.text.replaceAll(/\s/gu, ' '), token.end, ...cells],
      })),
    );
  },
  readBack,
};

async function* writeBlocks(input: ExportInput): AsyncGenerator<string> {
  yield `# global.columns = ${COLUMNS.join(' ')}\n`;
  for await (const document of input.documents) {
    const text = await document.text();
    for (const { annotator, annotations } of layersOf(document)) {
      yield `# newdoc id = ${document.record.id}\n# title = ${oneLine(titleOf(document.record))}\n`;
      if (annotator !== null) yield `# annotator = ${annotator}\n`;
      let id = 0;
      for (const { token, cells, beginsBlock } of rowsOf(text, annotations, input)) {
        if (beginsBlock && id > 0) {
          yield '\n';
          id = 0;
        }
        id++;
        const misc = [
          `start_char=${token.start}`,
          `end_char=${token.end}`,
          ...(token.ws ? [] : ['SpaceAfter=No']),
        ].join('|');
        yield `${[id, oneLine(token.text), misc, ...cells].join('\t')}\n`;
      }
      yield '\n';
    }
  }
}

function layersOf({ layers }: ExportDocument): readonly {
  readonly annotator: string | null;
  readonly annotations: readonly Annotation[];
}[] {
  const own = layers.filter((layer) => layer.annotations.length > 0);
  return own.length > 0 ? own : [{ annotator: null, annotations: [] }];
}

interface Row {
  readonly token: Token;
  readonly cells: readonly [string, string, string];
  /** A line end lies before it. */
  readonly beginsBlock: boolean;
}

function* rowsOf(text: string, annotations: readonly Annotation[], frame: ExportFrame): Generator<Row> {
  const spans = annotations.flatMap((annotation) =>
    annotation.target.ranges.map((range) => ({ ...range, annotation, tags: tagsOf(annotation, frame) })),
  );
  spans.sort((a, b) => a.start - b.start || b.end - a.end || (a.annotation.id < b.annotation.id ? -1 : 1));
  let beginsBlock = false;
  let next = 0;
  let open: typeof spans = [];
  for (const token of tokenise(text, spans)) {
    if (token.text.trim() === '') {
      beginsBlock ||= /[\n\u2028\u2029]/u.test(token.text);
      continue;
    }
    while (next < spans.length && spans[next]!.start <= token.start) open.push(spans[next++]!);
    open = open.filter((span) => span.end > token.start);
    const cell = (column: 0 | 1 | 2): string => {
      const tags = open.flatMap(({ start, tags: own }) => {
        // White space at the beginning of a range is in no row: its first word begins it.
        const isFirst = text.slice(start, token.start).trim() === '';
        return own[column].map((tag) => `${isFirst ? 'B' : 'I'}-${tag}`);
      });
      return tags.length === 0 ? OUTSIDE : [...new Set(tags)].join('|');
    };
    yield { token, cells: [cell(0), cell(1), cell(2)], beginsBlock };
    beginsBlock = false;
  }
}

/** Of a passage: its actors, its stances as holder>target:polarity, its codes. */
function tagsOf(annotation: Annotation, { codebook }: ExportFrame): readonly [string[], string[], string[]] {
  const name = (id: string): string => word(id === 'author' ? 'author' : entryName(codebook, id));
  return [
    annotation.actors.map(({ actorId }) => name(actorId)),
    annotation.stances.map(({ holder, target, polarity }) => `${name(holder)}>${name(target)}:${polarity}`),
    annotation.codes.map(name),
  ];
}

/** A name as one word of a cell. */
function word(name: string): string {
  return name.trim().replace(/[\s|]+/gu, '_') || NONE;
}

function oneLine(text: string): string {
  return text.replace(/\s/gu, ' ');
}

function cannotHold(): LossCounter {
  const counts = { states: 0, bare: 0, notes: 0, ratings: 0, certainties: 0, roles: 0, ways: 0, parts: 0 };
  return {
    addLayer(layer) {
      if (layer.state !== 'unread') counts.states++;
    },
    add({ actors, codes, stances, note, reliability, certainty, target }) {
      if (actors.length + codes.length + stances.length === 0) counts.bare++;
      if (note !== undefined) counts.notes++;
      if (reliability) counts.ratings++;
      if (certainty) counts.certainties++;
      counts.roles += actors.length;
      counts.ways += stances.length;
      if (target.ranges.length > 1) counts.parts++;
    },
    losses: () =>
      occurring([
        { what: READING_STATE_LOSS, count: counts.states },
        { what: 'passages without an actor, a stance or a code', count: counts.bare },
        { what: 'that the parts of a discontinuous passage belong together', count: counts.parts },
        { what: 'notes', count: counts.notes },
        { what: 'reliability ratings', count: counts.ratings },
        { what: 'how certain a reading is', count: counts.certainties },
        { what: 'the roles of actors', count: counts.roles },
        { what: 'how a stance is expressed, by whom it is reported, and its note', count: counts.ways },
      ]),
  };
}

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  let document = '';
  let annotator = '';
  let isFirst = true;
  for await (const { line, text } of readLines(files.text(''))) {
    if (isFirst && text !== `# global.columns = ${COLUMNS.join(' ')}`)
      yield `Line ${line} names other columns.`;
    isFirst = false;
    if (text.startsWith('# newdoc id = ')) {
      document = text.slice('# newdoc id = '.length);
      annotator = '';
    } else if (text.startsWith('# annotator = ')) {
      annotator = text.slice('# annotator = '.length);
    } else if (!text.startsWith('#')) {
      const cells = text.split('\t');
      const place = /^start_char=(\d+)\|end_char=(\d+)/.exec(cells[2] ?? '');
      if (cells.length !== COLUMNS.length || !place) yield `Line ${line} has not the columns of the others.`;
      else
        yield {
          id: `${document} ${annotator} ${place[1]}`,
          held: [cells[1], Number(place[2]), ...cells.slice(3)],
        };
    }
  }
}
