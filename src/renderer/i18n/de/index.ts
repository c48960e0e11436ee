import type { Catalogue } from '../catalogue.ts';
import { adjudication } from './adjudication.ts';
import { agreement } from './agreement.ts';
import { app } from './app.ts';
import { codebook } from './codebook.ts';
import { codebookChanges } from './codebook-changes.ts';
import { commands } from './commands.ts';
import { dialogs } from './dialogs.ts';
import { errors } from './errors.ts';
import { evidence } from './evidence.ts';
import { exchange } from './exchange.ts';
import { inspector } from './inspector.ts';
import { library } from './library.ts';
import { memos } from './memos.ts';
import { mentions } from './mentions.ts';
import { print } from './print.ts';
import { reader } from './reader.ts';
import { reading } from './reading.ts';
import { search } from './search.ts';
import { sets } from './sets.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import { tagging } from './tagging.ts';
import { team } from './team.ts';
import { ui } from './ui.ts';
import { versions } from './versions.ts';

/** German. A test holds that it has every text of English. */
export const de: Catalogue = {
  adjudication,
  agreement,
  app,
  codebook,
  codebookChanges,
  commands,
  dialogs,
  errors,
  evidence,
  exchange,
  inspector,
  library,
  memos,
  mentions,
  print,
  reader,
  reading,
  search,
  sets,
  settings,
  start,
  tagging,
  team,
  ui,
  versions,
};
