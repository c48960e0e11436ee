import type { Translation } from '../catalogue.ts';

export const app = {
  'place.workbench': 'مطالعہ',
  'place.codebook': 'کوڈ بک',
  'place.mentions': 'تذکرے',
  'place.evidence': 'شواہد',
  'place.search': 'تلاش',
  'place.exchange': 'برآمد اور درآمد',
  'save.saved': 'محفوظ',
  'save.pending': 'محفوظ ہو رہا ہے…',
  commands: 'احکام',
  inspector: 'معائنہ',
  screens: 'صفحات',
  'sheet.documents': 'دستاویزات',
  'sheet.inspector': 'معائنہ',
  nothingToUndo: 'واپس کرنے کو کچھ نہیں',
  nothingToRedo: 'دہرانے کو کچھ نہیں',
  opening: 'کھل رہا ہے…',
  you: 'آپ',
} satisfies Translation<'app'>;
