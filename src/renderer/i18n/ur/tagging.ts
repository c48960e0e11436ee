import type { Translation } from '../catalogue.ts';

export const tagging = {
  'tool.actor': 'فریق',
  'tool.stance': 'موقف',
  'tool.reliability': 'اعتبار',
  'tool.code': 'کوڈ',
  'tool.note': 'نوٹ',
  highlight: 'نشان لگائیں',
  cancel: 'منسوخ',
} satisfies Translation<'tagging'>;
