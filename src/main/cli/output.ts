import { once } from 'node:events';
import { PostilError } from '../../core/errors.ts';

/** stdout and stderr, so that a test can hold them. */
export interface Output {
  /** Waits when the reader is slow: a hundred thousand annotations must not pile up in memory. */
  out(text: string): Promise<void>;
  error(text: string): void;
}

export const processOutput: Output = {
  async out(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  error(text) {
    process.stderr.write(text);
  },
};

/** One JSON array, a record a line, written as it comes. */
export async function writeJson(
  output: Output,
  records: Iterable<unknown> | AsyncIterable<unknown>,
): Promise<void> {
  let separator = '[\n';
  let isEmpty = true;
  for await (const record of records) {
    await output.out(`${separator}${JSON.stringify(record)}`);
    separator = ',\n';
    isEmpty = false;
  }
  await output.out(isEmpty ? '[]\n' : '\n]\n');
}

/** Columns as wide as their widest cell, at most 60; the last one as it is. */
export async function writeTable(
  output: Output,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const cells = [headings, ...rows].map((row) => row.map(oneLine));
  const widths = headings.map((_, column) =>
    Math.min(60, Math.max(...cells.map((row) => row[column]?.length ?? 0))),
  );
  for (const row of cells) {
    const line = row.map((cell, column) =>
      column === row.length - 1 ? cell : shorten(cell, widths[column]!).padEnd(widths[column]!),
    );
    await output.out(`${line.join('  ').trimEnd()}\n`);
  }
}

/** Nothing breaks its line, and nothing that others named sends a control sequence to the terminal. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '�');
}

function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** `file:line: message`, as editors and scripts read it. */
export function formatProblem(
  place: { readonly file?: string | undefined; readonly line?: number | undefined },
  message: string,
): string {
  const where =
    place.file === undefined ? '' : `${place.file}:${place.line === undefined ? '' : `${place.line}:`} `;
  // What already names its line need not do so twice.
  const said = place.line === undefined ? message : message.replace(`Line ${place.line}: `, '');
  return `${oneLine(`${where}${said}`)}\n`;
}

/** One line for the user: an expected failure says what, where and what was kept; anything else is Postil's fault. */
export function formatError(error: unknown): string {
  if (error instanceof PostilError) return formatProblem(error.details, error.message);
  if (error instanceof Error) return `Postil made a mistake: ${error.stack ?? error.message}\n`;
  return `Postil made a mistake: ${String(error)}\n`;
}
