/** Texts of the room `start`. */
export const start = {
  postil: 'Postil',
  readCloselyMarkWhatIs:
    'Read closely, mark what is said, by whom, about whom, and how far it can be trusted.',
  newProject: 'New project',
  oneFolderForDocumentsCodebook: 'One folder for documents, codebook and annotations',
  openAProject: 'Open a project',
  fromThisMachineAStick: 'From this machine, a stick or a shared folder',
  sampleProject: 'Sample project',
  tenTextsAnnotatedByTwo: 'Ten texts, annotated by two analysts, to look around in',
  recentProjects: 'Recent projects',
  openNow: 'open now',
} as const;
