import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const FOLDER_ID = 'team';
const POLL_MS = 100;

const statusSchema = z.object({
  state: z.string(),
  globalFiles: z.number(),
  localFiles: z.number(),
  needTotalItems: z.number(),
});
const completionSchema = z.object({ completion: z.number(), needItems: z.number(), needDeletes: z.number() });
const connectionsSchema = z.object({
  connections: z.record(z.string(), z.object({ connected: z.boolean() })),
});

/** One Syncthing, which speaks to its peer on this machine and to nobody else. */
export interface Syncthing {
  readonly folder: string;
  readonly device: string;
  /** Looks at its folder now: what was written a moment ago is known when it answers. */
  scan(): Promise<void>;
  /** How many files it knows of, where its peer and itself have all of them; else null. */
  upToDate(): Promise<number | null>;
  isConnected(): Promise<boolean>;
  /** Kilobytes a second that it sends, about; 0: as many as it can. */
  limit(sent: number): Promise<void>;
  stop(): Promise<void>;
  /** After `stop`: the same one, started anew. */
  startAgain(): Promise<Syncthing>;
}

interface Place {
  readonly home: string;
  readonly folder: string;
  readonly device: string;
  readonly listen: number;
  readonly api: number;
  readonly key: string;
}

/**
 * Two instances that share one folder each under `root`: `<root>/<name>/shared`. The second keeps old versions.
 * @throws where one does not answer within a minute, with what it printed
 */
export async function startPair(
  program: string,
  root: string,
  names: readonly [string, string],
): Promise<[Syncthing, Syncthing]> {
  const first = await makePlace(program, join(root, names[0]));
  const second = await makePlace(program, join(root, names[1]));
  await writeFile(join(first.home, 'config.xml'), configuration(first, second, false));
  await writeFile(join(second.home, 'config.xml'), configuration(second, first, true));
  const started = await Promise.allSettled([start(program, first, second), start(program, second, first)]);
  const [a, b] = started.map((one) => (one.status === 'fulfilled' ? one.value : null));
  if (a && b) return [a, b];
  await Promise.all([a?.stop(), b?.stop()]);
  throw started.find((one) => one.status === 'rejected')!.reason;
}

/** Polls until it holds. @throws after `seconds`, which only a failure needs */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds = 90,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Both know and have the same. */
export async function synchronise(pair: readonly [Syncthing, Syncthing]): Promise<void> {
  for (const one of pair) await one.scan();
  await until('both folders are the same', async () => {
    const [a, b] = await Promise.all(pair.map((one) => one.upToDate()));
    // One that has not heard yet of what the other found knows of fewer.
    return a !== null && a === b;
  });
}

async function makePlace(program: string, within: string): Promise<Place> {
  const home = join(within, 'syncthing');
  const folder = join(within, 'shared');
  await mkdir(folder, { recursive: true });
  await promisify(execFile)(program, ['generate', `--home=${home}`], { env: environment() });
  const generated = await readFile(join(home, 'config.xml'), 'utf8');
  const device = /<device id="([A-Z2-7-]{63})"/.exec(generated)![1]!;
  const [listen, api] = await freePorts();
  return { home, folder, device, listen, api, key: randomBytes(16).toString('hex') };
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    ports.push(typeof address === 'object' && address !== null ? address.port : 0);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return [ports[0]!, ports[1]!];
}

function environment(): NodeJS.ProcessEnv {
  // No monitor process, no new version, no folder that nobody asked for.
  return { ...process.env, STNORESTART: '1', STNOUPGRADE: '1', STNODEFAULTFOLDER: '1' };
}

/** Everything that would leave the loopback interface is off. */
function configuration(own: Place, peer: Place, keepsVersions: boolean): string {
  const versioning = keepsVersions
    ? '<versioning type="simple"><param key="keep" val="5"></param></versioning>'
    : '';
  return `<configuration version="36">
  <folder id="${FOLDER_ID}" label="team" path="${own.folder}" type="sendreceive" rescanIntervalS="3600" fsWatcherEnabled="true" fsWatcherDelayS="1">
    <device id="${own.device}"></device><device id="${peer.device}"></device>${versioning}
    <minDiskFree unit="%">0</minDiskFree><maxConflicts>10</maxConflicts>
  </folder>
  <device id="${own.device}" name="own" compression="never"><address>tcp://127.0.0.1:${own.listen}</address></device>
  <device id="${peer.device}" name="peer" compression="never"><address>tcp://127.0.0.1:${peer.listen}</address></device>
  <gui enabled="true" tls="false"><address>127.0.0.1:${own.api}</address><apikey>${own.key}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:${own.listen}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <stunKeepaliveStartS>0</stunKeepaliveStartS>
    <announceLANAddresses>false</announceLANAddresses>
    <startBrowser>false</startBrowser>
    <urAccepted>-1</urAccepted>
    <crashReportingEnabled>false</crashReportingEnabled>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <reconnectionIntervalS>1</reconnectionIntervalS>
    <limitBandwidthInLan>true</limitBandwidthInLan>
    <setLowPriority>false</setLowPriority>
    <minHomeDiskFree unit="%">0</minHomeDiskFree>
  </options>
</configuration>
`;
}

async function start(program: string, own: Place, peer: Place): Promise<Syncthing> {
  const child = spawn(program, [`--home=${own.home}`, '--no-browser'], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => (printed = `${printed}${piece.toString()}`.slice(-20_000)));
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));

  async function ask(path: string, method = 'GET', body?: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${own.api}${path}`, {
      method,
      headers: { 'X-API-Key': own.key, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return text === '' ? null : (JSON.parse(text) as unknown);
  }

  async function answers(): Promise<boolean> {
    if (child.exitCode !== null) throw new Error('Syncthing ended.');
    try {
      await ask('/rest/system/ping');
      return true;
    } catch {
      return false; // Not yet; `until` has the last word.
    }
  }
  try {
    await until('Syncthing answers', answers, 60);
  } catch (error) {
    await stop(child, ended);
    throw new Error(`${String(error)}\n${printed}`, { cause: error });
  }

  return {
    folder: own.folder,
    device: own.device,
    scan: async () => void (await ask(`/rest/db/scan?folder=${FOLDER_ID}`, 'POST')),
    async upToDate() {
      const status = statusSchema.parse(await ask(`/rest/db/status?folder=${FOLDER_ID}`));
      const query = `folder=${FOLDER_ID}&device=${peer.device}`;
      const there = completionSchema.parse(await ask(`/rest/db/completion?${query}`));
      const isDone =
        status.state === 'idle' &&
        status.needTotalItems === 0 &&
        status.localFiles === status.globalFiles &&
        there.completion === 100 &&
        there.needItems + there.needDeletes === 0;
      return isDone ? status.globalFiles : null;
    },
    async isConnected() {
      const { connections } = connectionsSchema.parse(await ask('/rest/system/connections'));
      return connections[peer.device]?.connected === true;
    },
    limit: async (sent) => void (await ask('/rest/config/options', 'PATCH', { maxSendKbps: sent })),
    stop: () => stop(child, ended),
    startAgain: () => start(program, own, peer),
  };
}

/** Asked to end, and killed where it does not within ten seconds: this one process, which is the caller's own. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null) child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
