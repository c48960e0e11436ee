import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{core,contract,services,hosts,faults,house,renderer}/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    // Two cores: more workers only make the kill loops and the fault sweeps slower.
    maxWorkers: 2,
  },
});
