import type { Annotation } from '../../annotation/annotation.ts';
import type { Actor, Code, Codebook } from '../../codebook/codebook.ts';
import { entryName } from '../../codebook/resolve-entry.ts';
import { titleOf } from '../../document/document.ts';
import { makeCodePoints } from '../code-points.ts';
import type { ExportDocument, ExportInput } from '../exchange.ts';
import type { Output } from '../format.ts';
import type { QdaCode } from '../qdc/code-book.ts';
import { writeCodes } from '../qdc/write-code-book.ts';
import { shorten } from '../shorten.ts';
import { BARE_LABEL, labelsOf } from '../spans/labels.ts';
import { jsonForXml } from '../spans/read-span-document.ts';
import { spanDocumentsOf, type Extension } from '../spans/span-document.ts';
import { asXmlHolds, escapeXmlText, xmlTag } from '../xml/write-xml.ts';
import { guidOf } from './guids.ts';

export const PROJECT_FILE = 'project.qde';
export const NAMESPACE = 'urn:QDA-XML:project:1.0';
export const STANCE = 'Stance: ';
/** Under what the codes of a kind stand, and what their labels begin with. */
export const GROUPS = { Actors: 'Actor: ', Codes: 'Code: ', Stances: STANCE } as const;

/** Labels of a passage here: actors, codes, and a code a stance. */
export function qdaLabels(annotation: Annotation, codebook: Codebook): string[] {
  const name = (id: string): string => (id === 'author' ? 'author' : entryName(codebook, id));
  const stances = annotation.stances.map(({ holder, target, polarity }) =>
    asXmlHolds(`${STANCE}${name(holder)} → ${name(target)}: ${polarity}`),
  );
  const labels = labelsOf(annotation, codebook).filter(
    (label) => label !== BARE_LABEL || stances.length === 0,
  );
  return [...new Set([...labels, ...stances])];
}

/**
 * The project's XML in pieces, and each document's text and whole annotations beside it. The order of the elements is
 * the schema's.
 */
export async function* writeQdpx(input: ExportInput): AsyncGenerator<Output> {
  const { project, codebook } = input;
  const codings: string[] = [];
  const notes: string[] = [];
  const stances = new Set<string>();
  for await (const document of input.documents) {
    const guid = guidOf('document', document.record.id);
    const text = asXmlHolds(await document.text());
    yield { file: `sources/${guid}.txt`, text };
    const parts = await spanDocumentsOf(document, input, (annotation) => qdaLabels(annotation, codebook));
    const extensions: Extension[] = parts.map(({ extension }) => extension);
    yield { file: `postil/${guid}.json`, text: `${jsonForXml(extensions)}\n` };
    for (const { labels } of extensions) {
      for (const label of labels.flat()) if (label.startsWith(STANCE)) stances.add(label);
    }
    codings.push(sourceElement(document, guid, text, extensions, notes));
  }
  const put = (text: string): Output => ({ file: PROJECT_FILE, text });
  yield put(
    `<?xml version="1.0" encoding="utf-8"?>\n${xmlTag('Project', {
      xmlns: NAMESPACE,
      name: project.title,
      origin: 'Postil',
      creationDateTime: project.createdAt,
      modifiedDateTime: input.exportedAt,
    })}\n`,
  );
  if (project.annotators.length > 0) {
    const users = project.annotators.map(
      ({ id, name }) => `    ${xmlTag('User', { guid: guidOf('annotator', id), name }, '/')}\n`,
    );
    yield put(`  <Users>\n${users.join('')}  </Users>\n`);
  }
  yield put('  <CodeBook>\n');
  for (const text of writeCodes(codesOf(codebook, [...stances].sort()), '    ')) yield put(text);
  yield put('  </CodeBook>\n');
  if (codings.length > 0) {
    yield put('  <Sources>\n');
    for (const coding of codings) yield put(coding);
    yield put('  </Sources>\n');
  }
  if (notes.length > 0) {
    yield put('  <Notes>\n');
    for (const note of notes) yield put(note);
    yield put('  </Notes>\n');
  }
  yield put('</Project>\n');
}

