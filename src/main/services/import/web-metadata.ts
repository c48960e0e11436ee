import type { MetadataField } from '../../../core/document/document.ts';
import type { ToldMetadata } from '../../../core/document/metadata.ts';
import type { HtmlDocument } from './html-tree.ts';
import { ToldValues } from './told-metadata.ts';

/** Names of `<meta>`, the surest first. */
const META_NAMES: readonly (readonly [MetadataField, readonly string[]])[] = [
  ['title', ['citation_title', 'og:title', 'dc.title', 'dcterms.title', 'twitter:title']],
  [
    'author',
    ['citation_author', 'author', 'article:author', 'dc.creator', 'dcterms.creator', 'parsely-author', 'byl'],
  ],
  ['outlet', ['citation_journal_title', 'og:site_name', 'dc.publisher', 'application-name']],
  [
    'date',
    [
      'article:published_time',
      'citation_publication_date',
      'citation_date',
      'datepublished',
      'dc.date.issued',
      'dcterms.date',
      'dc.date',
      'parsely-pub-date',
      'pubdate',
      'date',
    ],
  ],
  ['language', ['dc.language', 'og:locale', 'content-language']],
];
const MOST_JSON = 1024 * 1024;
const MOST_OBJECTS = 2000;

/** What a page says of itself: in its `<meta>`, its JSON-LD, its title and its language. */
export function readWebMetadata(document: HtmlDocument): ToldMetadata {
  const told = new ToldValues();
  const article = findArticleData(document);
  if (article) {
    const how = 'the page’s JSON-LD';
    told.tell('title', textOf(article['headline']) ?? textOf(article['name']), how, true);
    told.tell('author', namesOf(article['author']), how, true);
    told.tell('outlet', namesOf(article['publisher']), how, true);
    told.tell('date', textOf(article['datePublished']), how, true);
    told.tell('language', textOf(article['inLanguage']), how, false);
  }
  const metas = readMetas(document);
  for (const [field, names] of META_NAMES) {
    for (const name of names) {
      const values = (metas.get(name) ?? []).filter(
        (value) => field !== 'author' || !/^https?:/i.test(value),
      );
      if (values.length === 0) continue;
      const value = field === 'author' ? [...new Set(values)].join(', ') : values[0];
      told.tell(field, value, `the page’s <meta>: ${name}`, field !== 'language');
    }
  }
  const published = document.querySelector(
    'time[itemprop="datePublished"][datetime], time[pubdate][datetime]',
  );
  told.tell('date', published?.getAttribute('datetime'), 'the page’s <time>', true);
  told.tell('title', document.querySelector('head > title')?.textContent, 'the page’s <title>', false);
  told.tell('language', document.documentElement.getAttribute('lang'), 'the page’s lang', false);
  return told.values;
}

function readMetas(document: HtmlDocument): Map<string, string[]> {
  const metas = new Map<string, string[]>();
  for (const meta of document.querySelectorAll('meta[content]')) {
    const name = (
      meta.getAttribute('property') ??
      meta.getAttribute('name') ??
      meta.getAttribute('itemprop') ??
      meta.getAttribute('http-equiv') ??
      ''
    ).toLowerCase();
    const value = meta.getAttribute('content')?.trim() ?? '';
    if (name === '' || value === '') continue;
    metas.set(name, [...(metas.get(name) ?? []), value].slice(0, 50));
  }
  return metas;
}

type Data = Readonly<Record<string, unknown>>;
const ARTICLE = /(?:Article|Report|BlogPosting|Posting)$/;

/** The article among what a page's JSON-LD describes. */
function findArticleData(document: HtmlDocument): Data | null {
  let looked = 0;
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const source = script.textContent ?? '';
    if (source.length > MOST_JSON) continue;
    const open: unknown[] = [parseOrNull(source)];
    for (let value = open.pop(); value !== undefined && looked < MOST_OBJECTS; value = open.pop()) {
      looked++;
      if (Array.isArray(value)) open.push(...value.slice(0, MOST_OBJECTS));
      if (!isData(value)) continue;
      const types = [value['@type']].flat();
      if (types.some((type) => typeof type === 'string' && ARTICLE.test(type))) return value;
      if (value['@graph'] !== undefined) open.push(value['@graph']);
      if (value['mainEntity'] !== undefined) open.push(value['mainEntity']);
    }
  }
  return null;
}

/** JSON-LD that does not parse says nothing; the page is read without it. */
function parseOrNull(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A person or an organisation, or several, by name. */
function namesOf(value: unknown): string | undefined {
  const names = [value].flat().flatMap((one) => {
    const name = textOf(one) ?? (isData(one) ? textOf(one['name']) : undefined);
    return name === undefined || /^https?:/i.test(name) ? [] : [name];
  });
  return names.length === 0 ? undefined : names.join(', ');
}
