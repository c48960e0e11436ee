// `npm run sample`: makes corpus/sample-project anew from the texts, registries and coding sheets of corpus/, through
// the same services as the program itself.
import { runnerImport } from 'vite';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('./sample/build-sample.ts', import.meta.url));
const { module } = await runnerImport(entry);
await module.buildSample();
