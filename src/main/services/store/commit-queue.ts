import { PostilError } from '../../../core/errors.ts';

/** A file as the queue sees it. `T` is each record's own; the queue only carries contents from and to it. */
export interface QueuedRecord<T = unknown> {
  /** Files of a lower rank are on disk before those of a higher one are begun. */
  readonly rank: number;
  /** Relative to the project. */
  readonly file: string;
  /** What is on disk, as far as is known. */
  saved(): T;
  /** Saves `content`; afterwards, also after a failure, `saved()` tells what is there. */
  save(content: T): Promise<void>;
  /** Puts `content` beside the file, and answers where. */
  saveCopy(content: T): Promise<string>;
  /** Sets memory back to what is on disk. */
  revert(): void;
}

/** Contents that may go to disk in the order of their ranks. */
export type Step = ReadonlyMap<QueuedRecord, unknown>;

export interface CommitQueue {
  /**
   * Queues a change that memory holds already. Resolves when every file of it is on disk. When it cannot be saved, it
   * is taken back from disk and memory, and so is all that came after it: each of those promises rejects.
   * @param steps each on disk before the next is begun
   * @param isAlone never merged with others, so that its place in the order is kept; a change of several steps never is
   */
  push(steps: readonly Step[], isAlone?: boolean): Promise<void>;
  /** Resolves when nothing is queued or running; never rejects. */
  idle(): Promise<void>;
}

interface Queued {
  readonly steps: readonly Step[];
  readonly isAlone: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

/** More than the disk can do at once: those of one folder then share its sync (share-folder-syncs.ts). */
const PARALLEL = 64;

/**
 * One group of changes goes to disk at a time. What comes meanwhile is merged: each file is written once, with its
 * last content.
 * @param hooks `onFenced` is told of a conflict, after which nothing more is written, and of the copies made
 */
export function makeCommitQueue(hooks: {
  onSaved(record: QueuedRecord): void;
  onFenced(error: PostilError, copies: readonly string[]): void;
  /** A change was taken back, or could not be, from these records. */
  onReverted(records: readonly QueuedRecord[]): void;
}): CommitQueue {
  let queue: Queued[] = [];
  let running: Promise<void> | null = null;

  async function writeStep(step: Step): Promise<void> {
    const byRank = groupByRank(step);
    for (const rank of [...byRank.keys()].sort((a, b) => a - b)) {
      const entries = byRank.get(rank)!.slice();
      const failures: unknown[] = [];
      const worker = async (): Promise<void> => {
        for (let next = entries.shift(); next && failures.length === 0; next = entries.shift()) {
          const [record, content] = next;
          if (record.saved() === content) continue;
          try {
            await record.save(content);
            hooks.onSaved(record);
          } catch (error) {
            failures.push(error);
          }
        }
      };
      await Promise.all(Array.from({ length: Math.min(PARALLEL, entries.length) }, worker));
      if (failures.length > 0) throw failures.find(isFence) ?? failures[0];
    }
  }

  function nextGroup(): Queued[] {
    const barrier = queue.findIndex((queued) => queued.isAlone);
    const length = barrier === -1 ? queue.length : Math.max(1, barrier);
    return queue.splice(0, length);
  }

  async function commit(group: readonly Queued[]): Promise<void> {
    const first = group[0];
    if (first && group.length === 1) {
      for (const step of first.steps) await writeStep(step);
      return;
    }
    const merged = new Map<QueuedRecord, unknown>();
    for (const { steps } of group)
      for (const [record, content] of steps[0] ?? []) merged.set(record, content);
    await writeStep(merged);
  }

  /** What each file of the group must hold again if no change of it can be saved. */
  function contentsBefore(group: readonly Queued[]): Map<QueuedRecord, unknown> {
    const before = new Map<QueuedRecord, unknown>();
    for (const { steps } of group) {
      for (const step of steps) for (const record of step.keys()) before.set(record, record.saved());
    }
    return before;
  }

  async function commitOrRevert(group: readonly Queued[]): Promise<void> {
    const good = contentsBefore(group);
    let unsaved = [...group];
    let failure: unknown;
    try {
      await commit(group);
      for (const queued of group) queued.resolve();
      return;
    } catch (error) {
      failure = error;
    }
    // One after the other: those that can be saved alone are.
    while (!isFence(failure) && group.length > 1 && unsaved.length > 0) {
      const [alone] = unsaved;
      try {
        await commit([alone!]);
        for (const step of alone!.steps) for (const [record, content] of step) good.set(record, content);
        alone!.resolve();
        unsaved = unsaved.slice(1);
      } catch (error) {
        failure = error;
        break;
      }
    }
    if (unsaved.length > 0) await revert(good, unsaved, failure);
  }

  async function revert(
    good: ReadonlyMap<QueuedRecord, unknown>,
    unsaved: readonly Queued[],
    failure: unknown,
  ): Promise<void> {
    if (!isFence(failure)) {
      const written = [...good].filter(([record, content]) => record.saved() !== content);
      try {
        // The other way round: what refers goes before what it refers to.
        for (const [record, content] of written.sort(([a], [b]) => b.rank - a.rank)) {
          await record.save(content);
          hooks.onSaved(record);
        }
      } catch (error) {
        if (isFence(error)) failure = error;
        // Else memory follows the disk below, and `onReverted` says which files.
      }
    }
    // From here to the end without a pause, but for the copies: nothing may be queued upon what is taken back.
    const copies = isFence(failure) ? await copyUnsaved(failure, unsaved) : [];
    const lost = [...unsaved, ...queue];
    queue = [];
    const touched = new Set(lost.flatMap(({ steps }) => steps.flatMap((step) => [...step.keys()])));
    for (const record of touched) record.revert();
    hooks.onReverted([...touched]);
    if (isFence(failure)) hooks.onFenced(failure, copies);
    for (const queued of lost) queued.reject(failure);
  }

  /** What memory holds and the disk does not, beside the files; the one that met the conflict has its copy already. */
  async function copyUnsaved(failure: PostilError, unsaved: readonly Queued[]): Promise<string[]> {
    const copies = typeof failure.details['copy'] === 'string' ? [failure.details['copy']] : [];
    const latest = new Map<QueuedRecord, unknown>();
    for (const { steps } of [...unsaved, ...queue]) {
      for (const step of steps) for (const [record, content] of step) latest.set(record, content);
    }
    for (const [record, content] of latest) {
      if (record.file === failure.details.file || record.saved() === content) continue;
      try {
        copies.push(await record.saveCopy(content));
      } catch {
        // Said by its absence: the rejected promise names only what was kept.
        continue;
      }
    }
    return copies;
  }

  async function drain(): Promise<void> {
    // A turn of the event loop, so that what is queued in the same one goes to disk together.
    await Promise.resolve();
    while (queue.length > 0) await commitOrRevert(nextGroup());
    running = null;
  }

  return {
    push(steps, isAlone = false) {
      return new Promise((resolve, reject) => {
        queue.push({ steps, isAlone: isAlone || steps.length > 1, resolve, reject });
        running ??= drain();
      });
    },
    async idle() {
      // What is queued while this waits is waited for too.
      for (let current = running; current; current = running) await current;
    },
  };
}

function groupByRank(step: Step): Map<number, [QueuedRecord, unknown][]> {
  const groups = new Map<number, [QueuedRecord, unknown][]>();
  for (const entry of step) {
    const group = groups.get(entry[0].rank);
    if (group) group.push(entry);
    else groups.set(entry[0].rank, [entry]);
  }
  return groups;
}

function isFence(error: unknown): error is PostilError {
  return error instanceof PostilError && error.code === 'conflict';
}
