import { dirname } from 'node:path';
import { parseServeArguments, SERVE_USAGE } from './parse-serve-arguments.ts';
import { runLoopback } from './run-loopback.ts';

// Built, this file is out/main/loopback.js.
const installation = dirname(dirname(import.meta.dirname));

try {
  const options = parseServeArguments(process.argv.slice(2), installation);
  if (options === 'help') process.stdout.write(SERVE_USAGE);
  else process.exitCode = await runLoopback(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
