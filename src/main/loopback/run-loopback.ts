import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { PostilError } from '../../core/errors.ts';
import { makeFaultLog } from '../services/settings/fault-log.ts';
import { createWorkbench } from '../services/workbench/create-workbench.ts';
import { startLoopbackHost, type LoopbackHost } from './loopback-host.ts';
import { openBrowser } from './open-browser.ts';

export interface LoopbackRunOptions {
  /** Where this build is installed: the folder with `out/`, `corpus/` and `package.json`. */
  readonly installation: string;
  readonly userDataFolder: string;
  readonly cacheFolder: string;
  /** A project to open, or null. */
  readonly project: string | null;
  /** What the page may use beside the user's home and the temporary folder. */
  readonly allow: readonly string[];
  readonly port: number;
  /** Whether the very first start opens the sample project. */
  readonly isSampleWanted: boolean;
  /** Whether to open the user's browser, if there is a display. */
  readonly isBrowserWanted: boolean;
}

/**
 * The loopback host from start to end: prints its address on stdout, runs until SIGINT or SIGTERM, then saves and
 * closes.
 * @returns the exit status.
 */
export async function runLoopback(options: LoopbackRunOptions): Promise<number> {
  await mkdir(options.userDataFolder, { recursive: true });
  const onFault = makeFaultLog(join(options.userDataFolder, 'logs', 'postil.log'));
  const workbench = createWorkbench({
    host: 'loopback',
    version: readVersion(options.installation),
    platform: process.platform,
    userDataFolder: options.userDataFolder,
    cacheFolder: options.cacheFolder,
    sampleFolder: join(options.installation, 'corpus', 'sample-project'),
    dialogs: null,
    allowedRoots: [homedir(), tmpdir(), ...options.allow],
    onFault,
  });
  if (options.project !== null) {
    const folder = resolve(options.project);
    workbench.grantPath(folder, 'write');
    await workbench.openFolder(folder);
  } else if (options.isSampleWanted) {
    await workbench.openAtFirstStart();
  }
  let host: LoopbackHost;
  try {
    host = await startLoopbackHost({
      rendererFolder: join(options.installation, 'out', 'renderer'),
      port: options.port,
      connect: (transport) => void workbench.connect(transport),
      onFault,
    });
  } catch (cause) {
    await workbench.close();
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'another program has it' : (code ?? 'unknown');
    throw new PostilError('io', `Postil cannot listen at port ${options.port}: ${why}.`, {}, cause);
  }

  const ended = untilSignal();
  const address = host.issueAddress();
  process.stdout.write(`Postil is at ${address}\n`);
  const hints = listenForEnter(() => process.stdout.write(`Postil is at ${host.issueAddress()}\n`));
  if (options.isBrowserWanted) await openBrowser(address, options.userDataFolder);

  await ended;
  hints.close();
  // In this order a change that is on its way reaches the disk, and its page hears that it did.
  await workbench.close();
  await host.close();
  return 0;
}

/** The address works once; Enter in the terminal gives the next. Without a terminal there is nobody to press it. */
function listenForEnter(onEnter: () => void): { close(): void } {
  if (!process.stdin.isTTY) return { close: () => undefined };
  process.stdout.write('It works once; press Enter for another. Ctrl+C saves and stops.\n');
  const lines = createInterface({ input: process.stdin });
  lines.on('line', onEnter);
  // In raw hands of readline, Ctrl+C does not become a signal by itself.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  return lines;
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isEnding = false;
    const end = (): void => {
      // Whoever asks twice does not want to wait for the disk; what was said to be saved is saved.
      if (isEnding) process.exit(130);
      isEnding = true;
      resolve();
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
}

function readVersion(installation: string): string {
  const text = readFileSync(join(installation, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
