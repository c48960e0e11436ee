import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface Import {
  readonly specifier: string;
  /** Erased when built: `import type`, `export type … from`, `import('x')` as a type cannot be told and counts as real. */
  readonly isType: boolean;
}

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly imports: readonly Import[];
}

/** Every TypeScript and JavaScript file under the folders, with what it imports. */
export async function readSources(...folders: readonly string[]): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile() || !/\.(?:[cm]?[jt]s|tsx)$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      files.push({
        path: relative(root, file).split(sep).join('/'),
        imports: findImports(await readFile(file, 'utf8')),
      });
    }
  }
  return files;
}

const FROM = /^\s*(?:import|export)\s+(type\s)?[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm;
const BARE = /^\s*import\s*['"]([^'"]+)['"]/gm;
const CALL = /\b(?:import|require|require\.resolve)\(\s*['"]([^'"]+)['"]\s*[,)]/g;

/** Good enough for formatted sources: statements begin a line. */
export function findImports(code: string): Import[] {
  return [
    ...Array.from(code.matchAll(FROM), ([, type, specifier = '']) => ({
      specifier,
      isType: type !== undefined,
    })),
    ...Array.from(code.matchAll(BARE), ([, specifier = '']) => ({ specifier, isType: false })),
    ...Array.from(code.matchAll(CALL), ([, specifier = '']) => ({ specifier, isType: false })),
  ];
}

/** `@scope/name` or `name` of a bare specifier; null for a relative path or a module of Node. */
export function packageName(specifier: string): string | null {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return null;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
