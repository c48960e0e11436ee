import type { Catalogue } from '../catalogue.ts';
import { settings } from './settings.ts';

/** German, begun: what is missing is English. */
export const de: Catalogue = { settings };
