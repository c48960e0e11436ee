/** Strings as small numbers: each string is kept once, and a column holds its number. Only grows. */
export class Interner {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.intern(text);
  }

  /** The number of `text`, given to it now if it had none. */
  intern(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#texts.push(text);
    this.#numbers.set(text, number);
    return number;
  }

  /** The number of `text`, or undefined where no column holds it. */
  find(text: string): number | undefined {
    return this.#numbers.get(text);
  }

  text(number: number): string {
    const text = this.#texts[number];
    if (text === undefined) throw new RangeError(`No text has the number ${number}.`);
    return text;
  }

  get size(): number {
    return this.#texts.length;
  }

  /** All texts so far, by number. */
  texts(): readonly string[] {
    return this.#texts.slice();
  }
}
