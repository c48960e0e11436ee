import { createInterface } from 'node:readline';
import { nodeStoreEnvironment } from '../../src/main/services/store/node-environment.ts';
import { openProject } from '../../src/main/services/store/project-store.ts';
import { adding, ANNA, annotation, TEXT } from '../services/store/fixtures.ts';

/*
 * A Postil in a process of its own, to be killed and suspended. It says what it does, a line each:
 *   open writable|<reason>   ack <annotation>   err <code>   readOnly <reason>   problem <code>   closed
 * and does what it is told on its standard input: `save`, `loop` (save for ever), `close`.
 */

const [folder, backupsFolder] = process.argv.slice(2);
if (!folder || !backupsFolder) throw new Error('Needs a project and a folder for backups.');

// Synchronous on POSIX for pipes: a line that was written is there even when the next instruction is a kill.
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const environment = nodeStoreEnvironment({ backupsFolder, onProblem: ({ code }) => say(`problem ${code}`) });
const store = await openProject(environment, folder);
store.onDidChange((event) => {
  if (event.kind === 'readOnly') say(`readOnly ${event.reason.code}`);
});
say(`open ${store.readOnly?.code ?? 'writable'}`);

let count = 0;
async function save(): Promise<void> {
  const start = count++ % (TEXT.length - 8);
  // The militia's dove is a surrogate pair and a variation selector; this text is kept clear of it.
  const one = annotation(Math.min(start, 20), Math.min(start, 20) + 4);
  try {
    await store.apply({ label: 'add', edits: [adding(one)] }, ANNA.id);
    say(`ack ${one.id}`);
  } catch (error) {
    say(`err ${(error as { code?: string }).code ?? String(error)}`);
  }
}

async function close(): Promise<void> {
  await store.close();
  say('closed');
  process.exit(0);
}

async function loop(): Promise<void> {
  // Two at a time, so that a save is nearly always under way and another waits for it.
  for (;;) await Promise.all([save(), save()]);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'save') void save();
  else if (line === 'loop') void loop();
  else if (line === 'close') void close();
});
