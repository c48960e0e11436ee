import { z } from 'zod';
import { EXPORT_FORMATS } from '../../contract/calls.ts';
import { exportOptionsSchema } from '../../contract/exchange-calls.ts';
import { EVERYTHING } from '../../core/exchange/export-options.ts';
import type { Settings } from '../../contract/calls.ts';

/** What is chosen for an export and means the same in every project: remembered, and saved as a preset. */
export const exportChoiceSchema = z.object({
  format: z.enum(EXPORT_FORMATS),
  /** Of whom: all annotators, the user alone, some whom only this project knows; the adjudicated layer; every layer. */
  layers: z.enum(['all', 'mine', 'chosen', 'adjudicated', 'everything']),
  options: exportOptionsSchema,
});
export type ExportChoice = z.infer<typeof exportChoiceSchema>;

const presetsSchema = z.array(z.object({ name: z.string(), choice: exportChoiceSchema }));
export type ExportPreset = z.infer<typeof presetsSchema>[number];

export const FIRST_CHOICE: ExportChoice = { format: 'jsonl', layers: 'all', options: { ...EVERYTHING } };

/** The last one; the first where there is none, or it is of a format that is no more. */
export function rememberedChoice(settings: Settings | null, hasAdjudicated: boolean): ExportChoice {
  const parsed = exportChoiceSchema.safeParse(settings?.choices['export']);
  if (!parsed.success) return FIRST_CHOICE;
  // Whom it was, another project does not know; nor need it have been adjudicated.
  const { layers } = parsed.data;
  const isHere = layers === 'all' || layers === 'mine' || (hasAdjudicated && layers !== 'chosen');
  return isHere ? parsed.data : { ...parsed.data, layers: 'all' };
}

export function rememberedPresets(settings: Settings | null): ExportPreset[] {
  const parsed = presetsSchema.safeParse(settings?.choices['exportPresets']);
  return parsed.success ? parsed.data : [];
}
