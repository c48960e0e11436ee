import { z } from 'zod';
import { actorIdSchema, documentIdSchema, documentSetIdSchema } from '../core/ids.ts';
import { mentionSchema } from '../core/mentions/mention.ts';
import {
  mentionFilterSchema,
  mentionGroupKeySchema,
  mentionGroupSchema,
  mentionRowSchema,
} from '../core/mentions/mention-queue.ts';
import { nameProposalSchema } from '../core/mentions/propose-names.ts';
import { editSchema } from '../core/project/edit.ts';

/** Where texts name actors. Part of `calls`. */
export const mentionCalls = {
  'mentions.ofDocument': {
    doc: 'Where a document names actors, with what this annotator decided, in text order.',
    args: z.object({ documentId: documentIdSchema }),
    value: z.object({ mentions: z.array(mentionSchema) }),
  },
  'mentions.groups': {
    doc: 'How often each actor is named by each name in the corpus (or in document sets), and what this annotator decided.',
    args: z.object({ sets: z.array(documentSetIdSchema).optional() }),
    value: z.object({ groups: z.array(mentionGroupSchema) }),
    long: true,
  },
  'mentions.query': {
    doc: 'A window of the mentions that pass, in context, by document and place, with the count of all of them.',
    args: z.object({
      filter: mentionFilterSchema,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(1000),
    }),
    value: z.object({ total: z.int(), rows: z.array(mentionRowSchema) }),
    long: true,
  },
  'mentions.newNames': {
    doc: 'Names that the registry may lack: beside a known name in brackets, or rare and a letter off one.',
    args: z.object({}),
    value: z.object({ names: z.array(nameProposalSchema) }),
    long: true,
  },
  'mentions.acceptAll': {
    doc: 'The edits (not yet made) that accept all suggested mentions of one name as this actor, in a document, in document sets or in all.',
    args: z.object({
      group: mentionGroupKeySchema,
      actorId: actorIdSchema,
      documentId: documentIdSchema.optional(),
      sets: z.array(documentSetIdSchema).optional(),
    }),
    value: z.object({ edits: z.array(editSchema) }),
    long: true,
  },
} as const;
