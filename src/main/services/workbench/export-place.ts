import { join } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import { isInside } from './path-access.ts';

/**
 * An export goes nowhere where it could replace, or be taken for, a part of the project.
 * @param projectFolder links resolved, as in `out`
 * @throws PostilError `refused`
 */
export function assertExportPlace(projectFolder: string, out: string): void {
  const exports = join(projectFolder, 'exports');
  if (!isInside(out, projectFolder) || (out !== exports && isInside(out, exports))) return;
  throw new PostilError(
    'refused',
    `“${out}” lies among the project’s own files; inside the project, exports go into its folder “exports”. Nothing was written.`,
    { file: out },
  );
}
