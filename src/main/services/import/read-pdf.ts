import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { toUSVString } from 'node:util';
import { PostilError } from '../../../core/errors.ts';
import { layOutPages } from '../../../core/document/page-layout/lay-out-pages.ts';
import type { PageInput, PageItem } from '../../../core/document/page-layout/page-items.ts';
import { leftOut, type ReadFile, type ReadPace } from './read-file.ts';
import { StructuredText } from './structured-text.ts';
import { tellProperties, ToldValues } from './told-metadata.ts';

const MOST_PAGES = 5000;
/** Pieces of text on one page; a drawing made of letters has more. */
const MOST_ITEMS = 50_000;
/** A page with fewer letters than this on average is a picture of one. */
const LEAST_LETTERS = 8;
/** Text whose letters are mostly no characters was made to be looked at only. */
const MOST_UNKNOWN = 0.3;
const PAGES_LISTED = 12;

type PdfJs = typeof import('pdfjs-dist/legacy/build/pdf.mjs');
type Pdf = Awaited<ReturnType<PdfJs['getDocument']>['promise']>;

/**
 * A PDF: its text in reading order, columns one after the other, with pages, joined words and what is page furniture.
 * Fonts are not built, pictures not drawn, scripts not run.
 * @throws PostilError `refused`: no PDF, damaged, protected by a password, or a scan without text
 */
export async function readPdf(bytes: Uint8Array, pace: ReadPace): Promise<ReadFile> {
  if (bytes.length === 0) throw refused('It is empty.');
  // Some programs write a few bytes before it.
  if (!Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) {
    throw refused('It is no PDF, though its name says so.');
  }
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const loading = pdfjs.getDocument({
    // It takes the bytes over, and they are to be kept.
    data: Uint8Array.from(bytes),
    verbosity: pdfjs.VerbosityLevel.ERRORS,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    enableXfa: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    stopAtErrors: false,
    cMapUrl: join(folder, 'cmaps') + sep,
    cMapPacked: true,
    standardFontDataUrl: join(folder, 'standard_fonts') + sep,
  });
  try {
    return await readLoaded(await loading.promise, pdfjs, pace);
  } catch (error) {
    if (error instanceof PostilError) throw error;
    throw asRefusal(error);
  } finally {
    await loading.destroy();
  }
}

function refused(reason: string, cause?: unknown): PostilError {
  return new PostilError('refused', reason, {}, cause);
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  switch (error.name) {
    case 'PasswordException':
      return refused('It is protected by a password. Save it without one and import that.', error);
    case 'InvalidPDFException':
    case 'FormatError':
    case 'UnknownErrorException':
    case 'ResponseException':
      return refused('It is damaged or cut off: it cannot be read as a PDF.', error);
    default:
      return error;
  }
}

async function readLoaded(pdf: Pdf, pdfjs: PdfJs, pace: ReadPace): Promise<ReadFile> {
  if (pdf.numPages > MOST_PAGES) {
    throw refused(`It has ${pdf.numPages} pages; at most ${MOST_PAGES} are read.`);
  }
  const labels = await pdf.getPageLabels();
  const pages: PageInput[] = [];
  let turned = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await readPage(pdf, number, pdfjs);
    turned += page.turned;
    pages.push({ label: labels?.[number - 1]?.slice(0, 40) || null, items: page.items });
    pace.report(`${number}/${pdf.numPages}`);
    await pace.pause();
  }
  refuseScan(pages);
  const writer = new StructuredText();
  let joined = 0;
  for (const { kind, level, marker, ...rendered } of layOutPages(pages)) {
    joined += rendered.joins.filter(({ was }) => was.length > 1).length;
    writer.add(
      kind,
      { ...rendered, inlines: [] },
      { ...(level !== undefined && { level }), ...(marker !== undefined && { marker }) },
    );
  }
  const { text, structure } = writer.finish();
  if (text === '') throw refused('It holds no text.');
  return {
    text,
    structure,
    told: await readTold(pdf),
    notices: [
      ...emptyPages(pages),
      ...(joined > 0
        ? [`${joined.toLocaleString('en')} broken ${joined === 1 ? 'word was' : 'words were'} joined.`]
        : []),
      ...leftOut(turned, 'piece of turned text', 'pieces of turned text'),
    ],
  };
}

