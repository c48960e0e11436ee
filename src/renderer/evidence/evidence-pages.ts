import type { Annotation } from '../../core/annotation/annotation.ts';
import type { EvidenceFilter, EvidenceSort } from '../../core/evidence/evidence.ts';

export const PAGE_ROWS = 100;

export interface EvidenceQuery {
  /** The project's folder: another project is another query. */
  readonly folder: string;
  readonly filter: EvidenceFilter;
  readonly sort: EvidenceSort;
}

export interface EvidenceWindow {
  readonly total: number;
  readonly rows: readonly Annotation[];
}

/** What the table draws. A new object whenever anything of it changes. */
export interface EvidenceView {
  /** Of the query that the rows answer; null before the first answer. */
  readonly key: string | null;
  readonly total: number;
  /** Another query was asked and its first rows are on their way; those of the one before stay drawn. */
  readonly isLoading: boolean;
  readonly failure: string | null;
  /** By page number. */
  readonly pages: ReadonlyMap<number, readonly Annotation[]>;
}

export interface EvidencePages {
  view(): EvidenceView;
  subscribe(listener: () => void): () => void;
  /** Asks for the rows of a query, unless it is the one asked for already. */
  show(query: EvidenceQuery): void;
  /** Asks for the pages that hold these rows, 0-based, both inclusive, where they are not there. */
  ensure(first: number, last: number): void;
  /** Asks again for what is drawn; it stays drawn until the answers are there. */
  refresh(): void;
}

interface Page {
  readonly epoch: number;
  readonly rows: readonly Annotation[];
}

export function queryKey(query: EvidenceQuery): string {
  return JSON.stringify([query.folder, query.filter, query.sort]);
}

export function rowAt(view: EvidenceView, index: number): Annotation | undefined {
  return view.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
}

/**
 * The rows of a query, fetched page by page as they come into sight. An answer to a question that is no longer asked
 * is dropped.
 * @param fetchWindow asks the services; may reject
 * @param messageOf a rejection as a sentence for the user
 */
export function createEvidencePages(
  fetchWindow: (query: EvidenceQuery, offset: number, limit: number) => Promise<EvidenceWindow>,
  messageOf: (error: unknown) => string,
): EvidencePages {
  const listeners = new Set<() => void>();
  let view: EvidenceView = { key: null, total: 0, isLoading: true, failure: null, pages: new Map() };
  let wanted: EvidenceQuery | null = null;
  /** Grows with each question that makes the answers to all earlier ones stale. */
  let epoch = 0;
  let pages = new Map<number, Page>();
  let asked = new Set<number>();
  let inSight = { first: 0, last: 0 };

  function publish(patch: Partial<EvidenceView>): void {
    view = { ...view, ...patch };
    for (const listener of listeners) listener();
  }
  function drawn(): ReadonlyMap<number, readonly Annotation[]> {
    return new Map(Array.from(pages, ([number, page]) => [number, page.rows]));
  }

  function ask(query: EvidenceQuery, number: number, onAnswer: (answer: EvidenceWindow) => void): void {
    const askedIn = epoch;
    asked.add(number);
    fetchWindow(query, number * PAGE_ROWS, PAGE_ROWS).then(
      (answer) => {
        if (askedIn !== epoch) return;
        asked.delete(number);
        pages.set(number, { epoch, rows: answer.rows });
        onAnswer(answer);
      },
      (error: unknown) => {
        if (askedIn !== epoch) return;
        asked.delete(number);
        publish({ isLoading: false, failure: messageOf(error) });
      },
    );
  }

  /** All of `numbers` anew; what was drawn stays until the last of them is there, and goes with it. */
  function askAnew(query: EvidenceQuery, numbers: readonly number[]): void {
    epoch += 1;
    asked = new Set();
    const begun = epoch;
    const key = queryKey(query);
    const waiting = new Set(numbers);
    for (const number of numbers) {
      ask(query, number, (answer) => {
        waiting.delete(number);
        if (waiting.size > 0) return;
        pages = new Map([...pages].filter(([, page]) => page.epoch === begun));
        publish({ key, total: answer.total, isLoading: false, failure: null, pages: drawn() });
      });
    }
  }

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show(query) {
      if (wanted && queryKey(wanted) === queryKey(query)) return;
      wanted = query;
      inSight = { first: 0, last: 0 };
      publish({ isLoading: true, failure: null });
      askAnew(query, [0]);
    },
    ensure(first, last) {
      if (!wanted || view.key !== queryKey(wanted)) return;
      const query = wanted;
      inSight = { first: Math.floor(first / PAGE_ROWS), last: Math.floor(last / PAGE_ROWS) };
      for (let number = inSight.first; number <= inSight.last; number++) {
        if (pages.has(number) || asked.has(number) || number * PAGE_ROWS >= view.total) continue;
        ask(query, number, ({ total }) => publish({ total, failure: null, pages: drawn() }));
      }
    },
    refresh() {
      if (!wanted) return;
      const numbers = [];
      for (let number = inSight.first; number <= inSight.last; number++) numbers.push(number);
      askAnew(wanted, view.key === queryKey(wanted) ? numbers : [0]);
    },
  };
}
