import type { Catalogue } from '../catalogue.ts';
import { app } from './app.ts';
import { commands } from './commands.ts';
import { dialogs } from './dialogs.ts';
import { inspector } from './inspector.ts';
import { library } from './library.ts';
import { memos } from './memos.ts';
import { print } from './print.ts';
import { reader } from './reader.ts';
import { reading } from './reading.ts';
import { sets } from './sets.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import { tagging } from './tagging.ts';
import { ui } from './ui.ts';

/** German, begun: what is missing is English. */
export const de: Catalogue = {
  app,
  commands,
  dialogs,
  inspector,
  library,
  memos,
  print,
  reader,
  reading,
  sets,
  settings,
  start,
  tagging,
  ui,
};
