import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const LIMIT_BYTES = 1024 * 1024;

export interface FaultLog {
  (fault: unknown): void;
  /** When all that was logged so far is written, or known not to be. */
  settled(): Promise<void>;
}

/**
 * A log of Postil's own faults, for the user to send in if they like; nothing leaves the machine by itself. At most
 * two files of a mebibyte. Logging never fails whoever logs: what cannot be written goes to stderr.
 * @returns the function that logs
 */
export function makeFaultLog(file: string): FaultLog {
  let last: Promise<void> = Promise.resolve();

  async function append(text: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    const size = await stat(file).then(
      (stats) => stats.size,
      () => 0, // Not there yet.
    );
    if (size > LIMIT_BYTES) await rename(file, `${file}.1`);
    await appendFile(file, text);
  }

  function log(fault: unknown): void {
    const text = `${new Date().toISOString()} ${describeFault(fault)}\n`;
    last = last
      .then(() => append(text))
      .catch((error: unknown) => {
        process.stderr.write(`${text}(not logged: ${String(error)})\n`);
      });
  }
  return Object.assign(log, { settled: () => last });
}

/** The stack, and those of its causes. */
export function describeFault(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const cause = fault.cause === undefined ? '' : `\n  caused by ${describeFault(fault.cause)}`;
  return `${fault.stack ?? fault.message}${cause}`;
}
