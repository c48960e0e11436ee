import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Postil is installed: this checkout, unless another build is to be tried. */
export const installation = process.env['POSTIL_INSTALLATION'] ?? join(import.meta.dirname, '../..');

export interface StartedHost {
  /** The one-time address that it printed. */
  readonly url: string;
  readonly port: number;
  readonly userDataFolder: string;
  /** SIGTERM: it saves, closes and goes. The user-data folder stays for the next host, if it was given. */
  stop(): Promise<void>;
  /** SIGKILL: as if the machine had died under it. */
  kill(): Promise<void>;
}

export interface HostOptions {
  /** Kept after the host's end; without it a fresh one is made and removed. */
  readonly userDataFolder?: string;
  /** Opened at the start; may be read and written. */
  readonly project?: string;
  /** Further folders that the page may use, beside the home and the temporary folder. */
  readonly allow?: readonly string[];
  readonly port?: number;
  /** The first start with a fresh user-data folder opens the sample project, unless this is false. */
  readonly openSample?: boolean;
}

/** A fresh temporary folder, with its removal. */
export async function makeTemporaryFolder(
  prefix = 'postil-e2e-',
): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Starts the built loopback host as its own process and waits for its address. */
export async function startHost(options: HostOptions = {}): Promise<StartedHost> {
  const program = join(installation, 'out/main/loopback.js');
  if (!existsSync(program)) throw new Error('Postil is not built; run `npm run build` first.');
  const own = options.userDataFolder === undefined ? await makeTemporaryFolder('postil-home-') : null;
  const userDataFolder = options.userDataFolder ?? own!.path;
  const args = [program, '--user-data', userDataFolder, '--port', String(options.port ?? 0)];
  for (const folder of options.allow ?? []) args.push('--allow', folder);
  if (options.openSample === false) args.push('--no-sample');
  if (options.project !== undefined) args.push(options.project);
  const child = spawn(process.execPath, args, { cwd: installation, stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await readAddress(child);

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
    await own?.remove();
  }
  return {
    url,
    port: Number(new URL(url).port),
    userDataFolder,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    let errors = '';
    child.stderr!.on('data', (piece) => (errors += String(piece)));
    child.stdout!.on('data', (piece) => {
      output += String(piece);
      const found = /^Postil is at (http:\/\/127\.0\.0\.1:\d+\/\S*)$/m.exec(output);
      if (found) resolve(found[1]!);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The host ended with ${code} before it gave its address.\n${output}${errors}`));
    });
  });
}
