import { hashValue } from '../../../core/exchange/hash-value.ts';

/**
 * Which parts an export must hold, each as a hash of its id and of its content: 17 bytes a part and as much again in
 * free places, so that a million annotations are 70 MB at most.
 */
export class HashTable {
  #capacity = 1024;
  /** Four to a place: the halves of the id's hash, and of the content's. An id's hash is never 0, 0. */
  #words = new Uint32Array(4 * 1024);
  /** 1: found again. */
  #seen = new Uint8Array(1024);
  #size = 0;
  #left = 0;

  /** Parts that were not found again. */
  get left(): number {
    return this.#left;
  }

  add(id: string, held: unknown): void {
    if (this.#size * 2 >= this.#capacity) this.#grow();
    const key = keyOf(id);
    const content = hashValue(held);
    this.#put(key.high, key.low, content.high, content.low, 0);
    this.#size++;
    this.#left++;
  }

  /** Finds a part again, each as often as it was added. */
  take(id: string, held: unknown): 'equal' | 'other' | 'unknown' {
    const content = hashValue(held);
    let another = -1;
    for (const place of this.#placesOf(id)) {
      if (this.#seen[place] === 1) continue;
      const isEqual =
        this.#words[place * 4 + 2] === content.high && this.#words[place * 4 + 3] === content.low;
      if (isEqual) {
        this.#markSeen(place);
        return 'equal';
      }
      another = place;
    }
    if (another === -1) return 'unknown';
    this.#markSeen(another);
    return 'other';
  }

  /** Whether a part with this id was added and not found again. */
  isLeft(id: string): boolean {
    for (const place of this.#placesOf(id)) if (this.#seen[place] === 0) return true;
    return false;
  }

  #markSeen(place: number): void {
    this.#seen[place] = 1;
    this.#left--;
  }

  *#placesOf(id: string): Generator<number> {
    const { high, low } = keyOf(id);
    for (let place = high % this.#capacity; this.#isTaken(place); place = (place + 1) % this.#capacity) {
      if (this.#words[place * 4] === high && this.#words[place * 4 + 1] === low) yield place;
    }
  }

  #isTaken(place: number): boolean {
    return this.#words[place * 4] !== 0 || this.#words[place * 4 + 1] !== 0;
  }

  #put(high: number, low: number, contentHigh: number, contentLow: number, seen: number): void {
    let place = high % this.#capacity;
    while (this.#isTaken(place)) place = (place + 1) % this.#capacity;
    this.#words[place * 4] = high;
    this.#words[place * 4 + 1] = low;
    this.#words[place * 4 + 2] = contentHigh;
    this.#words[place * 4 + 3] = contentLow;
    this.#seen[place] = seen;
  }

  #grow(): void {
    const [words, seen] = [this.#words, this.#seen];
    this.#capacity *= 2;
    this.#words = new Uint32Array(4 * this.#capacity);
    this.#seen = new Uint8Array(this.#capacity);
    for (let place = 0; place < seen.length; place++) {
      const at = place * 4;
      if (words[at] === 0 && words[at + 1] === 0) continue;
      this.#put(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!, seen[place]!);
    }
  }
}

function keyOf(id: string): { readonly high: number; readonly low: number } {
  const { high, low } = hashValue(id);
  return high === 0 && low === 0 ? { high: 1, low: 0 } : { high, low };
}