function sourceElement(
  { record }: ExportDocument,
  guid: string,
  text: string,
  extensions: readonly Extension[],
  notes: string[],
): string {
  const points = makeCodePoints(text);
  const selections = extensions.flatMap(({ annotator, annotations, labels }) =>
    annotations.flatMap((annotation, i) => {
      const creatingUser = annotator ? guidOf('annotator', annotator.id) : undefined;
      const times = { creationDateTime: annotation.createdAt, modifiedDateTime: annotation.updatedAt };
      return annotation.target.ranges.map(({ start, end }, part) => {
        const selection = part === 0 ? annotation.id : guidOf('selection', `${annotation.id} ${part}`);
        const inner = labels[i]!.map((label) => {
          const coding = xmlTag('Coding', {
            guid: guidOf('coding', `${selection} ${label}`),
            creatingUser,
            creationDateTime: times.creationDateTime,
          });
          return `        ${coding}${xmlTag('CodeRef', { targetGUID: guidOf('code', label) }, '/')}</Coding>\n`;
        });
        if (part === 0 && annotation.note !== undefined) {
          const note = guidOf('note', annotation.id);
          inner.push(`        ${xmlTag('NoteRef', { targetGUID: note }, '/')}\n`);
          const name = shorten(annotation.note.replace(/\s+/gu, ' '));
          notes.push(
            `    ${xmlTag('Note', { guid: note, name, creatingUser })}<PlainTextContent>${escapeXmlText(annotation.note)}</PlainTextContent></Note>\n`,
          );
        }
        const tag = xmlTag('PlainTextSelection', {
          guid: selection,
          name: shorten(text.slice(start, end).replace(/\s+/gu, ' ')),
          startPosition: points.toCodePoints(start),
          endPosition: points.toCodePoints(end),
          creatingUser,
          ...times,
        });
        return `      ${tag}\n${inner.join('')}      </PlainTextSelection>\n`;
      });
    }),
  );
  const tag = xmlTag('TextSource', {
    guid,
    name: titleOf(record),
    plainTextPath: `internal://${guid}.txt`,
    creationDateTime: record.importedAt,
  });
  return `    ${tag}\n${selections.join('')}    </TextSource>\n`;
}

/** Actors, codes and stances, each kind under a code of its own, in their hierarchy. */
function codesOf(codebook: Codebook, stances: readonly string[]): QdaCode[] {
  const group = (name: keyof typeof GROUPS, codes: QdaCode[]): QdaCode[] =>
    codes.length === 0 ? [] : [{ guid: guidOf('code', `group ${name}`), name, isCodable: false, codes }];
  const leaf = (name: string, label: string): QdaCode => ({
    guid: guidOf('code', label),
    name,
    isCodable: true,
    codes: [],
  });
  return [
    leaf(BARE_LABEL, BARE_LABEL),
    ...group('Actors', treeOf(codebook.actors, GROUPS.Actors)),
    ...group('Codes', treeOf(codebook.codes, GROUPS.Codes)),
    ...group(
      'Stances',
      stances.map((label) => leaf(label.slice(STANCE.length), label)),
    ),
  ];
}

function treeOf(entries: readonly (Actor | Code)[], prefix: string): QdaCode[] {
  const known = new Set<string>(entries.map(({ id }) => id));
  // Two entries of one name have one label, and so one code.
  const seen = new Set<string>();
  const under = (parent: string | undefined): QdaCode[] =>
    entries
      .filter(
        (entry) =>
          (entry.parent !== undefined && known.has(entry.parent) ? entry.parent : undefined) === parent,
      )
      .flatMap((entry): QdaCode[] => {
        const label = asXmlHolds(prefix + entry.name);
        const codes = under(entry.id);
        if (seen.has(label)) return codes;
        seen.add(label);
        const description =
          'definition' in entry ? entry.definition : 'note' in entry ? entry.note : undefined;
        return [
          { guid: guidOf('code', label), name: asXmlHolds(entry.name), isCodable: true, description, codes },
        ];
      });
  return under(undefined);
}
