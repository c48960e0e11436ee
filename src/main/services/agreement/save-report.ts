import { reportCsv } from '../../../core/agreement/project/report-csv.ts';
import type { AgreementReport } from '../../../core/agreement/project/report.ts';
import { PostilError } from '../../../core/errors.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { fileError, isMissing } from '../store/file-error.ts';
import type { FileSystem } from '../store/file-system.ts';

const KEPT = 'Nothing was written.';

/**
 * @param out absolute, allowed
 * @throws PostilError `refused` where something is there that is not to be replaced; `disk-full`, `io`
 */
export async function saveReport(
  fs: FileSystem,
  out: string,
  report: AgreementReport,
  overwrite: boolean,
): Promise<{ readonly path: string; readonly bytes: number }> {
  try {
    if (!overwrite && !(await isFree(fs, out))) {
      throw new PostilError('refused', `There is a file “${out}” already. ${KEPT}`, { file: out });
    }
    const { bytes } = await writeFileAtomically(fs, out, reportCsv(report));
    return { path: out, bytes };
  } catch (error) {
    throw fileError(error, `write ${out}`, out, KEPT);
  }
}

async function isFree(fs: FileSystem, path: string): Promise<boolean> {
  try {
    await fs.lstat(path);
    return false;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}
