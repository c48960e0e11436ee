import { describe, expect, it, vi } from 'vitest';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import {
  createEvidencePages,
  PAGE_ROWS,
  rowAt,
  type EvidenceQuery,
  type EvidenceWindow,
} from '../../../src/renderer/evidence/evidence-pages.ts';

interface Question {
  readonly query: EvidenceQuery;
  readonly offset: number;
  answer(total: number, tag: string): Promise<void>;
  fail(message: string): Promise<void>;
}

/** A service that answers when, and in the order in which, the test says so. */
function setUp() {
  const questions: Question[] = [];
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const pages = createEvidencePages(
    (query, offset, limit) =>
      new Promise<EvidenceWindow>((resolve, reject) => {
        questions.push({
          query,
          offset,
          answer(total, tag) {
            const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) =>
              row(`${tag}${offset + i}`),
            );
            resolve({ total, rows });
            return settle();
          },
          fail(message) {
            reject(new Error(message));
            return settle();
          },
        });
      }),
    (error) => (error as Error).message,
  );
  return { pages, questions };
}

/** Only the quote is looked at here. */
function row(exact: string): Annotation {
  return { target: { quote: { exact } } } as Annotation;
}

function query(text?: string): EvidenceQuery {
  return { folder: '/p', filter: text ? { text } : {}, sort: { by: 'document', descending: false } };
}

const textAt = (pages: ReturnType<typeof createEvidencePages>, index: number) =>
  rowAt(pages.view(), index)?.target.quote.exact;

describe('createEvidencePages', () => {
  it('asks for the first page, then for the pages that come into sight, each once', async () => {
    const { pages, questions } = setUp();
    pages.show(query());
    pages.ensure(0, 10);
    expect(questions.map((asked) => asked.offset)).toEqual([0]);
    await questions[0]!.answer(1000, 'r');
    expect(pages.view()).toMatchObject({ total: 1000, isLoading: false, failure: null });
    expect(textAt(pages, 99)).toBe('r99');
    expect(textAt(pages, 100)).toBeUndefined();

    pages.ensure(195, 305);
    pages.ensure(195, 305);
    expect(questions.map((asked) => asked.offset)).toEqual([0, PAGE_ROWS, 2 * PAGE_ROWS, 3 * PAGE_ROWS]);
    await questions[3]!.answer(1000, 'r');
    expect(textAt(pages, 305)).toBe('r305');
  });

  it('never asks beyond the end', async () => {
    const { pages, questions } = setUp();
    pages.show(query());
    await questions[0]!.answer(150, 'r');
    pages.ensure(100, 400);
    expect(questions.map((asked) => asked.offset)).toEqual([0, 100]);
  });

  it('keeps the rows of the old query until the new one answers', async () => {
    const { pages, questions } = setUp();
    pages.show(query());
    await questions[0]!.answer(500, 'old');
    pages.show(query('x'));
    expect(pages.view().isLoading).toBe(true);
    expect(textAt(pages, 3)).toBe('old3');
    pages.ensure(100, 120);
    expect(questions).toHaveLength(2);
    await questions[1]!.answer(7, 'new');
    expect(pages.view()).toMatchObject({ total: 7, isLoading: false });
    expect(textAt(pages, 3)).toBe('new3');
    expect(textAt(pages, 50)).toBeUndefined();
  });

  it('drops the answer to a question that is no longer asked', async () => {
    const { pages, questions } = setUp();
    pages.show(query('a'));
    pages.show(query('ab'));
    await questions[1]!.answer(2, 'ab');
    await questions[0]!.answer(9, 'a');
    expect(pages.view().total).toBe(2);
    expect(textAt(pages, 0)).toBe('ab0');
  });

  it('drops a page of the query before, though it comes later', async () => {
    const { pages, questions } = setUp();
    pages.show(query());
    await questions[0]!.answer(500, 'old');
    pages.ensure(100, 120);
    pages.show(query('x'));
    await questions[2]!.answer(300, 'new');
    await questions[1]!.answer(500, 'old');
    expect(textAt(pages, 110)).toBeUndefined();
    pages.ensure(100, 120);
    await questions[3]!.answer(300, 'new');
    expect(textAt(pages, 110)).toBe('new110');
  });

  it('asks nothing when the same query is shown again', async () => {
    const { pages, questions } = setUp();
    pages.show(query('a'));
    await questions[0]!.answer(1, 'a');
    pages.show(query('a'));
    expect(questions).toHaveLength(1);
  });

  it('refreshes what is in sight without a blank, and forgets what is not', async () => {
    const { pages, questions } = setUp();
    pages.show(query());
    await questions[0]!.answer(1000, 'r');
    pages.ensure(250, 310);
    await questions[1]!.answer(1000, 'r');
    await questions[2]!.answer(1000, 'r');
    pages.refresh();
    expect(questions.slice(3).map((asked) => asked.offset)).toEqual([200, 300]);
    await questions[3]!.answer(1001, 's');
    expect(textAt(pages, 305)).toBe('r305');
    await questions[4]!.answer(1001, 's');
    expect(pages.view().total).toBe(1001);
    expect([textAt(pages, 250), textAt(pages, 305)]).toEqual(['s250', 's305']);
    expect(textAt(pages, 5)).toBeUndefined();
  });

  it('says a failure, keeps what is drawn, and asks again when told to', async () => {
    const { pages, questions } = setUp();
    pages.show(query());
    await questions[0]!.answer(10, 'r');
    pages.show(query('x'));
    await questions[1]!.fail('No disk.');
    expect(pages.view()).toMatchObject({ failure: 'No disk.', isLoading: false });
    expect(textAt(pages, 1)).toBe('r1');
    pages.refresh();
    await questions[2]!.answer(4, 'x');
    expect(pages.view()).toMatchObject({ failure: null, total: 4 });
    expect(textAt(pages, 1)).toBe('x1');
  });

  it('tells its listeners, and no longer those that left', async () => {
    const { pages, questions } = setUp();
    const listener = vi.fn();
    const stop = pages.subscribe(listener);
    pages.show(query());
    await questions[0]!.answer(1, 'r');
    const told = listener.mock.calls.length;
    expect(told).toBeGreaterThan(0);
    stop();
    pages.show(query('x'));
    expect(listener).toHaveBeenCalledTimes(told);
  });
});
