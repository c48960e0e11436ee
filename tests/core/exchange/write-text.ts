import type { WritableFormat } from '../../../src/core/exchange/format.ts';
import type { MemoryProject } from './memory-project.ts';

/** What a format of one file writes of a project. */
export async function writableText(format: WritableFormat, project: MemoryProject): Promise<string> {
  let all = '';
  for await (const { text } of format.write(project.exportInput())) all += text;
  return all;
}
