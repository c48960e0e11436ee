import type { Catalogue } from '../catalogue.ts';
import { settings } from './settings.ts';

/** Urdu, a first handful: enough to see the interface mirrored. */
export const ur: Catalogue = { settings };
