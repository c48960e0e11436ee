import { z } from 'zod';
import { STEP_IDS } from '../core/progress-steps.ts';

/** From the renderer. `id` is the caller's own and unique within its connection. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    id: z.int().nonnegative(),
    name: z.string().max(100),
    // JSON drops what is undefined; the call's own schema says what it lacks.
    args: z.unknown().optional(),
  }),
  z.object({ kind: z.literal('cancel'), id: z.int().nonnegative() }),
]);

const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
});

/** To the renderer. */
export const responseSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('result'),
    id: z.int().nonnegative(),
    result: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), error: errorSchema }),
    ]),
  }),
  z.object({
    kind: z.literal('progress'),
    id: z.int().nonnegative(),
    progress: z.object({
      done: z.number(),
      total: z.number(),
      message: z.string(),
      step: z.enum(STEP_IDS).optional(),
      about: z.string().optional(),
    }),
  }),
  z.object({ kind: z.literal('event'), name: z.string(), payload: z.unknown() }),
]);

export type Request = z.infer<typeof requestSchema>;
export type Response = z.infer<typeof responseSchema>;

/**
 * All that a transport is. Messages are structured-cloneable plain data (JSON over WebSocket). `onMessage` answers
 * with its unsubscribe; `onClose` is called once.
 */
export interface Transport {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
  onClose(listener: () => void): () => void;
  close(): void;
}