async function readPage(
  pdf: Pdf,
  number: number,
  pdfjs: PdfJs,
): Promise<{ readonly items: PageItem[]; readonly turned: number }> {
  const page = await pdf.getPage(number);
  const { transform } = page.getViewport({ scale: 1 });
  const content = await page.getTextContent();
  page.cleanup();
  if (content.items.length > MOST_ITEMS) {
    throw refused(`Its page ${number} holds ${content.items.length} pieces of text; it is a drawing.`);
  }
  const items: PageItem[] = [];
  let turned = 0;
  for (const item of content.items) {
    if (!('str' in item) || item.str === '') continue;
    const [a, b, c, d, left, baseline] = pdfjs.Util.transform(transform, item.transform) as number[];
    const size = Math.hypot(c!, d!);
    // Along margins and over figures: it would stand in the middle of the text.
    if (Math.abs(b!) > Math.abs(a!)) {
      if (item.str.trim() !== '') turned++;
      continue;
    }
    const before = items.at(-1);
    if (item.str.trim() === '') {
      // White space of its own: between two words, however near they stand.
      const isBehind = before !== undefined && Math.abs(before.baseline - baseline!) <= size;
      if (isBehind) items[items.length - 1] = { ...before, text: `${before.text} ` };
      continue;
    }
    items.push({
      text: cleanText(item.str),
      left: left!,
      width: item.width,
      baseline: baseline!,
      size,
      font: item.fontName,
      isRightToLeft: item.dir === 'rtl',
    });
  }
  return { items, turned };
}

// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/g;

function cleanText(text: string): string {
  return toUSVString(text).replace(CONTROLS, '').replaceAll('\t', ' ');
}

function lettersOf({ items }: PageInput): number {
  return items.reduce((sum, { text }) => sum + text.replace(/\s/g, '').length, 0);
}

function refuseScan(pages: readonly PageInput[]): void {
  const letters = pages.reduce((sum, page) => sum + lettersOf(page), 0);
  if (letters < LEAST_LETTERS * pages.length) {
    throw refused(
      'It is a scan: its pages are pictures without text. Have a program recognise the text (OCR), and import what it writes.',
    );
  }
  const unknown = pages.reduce(
    (sum, { items }) =>
      sum + items.reduce((more, { text }) => more + (text.match(/[\ue000-\uf8ff\ufffd]/g)?.length ?? 0), 0),
    0,
  );
  if (unknown > MOST_UNKNOWN * letters) {
    throw refused(
      'Its letters cannot be told: its fonts do not say which characters they show. Have a program recognise the text (OCR).',
    );
  }
}

function emptyPages(pages: readonly PageInput[]): string[] {
  const empty = pages.flatMap((page, i) => (lettersOf(page) === 0 ? [i + 1] : []));
  if (empty.length === 0) return [];
  const listed = empty.slice(0, PAGES_LISTED).join(', ') + (empty.length > PAGES_LISTED ? ', …' : '');
  return [
    empty.length === 1
      ? `Its page ${listed} holds no text: it is empty or a picture.`
      : `${empty.length} of its pages hold no text: they are empty or pictures (${listed}).`,
  ];
}

async function readTold(pdf: Pdf): Promise<ReadFile['told']> {
  const { info } = await pdf.getMetadata();
  const values = new Map<string, unknown>(Object.entries(info));
  const textOf = (name: string) => {
    const value = values.get(name);
    return typeof value === 'string' ? toUSVString(value) : undefined;
  };
  const date = /^D:(\d{4})(\d{2})(\d{2})/.exec(textOf('CreationDate') ?? '');
  const told = new ToldValues();
  tellProperties(told, {
    title: textOf('Title'),
    author: textOf('Author'),
    date: date ? `${date[1]}-${date[2]}-${date[3]}` : undefined,
    language: textOf('Language'),
  });
  return told.values;
}
