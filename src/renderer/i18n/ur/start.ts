import type { Translation } from '../catalogue.ts';

export const start = {
  newProject: 'نیا منصوبہ',
  openAProject: 'منصوبہ کھولیں',
  sampleProject: 'نمونہ منصوبہ',
  recentProjects: 'حالیہ منصوبے',
  openNow: 'کھلا ہوا',
  readCloselyMarkWhatIs: 'غور سے پڑھیں: کیا کہا گیا، کس نے، کس کے بارے میں، اور کتنا قابلِ اعتبار ہے۔',
} satisfies Translation<'start'>;
