type Primitive = string | number | boolean | bigint | symbol | null | undefined;

/** Records are values: nothing mutates one, a change makes another. */
export type DeepReadonly<T> = unknown extends T
  ? T
  : T extends Primitive
    ? T
    : T extends readonly (infer Item)[]
      ? readonly DeepReadonly<Item>[]
      : { readonly [Key in keyof T]: DeepReadonly<T[Key]> };
