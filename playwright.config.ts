import { defineConfig } from '@playwright/test';
import { chromiumArguments, findOrInstallChromium } from './scripts/find-chromium.mjs';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Each test starts its own host; two cores do no better with more.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 120_000,
  reporter: 'list',
  use: {
    headless: true,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: findOrInstallChromium(), args: chromiumArguments() },
  },
  projects: [{ name: 'chromium' }],
});
