import { PostilError } from '../errors.ts';

/** A file that cannot be read at all. Nothing of it is taken. */
export function brokenFile(problem: string, line?: number, cause?: unknown): PostilError {
  const where = line === undefined ? '' : `Line ${line}: `;
  return new PostilError(
    'refused',
    `${where}${problem} Nothing was read in.`,
    line === undefined ? {} : { line },
    cause,
  );
}

/** Why one entry of a file is left out, while the rest is read on. */
export class Refusal extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'Refusal';
  }
}
