import { z } from 'zod';
import { EXPORT_FORMATS, exportOptionsSchema } from '../../contract/calls.ts';
import { EVERYTHING } from '../../core/exchange/export-options.ts';
import type { Settings } from '../../contract/calls.ts';

/** What is chosen for an export and means the same in every project: remembered, and saved as a preset. */
export const exportChoiceSchema = z.object({
  format: z.enum(EXPORT_FORMATS),
  /** Of whom: all, the user alone, or some whom only this project knows. */
  layers: z.enum(['all', 'mine', 'chosen']),
  options: exportOptionsSchema,
});
export type ExportChoice = z.infer<typeof exportChoiceSchema>;

const presetsSchema = z.array(z.object({ name: z.string(), choice: exportChoiceSchema }));
export type ExportPreset = z.infer<typeof presetsSchema>[number];

export const FIRST_CHOICE: ExportChoice = { format: 'jsonl', layers: 'all', options: { ...EVERYTHING } };

/** The last one; the first where there is none, or it is of a format that is no more. */
export function rememberedChoice(settings: Settings | null): ExportChoice {
  const parsed = exportChoiceSchema.safeParse(settings?.choices['export']);
  if (!parsed.success) return FIRST_CHOICE;
  // Whom it was, another project does not know.
  return parsed.data.layers === 'chosen' ? { ...parsed.data, layers: 'all' } : parsed.data;
}

export function rememberedPresets(settings: Settings | null): ExportPreset[] {
  const parsed = presetsSchema.safeParse(settings?.choices['exportPresets']);
  return parsed.success ? parsed.data : [];
}
