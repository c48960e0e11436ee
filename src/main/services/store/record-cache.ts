import type { StoredRecord } from './stored-record.ts';

/** Parsed records by key, the least recently used first. What is unsaved or being changed stays. */
export interface RecordCache<T> {
  /**
   * Opens it at most once at a time.
   * @param use `change` pins it, before anything else can push it out; the caller takes the pin off again
   */
  get(key: string, use: 'read' | 'change', open: () => Promise<StoredRecord<T>>): Promise<StoredRecord<T>>;
  add(key: string, record: StoredRecord<T>): void;
  /** The record where it is in memory; nothing is opened, and it is no use of it. */
  peek(key: string): StoredRecord<T> | undefined;
  clear(): void;
}

export function makeRecordCache<T>(limit: number): RecordCache<T> {
  const records = new Map<string, StoredRecord<T>>();
  const opening = new Map<string, Promise<StoredRecord<T>>>();

  function evict(): void {
    let excess = records.size - limit;
    for (const [key, record] of records) {
      if (excess <= 0) return;
      if (record.pins > 0 || record.current !== record.saved()) continue;
      records.delete(key);
      excess--;
    }
  }

  function add(key: string, record: StoredRecord<T>): void {
    records.delete(key);
    records.set(key, record);
    evict();
  }

  return {
    async get(key, use, open) {
      let promise = opening.get(key);
      const known = records.get(key);
      if (!known && !promise) {
        promise = open().finally(() => opening.delete(key));
        opening.set(key, promise);
      }
      const opened = known ?? (await promise!);
      // Another waiter of the same opening may have put it there, and it may have been changed since.
      const record = records.get(key) ?? opened;
      if (use === 'change') record.pins++;
      add(key, record);
      return record;
    },
    add,
    peek: (key) => records.get(key),
    clear() {
      records.clear();
      opening.clear();
    },
  };
}
