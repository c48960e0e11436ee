import type { Translation } from '../catalogue.ts';

export const ui = {
  close: 'بند کریں',
  nothingFound: 'کچھ نہیں ملا۔',
} satisfies Translation<'ui'>;
