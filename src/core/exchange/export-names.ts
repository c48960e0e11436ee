import { entryName } from '../codebook/resolve-entry.ts';
import type { ExportFrame } from './exchange.ts';

/** What actors, codes and annotators are called in an export. */
export interface ExportNames {
  /** Of an actor or code: what it stands for now. An id that is not known is its own name; so is `author`. */
  entry(id: string): string;
  annotator(id: string): string;
}

/** Each name is looked up once: a large export asks for them millions of times. */
export function exportNames({ project, codebook }: Pick<ExportFrame, 'project' | 'codebook'>): ExportNames {
  const annotators = new Map<string, string>(project.annotators.map((one) => [one.id, one.name]));
  const entries = new Map<string, string>();
  return {
    entry(id) {
      let name = entries.get(id);
      if (name === undefined) {
        name = entryName(codebook, id);
        entries.set(id, name);
      }
      return name;
    },
    annotator: (id) => annotators.get(id) ?? id,
  };
}
