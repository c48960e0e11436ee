/** The process in which the built app runs over the stand-in; the test speaks to it by Node's own IPC. */
import { register } from 'node:module';
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

await import(pathToFileURL(process.env['STAND_IN_MAIN'] ?? '').href);
electron.app.becomeReady();
process.send?.({ kind: 'ready' });
