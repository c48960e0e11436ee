import type { en } from './en/index.ts';

type English = typeof en;
export type Room = keyof English;

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
/** `passages_one` and `passages_other` are one text, `passages`. */
type Stem<Key> = Key extends `${infer Name}_${Plural}` ? Name : Key;

type KeyIn<R extends Room> = Stem<keyof English[R] & string>;
type RoomKey = { [R in Room]: { [K in KeyIn<R>]: `${R}.${K}` }[KeyIn<R>] }[Room];

/** The name of a text: its room, a point, its key in that room. */
export type TextKey = RoomKey;

type TextOf<Key extends TextKey> = Key extends `${infer R extends Room}.${infer K}`
  ? {
      [Full in keyof English[R] & string]: Stem<Full> extends K ? English[R][Full] : never;
    }[keyof English[R] & string]
  : never;

/** `count` of `{{count, number}}`; every hole of the text. */
type Hole<Text> = Text extends `${string}{{${infer Inside}}}${infer Rest}`
  ? (Inside extends `${infer Name},${string}` ? Name : Inside) | Hole<Rest>
  : never;

type HasPlural<Key extends TextKey> = Key extends `${infer R extends Room}.${infer K}`
  ? `${K}_other` extends keyof English[R]
    ? 'count'
    : never
  : never;

type Filling<Name> = Name extends 'count' ? number : string | number | Date;
/** What fills the holes of a text. `count` also chooses its plural form. */
export type Holes<Key extends TextKey> = {
  readonly [Name in Hole<TextOf<Key>> | HasPlural<Key>]: Filling<Name>;
};

/** Keys of texts that need nothing filled in: what a table of labels may hold. */
export type PlainKey = { [K in TextKey]: keyof Holes<K> extends never ? K : never }[TextKey];

/** A room's texts in another language: any of English's keys, and the plural forms that the language has. */
export type Translation<R extends Room> = Partial<
  Readonly<Record<keyof English[R] | `${KeyIn<R>}_${Plural}`, string>>
>;

export type Catalogue = { readonly [R in Room]?: Translation<R> };
