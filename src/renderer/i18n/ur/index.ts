import type { Catalogue } from '../catalogue.ts';
import { app } from './app.ts';
import { commands } from './commands.ts';
import { inspector } from './inspector.ts';
import { library } from './library.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import { tagging } from './tagging.ts';
import { ui } from './ui.ts';

/** Urdu, a first handful: enough to see the interface mirrored. */
export const ur: Catalogue = { app, commands, inspector, library, settings, start, tagging, ui };
