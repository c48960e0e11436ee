import { z } from 'zod';
import { annotatorSchema } from '../core/project/project.ts';
import { filePath } from './file-input.ts';

const passphrase = z.string().min(1).max(1000);

/** Calls about who the user is to a team: see `calls`. None needs an open project. */
export const identityCalls = {
  'identity.get': {
    doc: 'Who works here, the fingerprint of their key, and whether it is kept by the computer’s key store or in a file that only they can read.',
    args: z.object({}),
    value: z.object({
      annotator: annotatorSchema,
      fingerprint: z.string(),
      kept: z.enum(['file', 'keyStore']),
    }),
  },
  'identity.export': {
    doc: 'Writes the user’s identity, encrypted with a passphrase, to be the same person on another machine. `refused` with `exists` where a file is there.',
    args: z.object({ path: filePath, passphrase, overwrite: z.boolean() }),
    value: z.object({}),
    long: true,
  },
  'identity.import': {
    doc: 'Makes the user the person whose identity a file holds. `refused` with `exists` where somebody else works here, unless they are to be replaced; their keys stay beside the new ones.',
    args: z.object({
      /** What the file holds. */
      text: z.string().max(100_000),
      fileName: z.string().max(500),
      passphrase,
      replace: z.boolean(),
    }),
    value: z.object({ annotator: annotatorSchema }),
    long: true,
  },
} as const;
