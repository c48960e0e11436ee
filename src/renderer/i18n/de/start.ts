import type { Translation } from '../catalogue.ts';

export const start = {
  postil: 'Postil',
  readCloselyMarkWhatIs:
    'Genau lesen, markieren, was gesagt wird, von wem, über wen, und wie weit man ihm trauen kann.',
  newProject: 'Neues Projekt',
  oneFolderForDocumentsCodebook: 'Ein Ordner für Dokumente, Codebuch und Annotationen',
  openAProject: 'Projekt öffnen',
  fromThisMachineAStick: 'Von diesem Rechner, einem Stick oder einem gemeinsamen Ordner',
  sampleProject: 'Beispielprojekt',
  tenTextsAnnotatedByTwo: 'Zehn Texte, von zwei Personen annotiert, zum Umsehen',
  recentProjects: 'Zuletzt geöffnet',
  openNow: 'jetzt geöffnet',
} satisfies Translation<'start'>;
