import type { Progress } from '../../core/ports.ts';

export const PAGE_ROWS = 100;

export interface RowWindow<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

/** What a table draws. A new object whenever anything of it changes. */
export interface RowView<Row, Answer extends RowWindow<Row>> {
  /** Of the query that the rows answer; null before the first answer. */
  readonly key: string | null;
  readonly total: number;
  /** The last answer, for what it says besides its rows. */
  readonly answer: Answer | null;
  /** Another query was asked and its first rows are on their way; those of the one before stay drawn. */
  readonly isLoading: boolean;
  /** Of the query that is on its way, where it says. */
  readonly progress: Progress | null;
  readonly failure: string | null;
  /** By page number. */
  readonly pages: ReadonlyMap<number, readonly Row[]>;
}

export interface RowPages<Query, Row, Answer extends RowWindow<Row>> {
  view(): RowView<Row, Answer>;
  subscribe(listener: () => void): () => void;
  /** Asks for the rows of a query, unless it is the one asked for already. */
  show(query: Query): void;
  /** Asks for the pages that hold these rows, 0-based, both inclusive, where they are not there. */
  ensure(first: number, last: number): void;
  /** Asks again for what is drawn; it stays drawn until the answers are there. */
  refresh(): void;
}

export interface FetchOptions {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
}

export interface RowSource<Query, Answer> {
  /** Asks the services; may reject. */
  fetch(query: Query, offset: number, limit: number, options: FetchOptions): Promise<Answer>;
  /** Equal for queries that have the same answer. */
  keyOf(query: Query): string;
  /** A rejection as a sentence for the user. */
  messageOf(error: unknown): string;
}

export function rowIn<Row>(
  view: Pick<RowView<Row, RowWindow<Row>>, 'pages'>,
  index: number,
): Row | undefined {
  return view.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
}

/**
 * The rows of a query, fetched page by page as they come into sight. An answer to a question that is no longer asked
 * is dropped.
 */
export function createRowPages<Query, Row, Answer extends RowWindow<Row>>({
  fetch,
  keyOf,
  messageOf,
}: RowSource<Query, Answer>): RowPages<Query, Row, Answer> {
  type View = RowView<Row, Answer>;
  const listeners = new Set<() => void>();
  let view: View = {
    key: null,
    total: 0,
    answer: null,
    isLoading: true,
    progress: null,
    failure: null,
    pages: new Map(),
  };
  let wanted: Query | null = null;
  /** Grows with each question that makes the answers to all earlier ones stale. */
  let epoch = 0;
  let asking = new AbortController();
  let pages = new Map<number, { readonly epoch: number; readonly rows: readonly Row[] }>();
  let asked = new Set<number>();
  let inSight = { first: 0, last: 0 };

  function publish(patch: Partial<View>): void {
    view = { ...view, ...patch };
    for (const listener of listeners) listener();
  }
  function drawn(): ReadonlyMap<number, readonly Row[]> {
    return new Map(Array.from(pages, ([number, page]) => [number, page.rows]));
  }

  function ask(query: Query, number: number, onAnswer: (answer: Answer) => void): void {
    const askedIn = epoch;
    asked.add(number);
    const onProgress = (progress: Progress): void => {
      if (askedIn === epoch && view.isLoading) publish({ progress });
    };
    fetch(query, number * PAGE_ROWS, PAGE_ROWS, { signal: asking.signal, onProgress }).then(
      (answer) => {
        if (askedIn !== epoch) return;
        asked.delete(number);
        pages.set(number, { epoch, rows: answer.rows });
        onAnswer(answer);
      },
      (error: unknown) => {
        if (askedIn !== epoch) return;
        asked.delete(number);
        publish({ isLoading: false, progress: null, failure: messageOf(error) });
      },
    );
  }

  /** All of `numbers` anew; what was drawn stays until the last of them is there, and goes with it. */
  function askAnew(query: Query, numbers: readonly number[]): void {
    epoch += 1;
    asking.abort();
    asking = new AbortController();
    asked = new Set();
    const begun = epoch;
    const key = keyOf(query);
    const waiting = new Set(numbers);
    for (const number of numbers) {
      ask(query, number, (answer) => {
        waiting.delete(number);
        if (waiting.size > 0) return;
        pages = new Map([...pages].filter(([, page]) => page.epoch === begun));
        publish({
          key,
          total: answer.total,
          answer,
          isLoading: false,
          progress: null,
          failure: null,
          pages: drawn(),
        });
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
      if (wanted && keyOf(wanted) === keyOf(query)) return;
      wanted = query;
      inSight = { first: 0, last: 0 };
      publish({ isLoading: true, progress: null, failure: null });
      askAnew(query, [0]);
    },
    ensure(first, last) {
      if (!wanted || view.key !== keyOf(wanted)) return;
      const query = wanted;
      inSight = { first: Math.floor(first / PAGE_ROWS), last: Math.floor(last / PAGE_ROWS) };
      for (let number = inSight.first; number <= inSight.last; number++) {
        if (pages.has(number) || asked.has(number) || number * PAGE_ROWS >= view.total) continue;
        ask(query, number, (answer) =>
          publish({ total: answer.total, answer, failure: null, pages: drawn() }),
        );
      }
    },
    refresh() {
      if (!wanted) return;
      const numbers = [];
      for (let number = inSight.first; number <= inSight.last; number++) numbers.push(number);
      askAnew(wanted, view.key === keyOf(wanted) ? numbers : [0]);
    },
  };
}
