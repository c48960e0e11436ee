import { dirname } from 'node:path';
import { processOutput } from './output.ts';
import { runCli } from './run-cli.ts';

// Built, this file is out/main/cli.js.
const installation = dirname(dirname(import.meta.dirname));

// `postil annotations … | head`: whoever read has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), processOutput, installation);
