import { Readability } from '@mozilla/readability';
import { PostilError } from '../../../core/errors.ts';
import { flowNotices } from './flow-notices.ts';
import { decodeHtml } from './decode-html.ts';
import { assertReadable, parseHtml, walkTree, type HtmlDocument } from './html-tree.ts';
import { MarkupFlow } from './markup-flow.ts';
import type { ReadFile } from './read-file.ts';
import { StructuredText } from './structured-text.ts';
import { readWebMetadata } from './web-metadata.ts';

/** An article that is so little of its page was not recognised. */
const LEAST_SHARE = 0.25;
const LEAST_LENGTH = 250;

/**
 * A web page that was saved: its article without what the site puts around it, or all of it where no article can be
 * told. Nothing in it is run, fetched or shown; the text and its structure are all that is kept.
 * @throws PostilError `refused`
 */
export function readHtml(bytes: Uint8Array): ReadFile {
  const { source, encoding } = decodeHtml(bytes);
  const document = parseHtml(source);
  if (!document.documentElement) throw new PostilError('refused', 'It is no web page.');
  assertReadable(document.documentElement);
  const told = readWebMetadata(document);
  const whole = wordsOf(document.body?.textContent ?? '');
  const article = findArticle(source, whole.length);
  const writer = new StructuredText();
  const flow = new MarkupFlow(writer);
  const notices: string[] = [];
  if (article) {
    // What Readability takes off the article's head and keeps beside it belongs to the text.
    const title = told.title?.isSure ? told.title.value : article.title;
    writeHead(flow, article.hasTitle(title) ? '' : title, article.byline);
    walkTree(article.root, flow);
  } else {
    walkTree(document.body ?? document.documentElement, flow);
    notices.push('No article was recognised in the page: the whole page’s text was kept.');
  }
  flow.finish();
  const { text, structure } = writer.finish();
  if (text === '') throw new PostilError('refused', 'It holds no text.');
  const left = whole.length - wordsOf(text).length;
  if (article && left > 0) {
    notices.push(
      `Only its article was kept; ${left.toLocaleString('en')} ${left === 1 ? 'word' : 'words'} around it (menus, notices, comments) were left out.`,
    );
  }
  return { text, structure, told, encoding, notices: [...notices, ...flowNotices(flow)] };
}

type HtmlElement = HtmlDocument['documentElement'];

interface Article {
  readonly root: unknown;
  readonly title: string;
  /** Whether a title, or what of it is no name of the site, stands over its text by itself. */
  hasTitle(title: string): boolean;
  readonly byline: string;
}

/** @param words of the whole page */
function findArticle(source: string, words: number): Article | null {
  // Readability takes the tree apart: it gets one of its own.
  const document = parseHtml(source);
  for (const element of document.querySelectorAll('script, style, noscript')) element.remove();
  keepHeadings(document);
  // Hidden from screen readers, since the picture says the same; here there is no picture.
  for (const caption of document.querySelectorAll('figcaption')) caption.removeAttribute('aria-hidden');
  const article = new Readability<HtmlElement>(document as never, {
    keepClasses: true,
    disableJSONLD: true,
    serializer: (node: unknown) => node as HtmlElement,
  }).parse();
  const content = article?.textContent?.trim() ?? '';
  if (!article?.content || content.length < LEAST_LENGTH) return null;
  if (wordsOf(content).length < words * LEAST_SHARE) return null;
  const root = article.content;
  const heading = root.querySelector('[data-level="1"]')?.textContent?.trim() ?? '';
  return {
    root,
    title: article.title?.trim() ?? '',
    hasTitle: (title) =>
      content.slice(0, 2 * title.length + 200).includes(title) ||
      (heading !== '' && title.startsWith(heading)),
    byline: article.byline?.trim() ?? '',
  };
}

/** Readability drops a heading of the first two levels that is like the page's title, and makes the first the second. */
function keepHeadings(document: HtmlDocument): void {
  for (const heading of document.querySelectorAll('h1, h2')) {
    const kept = document.createElement('h3');
    for (const { name, value } of heading.attributes) kept.setAttribute(name, value);
    kept.setAttribute('data-level', heading.localName === 'h1' ? '1' : '2');
    kept.append(...heading.childNodes);
    heading.replaceWith(kept);
  }
}

function writeHead(flow: MarkupFlow, title: string, byline: string): void {
  for (const [element, text] of [
    ['title', title],
    ['p', byline],
  ] as const) {
    if (text === '') continue;
    flow.open(element);
    flow.text(text);
    flow.close(element);
  }
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
