import { buildWorker, type BuiltWorker } from '../build-worker.ts';

export function buildSearchWorker(): Promise<BuiltWorker> {
  return buildWorker('src/main/services/search/search-worker.ts');
}
