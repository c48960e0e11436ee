import { commands } from './commands.ts';
import { settings } from './settings.ts';

/** Every text of the interface, by room. English is complete; the types of all keys come from here. */
export const en = { commands, settings } as const;
