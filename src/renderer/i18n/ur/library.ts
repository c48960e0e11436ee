import type { Translation } from '../catalogue.ts';

export const library = {
  documents: 'دستاویزات',
  importDocuments: 'دستاویزات درآمد کریں',
  doneCount: '{{total, number}} میں سے {{done, number}} مکمل',
  'state.unread': 'نا خواندہ',
  'state.inProgress': 'جاری',
  'state.done': 'مکمل',
  passageCount_one: '1 عبارت',
  passageCount_other: '{{count, number}} عبارتیں',
  titleAuthorOutlet: 'عنوان، مصنف، ادارہ…',
} satisfies Translation<'library'>;
