// `npm run e2e [-- <Playwright’s arguments>]`: the tests in a real browser, against the built loopback host.
import { buildIfNeeded } from './build-if-needed.mjs';
import { findOrInstallChromium } from './find-chromium.mjs';
import { runNode, tools } from './run.mjs';

try {
  const chromium = findOrInstallChromium();
  if (await buildIfNeeded()) {
    const { code } = await runNode(tools.playwright, ['test', ...process.argv.slice(2)], {
      env: { POSTIL_CHROMIUM: chromium },
    });
    process.exitCode = code;
  } else {
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
