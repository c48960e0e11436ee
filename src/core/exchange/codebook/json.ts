import { z } from 'zod';
import {
  actorSchema,
  codebookRevisionSchema,
  codeSchema,
  scalesSchema,
  type Codebook,
} from '../../codebook/codebook.ts';
import { PostilError } from '../../errors.ts';
import { timestampSchema } from '../../annotation/annotation.ts';
import { brokenFile, Refusal } from '../fault.ts';
import { explain } from '../jsonl/read.ts';
import { readJson } from '../read-json.ts';
import type { CodebookFile, FileEntry, FileRefusal } from './codebook-file.ts';

const FORMAT = 'postil-codebook-file';
const VERSION = 1;

const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.int().positive(),
  exportedAt: timestampSchema,
  /** The codebook's revision that it was written of. */
  revision: z.int().nonnegative(),
  actors: z.array(z.unknown()),
  codes: z.array(z.unknown()),
  scales: scalesSchema,
  history: z.array(codebookRevisionSchema).optional(),
});

/** A codebook alone, whole: actors, codes and scales as the project has them, and its history where it is wanted. */
export function writeCodebookJson(codebook: Codebook, exportedAt: string, hasHistory: boolean): string {
  const { revision, actors, codes, scales, history } = codebook;
  const file = {
    format: FORMAT,
    version: VERSION,
    exportedAt,
    revision,
    actors,
    codes,
    scales,
    ...(hasHistory && { history }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** @throws PostilError `refused` for what is no such file, `newer-format` */
export function readCodebookJson(text: string): CodebookFile {
  let value: unknown;
  try {
    value = readJson(text);
  } catch (error) {
    if (error instanceof Refusal) throw brokenFile(`The file ${error.message}.`, undefined, error);
    throw error;
  }
  const head = z.object({ format: z.literal(FORMAT), version: z.int().positive() }).safeParse(value);
  if (!head.success) throw brokenFile('It is no codebook that Postil wrote.', undefined, head.error);
  if (head.data.version > VERSION) {
    throw new PostilError('newer-format', 'It was written by a newer Postil. Nothing was read in.');
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) throw brokenFile(`${explain(parsed.error)}.`, undefined, parsed.error);
  const { actors, codes, scales, history } = parsed.data;
  const entries: FileEntry[] = [];
  const refused: FileRefusal[] = [];
  const keys = new Set<string>();
  function take(
    kind: 'actor' | 'code',
    items: readonly unknown[],
    toEntry: (item: unknown) => FileEntry | z.ZodError,
  ): void {
    for (const [at, item] of items.entries()) {
      const entry = toEntry(item);
      const name = `${kind}s[${at}]`;
      if (entry instanceof z.ZodError) refused.push({ kind, name, reason: explain(entry) });
      else if (keys.has(entry.key))
        refused.push({ kind, name, reason: `the id ${entry.key} is there twice` });
      else {
        keys.add(entry.key);
        entries.push(entry);
      }
    }
  }
  take('actor', actors, (item) => {
    const { success, data, error } = actorSchema.safeParse(item);
    if (!success) return error;
    const { id, name, kind: actorKind, aliases, parent = null, note = null, ended = null } = data;
    return { kind: 'actor', key: id, id, name, actorKind, aliases, parent, note, ended };
  });
  take('code', codes, (item) => {
    const { success, data, error } = codeSchema.safeParse(item);
    if (!success) return error;
    const { id, name, colour, parent = null, definition = null, ended = null } = data;
    return { kind: 'code', key: id, id, name, colour, parent, definition, ended };
  });
  const notices = history
    ? ['The file holds its history, which stays in the file: the project’s own goes on.']
    : [];
  return { entries, scales, refused, notices };
}
