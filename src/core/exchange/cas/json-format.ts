import { z } from 'zod';
import { countReadingStates } from '../count-reading-states.ts';
import type { ExportInput } from '../exchange.ts';
import { brokenFile, Refusal } from '../fault.ts';
import type { ExchangeFiles, Output, ReadableFormat, WritableFormat } from '../format.ts';
import { readJson } from '../read-json.ts';
import { itOrFile, spanFileName } from '../spans/file-names.ts';
import { readSpanFiles } from '../spans/read-span-files.ts';
import { spanDocuments, type SpanDocument } from '../spans/span-document.ts';
import {
  CAS_OFFSETS,
  CAS_TYPES,
  readBackCas,
  spansOfCas,
  structuresOf,
  type CasDocument,
  type FeatureStructure,
} from './cas.ts';

/**
 * UIMA CAS JSON 0.4, a file a document and annotator, with Postil's types embedded.
 * Source: Apache UIMA Java SDK, "JSON serialization of CAS", and DKPro Cassis.
 */
export const casJsonFormat: WritableFormat & ReadableFormat = {
  write,
  cannotHold: countReadingStates,
  held: (annotation) => annotation,
  readBack: (files) => readBackCas(readDocuments(files)),
  isPart: (name) => name === '' || name.endsWith('.json'),
  read: (files, intake) =>
    readSpanFiles(readDocuments(files), intake, CAS_OFFSETS, 'There is no CAS JSON in it.'),
};

async function* write(input: ExportInput): AsyncGenerator<Output> {
  for await (const document of spanDocuments(input)) {
    yield { file: `${spanFileName(document)}.json`, text: `${JSON.stringify(toCas(document), null, 1)}\n` };
  }
}

function toCas(document: SpanDocument): unknown {
  const { text } = document;
  const structures = structuresOf(document).map(({ type, begin, end, features }, i) => ({
    '%ID': i + 3,
    '%TYPE': type,
    ...(begin !== undefined && { '@sofa': 1, begin, end }),
    ...features,
  }));
  return {
    '%TYPES': Object.fromEntries(
      CAS_TYPES.map(({ name, supertype, features }) => [
        name,
        {
          '%NAME': name,
          '%SUPER_TYPE': supertype,
          ...Object.fromEntries(
            Object.keys(features).map((feature) => [
              feature,
              { '%NAME': feature, '%RANGE': 'uima.cas.String' },
            ]),
          ),
        },
      ]),
    ),
    '%FEATURE_STRUCTURES': [
      {
        '%ID': 1,
        '%TYPE': 'uima.cas.Sofa',
        sofaNum: 1,
        sofaID: '_InitialView',
        mimeType: 'text/plain',
        sofaString: text,
      },
      {
        '%ID': 2,
        '%TYPE': 'uima.tcas.DocumentAnnotation',
        '@sofa': 1,
        begin: 0,
        end: text.length,
        language: 'x-unspecified',
      },
      ...structures,
    ],
    '%VIEWS': {
      _InitialView: { '%SOFA': 1, '%MEMBERS': [2, ...structures.map((structure) => structure['%ID'])] },
    },
  };
}

const structureSchema = z.looseObject({
  '%TYPE': z.string(),
  begin: z.int().nonnegative().optional(),
  end: z.int().nonnegative().optional(),
});
const casSchema = z.looseObject({
  '%FEATURE_STRUCTURES': z.union([z.array(structureSchema), z.record(z.string(), structureSchema)]),
});

async function* readDocuments(files: ExchangeFiles): AsyncGenerator<CasDocument> {
  for (const name of files.names) {
    let json = '';
    for await (const chunk of files.text(name)) json += chunk;
    let value: unknown;
    try {
      value = readJson(json);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw brokenFile(`${itOrFile(name)} ${error.message}.`, undefined, error);
    }
    const parsed = casSchema.safeParse(value);
    const structures = parsed.success ? Object.values(parsed.data['%FEATURE_STRUCTURES']) : [];
    const sofa = structures.find((structure) => structure['%TYPE'] === 'uima.cas.Sofa');
    const text = sofa?.['sofaString'];
    if (typeof text !== 'string') {
      throw brokenFile(`${itOrFile(name)} is no CAS JSON with a text in it.`);
    }
    yield { ...spansOfCas(name, files.label, text, structures.map(toStructure)), name };
  }
}

function toStructure(structure: z.infer<typeof structureSchema>): FeatureStructure {
  const strings = Object.entries(structure).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    type: structure['%TYPE'],
    begin: structure.begin,
    end: structure.end,
    features: Object.fromEntries(strings),
  };
}
