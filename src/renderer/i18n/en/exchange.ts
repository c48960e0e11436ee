import {
  FORMATS,
  type ExportFormat,
  type FormatEntry,
  type FormatName,
  type ReadFormat,
} from '../../../core/exchange/format-table.ts';

/** Texts of the room `exchange`. */
export const exchange = {
  replaceWhatIsThere: 'Replace what is there?',
  existsAlreadyTheExportWould: '{{out}} exists already. The export would take its place.',
  replace: 'Replace',
  export: 'Export',
  format: 'Format',
  chooseOtherwise: 'Choose otherwise',
  annotationsOf: 'Annotations of',
  allAnnotators: 'All annotators',
  documents: 'Documents',
  theFirstLines: 'The first lines',
  counting: 'Counting…',
  exportEllipsis: 'Export…',
  nothingIsLostInThis: 'Nothing is lost in this format.',
  whereShallTheExportGo: 'Where shall the export go?',
  cancel: 'Cancel',
  exportHere: 'Export here',
  fileName: 'Name',
  folderForTheExport: 'Folder for the export',
  readChange: 'read {{name}}',
  readAnnotations: 'Read annotations',
  intoTheLayerOf: 'Into the layer of',
  yourOwnLayer: 'Your own layer',
  whoeverTheFileNames: 'Whoever the file names',
  chooseAFile: 'Choose a file…',
  line: 'Line {{line}}: ',
  selectionOfEvidence: 'The selection of the evidence table.',
  preview: '<b>{{annotations}}</b> with <b>{{stances}}</b> in <b>{{documents}}</b>.',
  annotations_one: '{{count, number}} annotation',
  annotations_other: '{{count, number}} annotations',
  stances_one: '{{count, number}} stance',
  stances_other: '{{count, number}} stances',
  documentCount_one: '{{count, number}} document',
  documentCount_other: '{{count, number}} documents',
  cannotHold: 'This format cannot hold:',
  equal_one: 'Written, read back and compared: the one annotation is equal.',
  equal_other: 'Written, read back and compared: all {{count, number}} annotations are equal.',
  differ: 'Read back, {{different, number}} of {{compared, number}} annotations differ: {{examples}}',
  bytes_one: '{{count, number}} byte',
  bytes_other: '{{count, number}} bytes',
  exporting: 'Exporting',
  reading: 'Reading',
  readingAnnotations: 'Reading annotations',
  readDone:
    '<b>{{name}}</b>: {{taken, number}} taken, {{already, number}} there already, {{refused, number}} refused.',
  readPreview:
    '<b>{{name}}</b>: {{taken, number}} new, {{already, number}} there already, {{refused, number}} refused.',
  newActors: 'New actors: {{names}}.',
  newCodes: 'New codes: {{names}}.',
  unsure_one: '{{count, number}} found with less than full confidence',
  unsure_other: '{{count, number}} found with less than full confidence',
  worthKnowing: '{{total, number}} worth knowing',
  leftOut: '{{total, number}} left out',
  readCount_one: 'Read one annotation',
  readCount_other: 'Read {{count, number}} annotations',
  readFrom_one: 'One annotation read from {{name}}.',
  readFrom_other: '{{count, number}} annotations read from {{name}}.',
  ...formatTexts(),
} as const;

/** What the formats' own table says of them; other languages may say it again under these keys. */
function formatTexts() {
  const entries: readonly FormatEntry[] = FORMATS;
  return Object.fromEntries(
    entries.flatMap(({ name, label, write, read }) => [
      [`format.${name}`, label],
      ...(write ? [[`format.${name}.about`, write.about]] : []),
      ...(read ? [[`readFormat.${name}.about`, read.about]] : []),
    ]),
  ) as Readonly<
    Record<`format.${FormatName}` | `format.${ExportFormat}.about` | `readFormat.${ReadFormat}.about`, string>
  >;
}
