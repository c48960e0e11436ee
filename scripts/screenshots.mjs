// `npm run screenshots [-- --only <part of a name>,…] [--german]`: every screen and important state into screenshots/,
// light and dark, at two sizes; some of them in a narrow window and at 200 % zoom; with --german once more in German.
import { buildIfNeeded } from './build-if-needed.mjs';
import { runnerImport } from 'vite';
import { fileURLToPath } from 'node:url';

const at = process.argv.indexOf('--only');
const only = at === -1 ? '' : (process.argv[at + 1] ?? '');

// Another build than this checkout's own is looked at as it is.
if (process.env.POSTIL_INSTALLATION || (await buildIfNeeded())) {
  const { module } = await runnerImport(
    fileURLToPath(new URL('../tests/e2e/take-screenshots.ts', import.meta.url)),
  );
  await module.takeScreenshots(only, process.argv.includes('--german'));
} else {
  process.exitCode = 1;
}
