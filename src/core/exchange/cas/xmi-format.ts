import { countReadingStates } from '../count-reading-states.ts';
import type { ExportInput } from '../exchange.ts';
import { brokenFile } from '../fault.ts';
import type { ExchangeFiles, Output, ReadableFormat, WritableFormat } from '../format.ts';
import { itOrFile, spanFileName } from '../spans/file-names.ts';
import { readSpanFiles } from '../spans/read-span-files.ts';
import { spanDocuments, type SpanDocument } from '../spans/span-document.ts';
import { readXml } from '../xml/read-xml.ts';
import { escapeXmlText, xmlTag } from '../xml/write-xml.ts';
import {
  CAS_OFFSETS,
  CAS_TYPES,
  readBackCas,
  spansOfCas,
  structuresOf,
  type CasDocument,
  type FeatureStructure,
} from './cas.ts';

const TYPE_SYSTEM = 'TypeSystem.xml';
const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * UIMA CAS as XMI, a file a document and annotator, and the type system that goes with them: what INCEpTION, DKPro and
 * Cassis read. Source: OMG XMI 2.0; UIMA References, "XMI CAS Serialization".
 */
export const casXmiFormat: WritableFormat & ReadableFormat = {
  write,
  cannotHold: countReadingStates,
  held: (annotation) => annotation,
  readBack: (files) => readBackCas(readDocuments(files)),
  isPart: (name) =>
    name === '' || name.endsWith('.xmi') || (name.endsWith('.xml') && !/typesystem/i.test(name)),
  read: (files, intake) => readSpanFiles(readDocuments(files), intake, CAS_OFFSETS, 'There is no XMI in it.'),
};

async function* write(input: ExportInput): AsyncGenerator<Output> {
  yield { file: TYPE_SYSTEM, text: typeSystem() };
  for await (const document of spanDocuments(input)) {
    yield { file: `${spanFileName(document)}.xmi`, text: toXmi(document) };
  }
}

function typeSystem(): string {
  const types = CAS_TYPES.map(({ name, supertype, about, features }) => {
    const inner = Object.entries(features).map(
      ([feature, what]) =>
        `<featureDescription><name>${feature}</name><description>${escapeXmlText(what)}</description><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>`,
    );
    return `<typeDescription><name>${name}</name><description>${escapeXmlText(about)}</description><supertypeName>${supertype}</supertypeName><features>\n${inner.join('\n')}\n</features></typeDescription>`;
  });
  return `${PROLOGUE}<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">
<name>Postil</name><description>Passages and what analysts said of them</description><version>1.0</version><vendor>Postil</vendor>
<types>
${types.join('\n')}
</types>
</typeSystemDescription>
`;
}

function toXmi(document: SpanDocument): string {
  const structures = structuresOf(document);
  const sofa = 1;
  const lines = structures.map(({ type, begin, end, features }, i) =>
    xmlTag(
      type.replace('.', ':'),
      { 'xmi:id': i + 3, ...(begin !== undefined && { sofa, begin, end }), ...features },
      '/',
    ),
  );
  const members = [2, ...structures.map((_, i) => i + 3)].join(' ');
  return `${PROLOGUE}<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:tcas="http:///uima/tcas.ecore" xmlns:postil="http:///postil.ecore" xmi:version="2.0">
${xmlTag('cas:NULL', { 'xmi:id': 0 }, '/')}
${xmlTag('tcas:DocumentAnnotation', { 'xmi:id': 2, sofa, begin: 0, end: document.text.length, language: 'x-unspecified' }, '/')}
${lines.join('\n')}
${xmlTag('cas:Sofa', { 'xmi:id': sofa, sofaNum: 1, sofaID: '_InitialView', mimeType: 'text', sofaString: document.text }, '/')}
${xmlTag('cas:View', { sofa, members }, '/')}
</xmi:XMI>
`;
}

async function* readDocuments(files: ExchangeFiles): AsyncGenerator<CasDocument> {
  for (const name of files.names) {
    if (!casXmiFormat.isPart!(name)) continue;
    const structures: FeatureStructure[] = [];
    let text: string | undefined;
    let depth = 0;
    await readXml(files.text(name), {
      open(element) {
        depth++;
        if (depth === 1 && element.name !== 'xmi') {
          throw brokenFile(`${itOrFile(name)} is no XMI.`, element.line);
        }
        if (element.name === 'sofa') text ??= element.attribute('sofastring');
        else if (depth === 2) structures.push(toStructure(element));
      },
      text() {},
      close() {
        depth--;
      },
    });
    if (text === undefined) throw brokenFile(`${itOrFile(name)} has no text (sofaString) in it.`);
    yield { ...spansOfCas(name, files.label, text, structures), name };
  }
}

const FEATURES = [
  'label',
  'value',
  'category',
  'tag',
  'identifier',
  'type',
  'passage',
  'part',
  'note',
  'json',
];

function toStructure({
  name,
  attribute,
}: {
  readonly name: string;
  attribute(name: string): string | undefined;
}): FeatureStructure {
  const number = (key: string): number | undefined => {
    const value = attribute(key);
    return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  };
  const features: Record<string, string> = {};
  for (const feature of FEATURES) {
    const value = attribute(feature);
    if (value !== undefined) features[feature] = value;
  }
  return {
    type: name === 'whole' ? 'postil.Whole' : name,
    begin: number('begin'),
    end: number('end'),
    features,
  };
}
