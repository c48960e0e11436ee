import type { Translation } from '../catalogue.ts';

export const inspector = {
  passage: 'عبارت',
  document: 'دستاویز',
  passages: 'عبارتیں',
  actors: 'فریق',
  stances: 'موقف',
  reliability: 'اعتبار',
  codes: 'کوڈ',
  certainty: 'یقین',
  note: 'نوٹ',
  search: 'تلاش',
  source: 'ماخذ',
  file: 'فائل',
} satisfies Translation<'inspector'>;
