import type { Translation } from '../catalogue.ts';

export const settings = {
  language: 'انٹرفیس کی زبان',
  'language.hint': 'جو ابھی ترجمہ نہیں ہوا وہ انگریزی میں ہے۔',
  'language.system': 'نظام کے مطابق ({{name}})',
} satisfies Translation<'settings'>;
