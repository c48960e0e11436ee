import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/**
 * The project folder that a command line asks for, or null. Switches are skipped, and so is the app's own path, which
 * stands in an unpackaged app's command line. A `project.json` stands for its folder. The last one that exists wins.
 */
export function folderFromArguments(
  argv: readonly string[],
  workingFolder: string,
  appPath: string,
): string | null {
  let found: string | null = null;
  for (const argument of argv.slice(1)) {
    if (argument === '' || argument.startsWith('-')) continue;
    const path = resolve(workingFolder, argument);
    if (path === appPath || path.startsWith(resolve(appPath, 'out', 'main'))) continue;
    found = projectFolder(path) ?? found;
  }
  return found;
}

/** The folder that a path means as a project; null when it is neither a folder nor a `project.json`. */
export function projectFolder(path: string): string | null {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry?.isDirectory()) return path;
  return entry?.isFile() && basename(path) === 'project.json' ? dirname(path) : null;
}
