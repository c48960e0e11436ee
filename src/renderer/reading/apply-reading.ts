import type { Settings } from '../../contract/calls.ts';
import { call } from '../app/host.ts';
import { run } from '../app/notices.ts';
import { getReader } from '../app/current-reader.ts';
import { getState, setState } from '../app/state.ts';

export type Reading = Settings['reading'];
type Measure = Exclude<keyof Reading, 'typeface'>;

export const DEFAULT_READING: Reading = { typeface: 'serif', size: 100, measure: 66, lineHeight: 160 };

/** Least, most and step of each measure, as the settings' schema has them. */
export const MEASURES = {
  size: { min: 70, max: 250, step: 10 },
  measure: { min: 40, max: 110, step: 4 },
  lineHeight: { min: 120, max: 240, step: 10 },
} as const satisfies Record<Measure, { min: number; max: number; step: number }>;

const FACES: Readonly<Record<Reading['typeface'], string>> = {
  serif: 'var(--font-reading)',
  sans: 'var(--font-ui)',
  dyslexic: 'var(--font-dyslexic)',
};

/** The type size of the text at 100 %, in rem. */
const BASE_SIZE = 1.1875;

/** Sets the text of all readers. The style sheets' custom properties carry it, so that nothing is drawn anew. */
export function applyReading({ typeface, size, measure, lineHeight }: Reading): void {
  const { style } = document.documentElement;
  style.setProperty('--reading-face', FACES[typeface]);
  style.setProperty('--reading-size', `${(BASE_SIZE * size) / 100}rem`);
  style.setProperty('--reading-measure', `${measure}ch`);
  style.setProperty('--reading-leading', String(lineHeight / 100));
}

/** Changes how texts are set, at once and for the next time. The line that is read stays in sight. */
export function changeReading(patch: Partial<Reading>): void {
  const { settings } = getState();
  if (!settings) return;
  const reading = { ...settings.reading, ...patch };
  const at = getReader()?.firstVisibleOffset() ?? null;
  setState({ settings: { ...settings, reading } });
  applyReading(reading);
  if (at) {
    requestAnimationFrame(() => getReader()?.scrollToRange({ start: at, end: at }, { block: 'start' }));
  }
  run(() => call('settings.update', { reading }));
}

/** One step more or less of a measure, within its bounds. */
export function stepReading(measure: Measure, direction: 1 | -1): void {
  const before = getState().settings?.reading[measure];
  if (before === undefined) return;
  const after = stepped(measure, before, direction);
  if (after !== before) changeReading({ [measure]: after });
}

export function stepped(measure: Measure, before: number, direction: 1 | -1): number {
  const { min, max, step } = MEASURES[measure];
  return Math.min(max, Math.max(min, before + direction * step));
}
