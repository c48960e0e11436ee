import { join } from 'node:path';
import { startDesktop } from './electron/app.ts';

// Built, this file is out/main/index.js.
const root = join(import.meta.dirname, '..', '..');

startDesktop({
  rendererFolder: join(root, 'out', 'renderer'),
  preloadFile: join(root, 'out', 'preload', 'index.cjs'),
  sampleFolder: join(root, 'corpus', 'sample-project'),
});
