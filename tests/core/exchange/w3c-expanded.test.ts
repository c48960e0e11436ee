import jsonld from 'jsonld';
import { expect, it } from 'vitest';
import { writeW3c } from '../../../src/core/exchange/w3c/write.ts';
import { ANNOTATION_CONTEXT } from '../../../src/core/exchange/w3c/vocabulary.ts';
import { goldenProject } from './golden.ts';
import { collect } from './memory-project.ts';

/**
 * The terms of the W3C's context that the export uses, by hand from the Web Annotation Vocabulary: there is no network
 * in a test.
 */
const TERMS = {
  oa: 'http://www.w3.org/ns/oa#',
  as: 'http://www.w3.org/ns/activitystreams#',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  dctypes: 'http://purl.org/dc/dcmitype/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  id: { '@id': '@id', '@type': '@id' },
  type: { '@id': '@type', '@type': '@vocab' },
  Annotation: 'oa:Annotation',
  AnnotationCollection: 'as:OrderedCollection',
  AnnotationPage: 'as:OrderedCollectionPage',
  SpecificResource: 'oa:SpecificResource',
  TextualBody: 'oa:TextualBody',
  TextPositionSelector: 'oa:TextPositionSelector',
  TextQuoteSelector: 'oa:TextQuoteSelector',
  Text: 'dctypes:Text',
  Person: 'foaf:Person',
  Software: 'as:Application',
  body: { '@type': '@id', '@id': 'oa:hasBody' },
  target: { '@type': '@id', '@id': 'oa:hasTarget' },
  source: { '@type': '@id', '@id': 'oa:hasSource' },
  selector: { '@type': '@id', '@id': 'oa:hasSelector' },
  state: { '@type': '@id', '@id': 'oa:hasState' },
  motivation: { '@type': '@vocab', '@id': 'oa:motivatedBy' },
  purpose: { '@type': '@vocab', '@id': 'oa:hasPurpose' },
  tagging: 'oa:tagging',
  assessing: 'oa:assessing',
  commenting: 'oa:commenting',
  highlighting: 'oa:highlighting',
  exact: 'oa:exact',
  prefix: 'oa:prefix',
  suffix: 'oa:suffix',
  start: { '@type': 'xsd:nonNegativeInteger', '@id': 'oa:start' },
  end: { '@type': 'xsd:nonNegativeInteger', '@id': 'oa:end' },
  first: { '@type': '@id', '@id': 'as:first' },
  partOf: { '@type': '@id', '@id': 'as:partOf' },
  startIndex: { '@type': 'xsd:nonNegativeInteger', '@id': 'as:startIndex' },
  items: { '@type': '@id', '@id': 'as:items', '@container': '@list' },
  total: { '@type': 'xsd:nonNegativeInteger', '@id': 'as:totalItems' },
  created: { '@id': 'dcterms:created', '@type': 'xsd:dateTime' },
  modified: { '@id': 'dcterms:modified', '@type': 'xsd:dateTime' },
  generated: { '@id': 'dcterms:issued', '@type': 'xsd:dateTime' },
  generator: { '@id': 'as:generator', '@type': '@id' },
  creator: { '@type': '@id', '@id': 'dcterms:creator' },
  format: 'dc:format',
  language: 'dc:language',
  value: 'rdf:value',
  label: 'rdfs:label',
  name: 'foaf:name',
};

type Node = Record<string, never[]> & { '@id'?: string; '@type'?: string[] };

it('expands to the Web Annotation vocabulary, with nothing dropped', async () => {
  const document = JSON.parse(await collect(writeW3c(goldenProject().exportInput())));
  const unknown: unknown[] = [];
  const expand = jsonld.expand as (document: unknown, options: unknown) => Promise<unknown>;
  const expanded = (await expand(document, {
    safe: true,
    documentLoader: async (url: string) => {
      if (url !== ANNOTATION_CONTEXT) throw new Error(`asked for ${url}`);
      return { documentUrl: url, contextUrl: undefined, document: { '@context': TERMS } };
    },
    eventHandler: ({ event }: { event: unknown }) => unknown.push(event),
  })) as Node[];
  expect(unknown).toEqual([]);
  const [collection] = expanded;
  expect(collection!['@type']).toEqual(['http://www.w3.org/ns/activitystreams#OrderedCollection']);
  const [page] = collection!['http://www.w3.org/ns/activitystreams#first'] as Node[];
  const [list] = page!['http://www.w3.org/ns/activitystreams#items'] as unknown as { '@list': Node[] }[];
  const annotations = list!['@list'];
  expect(annotations).toHaveLength(8);
  const oa = (term: string): string => `http://www.w3.org/ns/oa#${term}`;
  for (const annotation of annotations) {
    expect(annotation['@type']).toEqual([oa('Annotation')]);
    const [target] = annotation[oa('hasTarget')] as Node[];
    expect(target![oa('hasSource')]).toHaveLength(1);
    expect(target![oa('hasState')]).toHaveLength(1);
    const selectors = target![oa('hasSelector')] as Node[];
    expect(selectors.length % 2).toBe(0);
    // Exactly one `exact`, as the model asks.
    const quotes = selectors.filter((selector) => selector['@type']![0] === oa('TextQuoteSelector'));
    expect(quotes.every((quote) => quote[oa('exact')]!.length === 1)).toBe(true);
  }
  const stance = JSON.stringify(expanded).match(
    /urn:postil:ns#attribution":\[\{"@list":\[\{"@id":"urn:postil:author"\}/,
  );
  expect(stance).not.toBeNull();
});
