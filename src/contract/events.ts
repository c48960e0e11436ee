import { z } from 'zod';
import { editSchema } from '../core/project/edit.ts';
import { documentSummarySchema } from '../core/project/project.ts';
import { codebookSchema } from '../core/codebook/codebook.ts';
import { projectSnapshotSchema, settingsSchema } from './calls.ts';

/** Every event from the services to the renderers. */
export const events = {
  'project.didOpen': {
    doc: 'Another project is open now, or none.',
    payload: z.object({ snapshot: projectSnapshotSchema.nullable() }),
  },
  'project.didChange': {
    doc: 'A change reached the disk. `origin` is the connection that made it (null: the services themselves).',
    payload: z.object({
      origin: z.string().nullable(),
      label: z.string(),
      edits: z.array(editSchema),
      /** The codebook after it, when it changed. */
      codebook: codebookSchema.nullable(),
      /** The summaries of the documents that it touched. */
      documents: z.array(documentSummarySchema),
    }),
  },
  'project.didImport': {
    doc: 'Documents were added.',
    payload: z.object({ documents: z.array(documentSummarySchema) }),
  },
  'project.problem': {
    doc: 'Something that the user must know and that answers no call: a conflict copy, a lost lock, a failed backup.',
    payload: z.object({ code: z.string(), message: z.string() }),
  },
  'team.didFind': {
    doc: 'In the team’s folder are published files that are not here yet; or the folder is gone or back.',
    payload: z.object({ fresh: z.int().nonnegative(), isThere: z.boolean() }),
  },
  'settings.didChange': {
    doc: 'The settings after a change.',
    payload: z.object({ settings: settingsSchema }),
  },
  'app.willLeave': {
    doc: 'The window closes or another project opens: send now, before the listener returns, what is held back (a note being typed). The host waits for the answers to all calls.',
    payload: z.object({}),
  },
  'menu.command': {
    doc: 'The native menu or its accelerator asks for a command of the palette, by its id.',
    payload: z.object({ command: z.string() }),
  },
} as const satisfies Record<string, { readonly doc: string; readonly payload: z.ZodType }>;

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]['payload']>;
