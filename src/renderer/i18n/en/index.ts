import { codebook } from './codebook.ts';
import { commands } from './commands.ts';
import { exchange } from './exchange.ts';
import { settings } from './settings.ts';
import { tagging } from './tagging.ts';

/** Every text of the interface, by room. English is complete; the types of all keys come from here. */
export const en = { codebook, commands, exchange, settings, tagging } as const;
