import { z } from 'zod';

/** As the system writes it. */
export const filePath = z.string().min(1).max(4096);

/** A file that the user handed over: by its path, or by its bytes sent before through `upload.*`. */
export const fileInputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('path'), path: filePath }),
  z.object({ kind: z.literal('upload'), uploadId: z.uuid() }),
]);
