import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';

/** One file that Node 20 runs; it cannot strip types. */
export async function bundleChild(): Promise<{ readonly file: string; readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-child-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    root: resolve(import.meta.dirname),
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: resolve(import.meta.dirname, 'child.ts'),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  });
  return { file: join(folder, 'child.mjs'), folder };
}

export interface Child {
  readonly pid: number;
  /** What it said so far. */
  readonly lines: readonly string[];
  tell(command: 'save' | 'loop' | 'close'): void;
  /** The first line that begins so, at or after `from`. */
  heard(beginning: string, from?: number): Promise<string>;
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves when it has ended and all that it said was read. */
  readonly ended: Promise<void>;
}

export function startChild(file: string, folder: string, backupsFolder: string): Child {
  const child = spawn(process.execPath, [file, folder, backupsFolder], { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let hasEnded = false;
  let errors = '';
  function wake(): void {
    for (const check of waiting) check();
  }
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  // A command to a child that was killed has nobody to hear it.
  child.stdin.on('error', () => wake());
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    wake();
  });
  const ended = new Promise<void>((done) => {
    child.on('close', () => {
      hasEnded = true;
      wake();
      done();
    });
  });
  return {
    pid: child.pid!,
    lines,
    ended,
    tell: (command) => child.stdin.write(`${command}\n`),
    signal: (signal) => child.kill(signal),
    heard(beginning, from = 0) {
      return new Promise((found, failed) => {
        function check(): void {
          const line = lines.slice(from).find((candidate) => candidate.startsWith(beginning));
          if (line === undefined && !hasEnded) return;
          waiting.delete(check);
          if (line === undefined)
            failed(new Error(`Ended without “${beginning}”: ${lines.join(', ')} ${errors}`));
          else found(line);
        }
        waiting.add(check);
        check();
      });
    },
  };
}
