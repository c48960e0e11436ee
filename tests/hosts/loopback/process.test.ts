import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connect, type Client } from '../../../src/contract/client.ts';
import { makeTemporaryFolder, startHost, type HostOptions, type StartedHost } from '../../e2e/start-host.ts';
import { openSocket, enter } from '../../contract/transports.ts';
import { DOCUMENT_ID, makeAnnotation, makeProject } from '../../services/workbench/fixture.ts';
import { requireBuild, root } from '../cli/run-postil.ts';

let folder: string;
let remove: () => Promise<void>;
const hosts: StartedHost[] = [];

beforeAll(requireBuild, 300_000);
beforeEach(async () => {
  ({ path: folder, remove } = await makeTemporaryFolder('postil-process-'));
});
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.kill();
  await remove();
});

async function start(options: HostOptions = {}): Promise<StartedHost> {
  const host = await startHost({ userDataFolder: join(folder, 'home'), openSample: false, ...options });
  hosts.push(host);
  return host;
}

async function enterHost(host: StartedHost): Promise<Client> {
  return connect(await openSocket(host.port, await enter(host.url)), { checkValues: true });
}

async function tag(client: Client, word: string): Promise<void> {
  const { snapshot } = await client.call('project.current', {});
  const after = makeAnnotation(snapshot!.annotator.id, word);
  const edit = {
    kind: 'annotation',
    documentId: DOCUMENT_ID,
    annotator: after.annotator,
    before: null,
    after,
  };
  await client.call('project.apply', { label: 'tag', edits: [edit] as never });
}

async function quotes(client: Client): Promise<string[]> {
  const { layers } = await client.call('document.open', { documentId: DOCUMENT_ID });
  return layers.flatMap((layer) => layer.annotations.map(({ target }) => target.quote.exact));
}

test('serves a project, saves at the end, and finds all of it again; also after a kill', async () => {
  const project = join(folder, 'project');
  await makeProject(project, 'Work');
  const first = await start({ project });
  await tag(await enterHost(first), 'council');
  await first.stop();
  // The lock is given back, and nothing is left over.
  expect((await readdir(project)).filter((name) => /lock|tmp/.test(name))).toEqual([]);

  const second = await start({ project, port: first.port });
  const client = await enterHost(second);
  expect(await quotes(client)).toEqual(['council']);
  await tag(client, 'offer');
  await second.kill();

  const third = await start({ project, port: first.port });
  const again = await enterHost(third);
  expect((await again.call('project.current', {})).snapshot?.readOnly).toBeNull();
  expect(await quotes(again)).toEqual(['council', 'offer']);
});

test('the cookie of a killed host is nothing to the next one on its port', async () => {
  const first = await start();
  const cookie = await enter(first.url);
  await first.kill();
  const second = await start({ port: first.port });
  const origin = `http://127.0.0.1:${second.port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${second.port}/socket`, { headers: { origin, cookie } });
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  expect(response.statusCode).toBe(401);
  socket.on('error', () => undefined);
  socket.terminate();
  expect((await (await enterHost(second)).call('app.info', {})).host).toBe('loopback');
});

test('a change that is on its way when it is asked to stop reaches the disk, and its page hears so', async () => {
  const project = join(folder, 'project');
  await makeProject(project, 'Work');
  const host = await start({ project });
  const client = await enterHost(host);
  const changes = ['council', 'offer', 'speaker', 'Reporters'].map((word) => tag(client, word));
  await Promise.all(changes.slice(0, 1));
  const [results] = await Promise.all([Promise.allSettled(changes), host.stop()]);
  const saved = results.filter(({ status }) => status === 'fulfilled').length;
  const next = await start({ project });
  expect((await quotes(await enterHost(next))).length).toBeGreaterThanOrEqual(saved);
  expect(saved).toBeGreaterThanOrEqual(1);
});

test('the first start opens the sample project, and later starts do not', async () => {
  if (!existsSync(join(root, 'corpus', 'sample-project', 'project.json'))) {
    console.warn('Not tested: the sample project is not built.');
    return;
  }
  const first = await start({ openSample: true });
  const { snapshot } = await (await enterHost(first)).call('project.current', {});
  expect(snapshot?.readOnly).toBeNull();
  expect(snapshot?.documents.length).toBeGreaterThanOrEqual(8);
  expect(snapshot?.folder.startsWith(join(folder, 'home'))).toBe(true);
  await first.stop();
  const second = await start({ openSample: true });
  expect((await (await enterHost(second)).call('project.current', {})).snapshot).toBeNull();
});

test('a project that cannot be opened is told to the page, which comes up all the same', async () => {
  const host = await start({ project: join(folder, 'nothing') });
  const socket = await openSocket(host.port, await enter(host.url));
  const client = connect(socket, { checkValues: true });
  const problem = new Promise<{ code: string }>((resolve) => client.on('project.problem', resolve));
  expect((await problem).code).toBe('not-found');
  expect((await client.call('project.current', {})).snapshot).toBeNull();
});

test('nothing that lets anybody in stands in a command line, a log or a file', async () => {
  const host = await start();
  const key = new URL(host.url).searchParams.get('key')!;
  const cookie = await enter(host.url);
  const secret = cookie.split('=')[1]!;
  if (process.platform === 'linux') {
    const commands = await Promise.all(
      (await readdir('/proc'))
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    for (const command of commands) {
      expect(command).not.toContain(key);
      expect(command).not.toContain(secret);
    }
  }
  await host.stop();
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!(await stat(path)).isFile()) continue;
    const content = await readFile(path, 'utf8');
    expect(content).not.toContain(key);
    expect(content).not.toContain(secret);
  }
});

test('a port that is taken is said, and is no success', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(start({ port })).rejects.toThrow(new RegExp(`ended with 1[\\s\\S]*${port}`));
  await new Promise((resolve) => server.close(resolve));
});

test('--help says how it is used', async () => {
  const child = spawn(process.execPath, [join(root, 'out/main/loopback.js'), '--help']);
  let out = '';
  child.stdout.on('data', (piece) => (out += String(piece)));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(0);
  expect(out).toContain('Usage: postil serve');
});
