import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfNeeded } from '../../../scripts/build-if-needed.mjs';

export const root = join(import.meta.dirname, '../../..');

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

/** The built command line must be of the sources as they are. */
export async function requireBuild(): Promise<void> {
  if (!(await buildIfNeeded())) throw new Error('Postil could not be built.');
}

/** Runs the built command as its own process, as a script would. */
export function runPostil(
  args: readonly string[],
  options: {
    readonly home: string;
    readonly cwd?: string;
    readonly program?: string;
    readonly input?: string;
  },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [options.program ?? join(root, 'out/main/cli.js'), ...args], {
      cwd: options.cwd ?? root,
      env: { ...process.env, POSTIL_HOME: options.home },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // What reads nothing may have ended already.
    child.stdin.on('error', () => undefined).end(options.input ?? '');
    let out = '';
    let error = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (out += piece));
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (error += piece));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, error }));
  });
}
