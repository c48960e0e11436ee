/** The process in which the built app runs over the stand-in; the test speaks to it by Node's own IPC. */
import fs from 'node:fs';
import { register, syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';

const standIn = pathToFileURL(process.env['STAND_IN_MODULE'] ?? '').href;
register(
  `data:text/javascript,${encodeURIComponent(`
    export function resolve(specifier, context, next) {
      return specifier === 'electron' ? { url: ${JSON.stringify(standIn)}, shortCircuit: true } : next(specifier, context);
    }`)}`,
);

const electron = (await import(standIn)) as typeof import('./electron.ts');

interface Question {
  readonly id: number;
  readonly source: string;
  readonly arg: unknown;
}

process.on('message', (question: Question) => {
  const run = new Function(`return (${question.source})`)() as (...args: unknown[]) => unknown;
  Promise.resolve()
    .then(() => run(electron, question.arg))
    .then(
      (value) => process.send?.({ kind: 'answer', id: question.id, value }),
      (error: unknown) => process.send?.({ kind: 'answer', id: question.id, error: String(error) }),
    );
});
process.on('disconnect', () => process.exit(1));

// Before the app takes hold of it.
const { open } = fs;
fs.open = ((...args: Parameters<typeof open>) => {
  if (!electron.world.isDiskBroken) return open(...args);
  const failure = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  const done = args.at(-1) as (error: Error) => void;
  queueMicrotask(() => done(failure));
}) as typeof open;
syncBuiltinESMExports();

await import(pathToFileURL(process.env['STAND_IN_MAIN'] ?? '').href);
electron.app.becomeReady();
process.send?.({ kind: 'ready' });
