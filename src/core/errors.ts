/** Stable codes: they cross the process boundary, scripts may rely on them, and texts may change without them. */
export const ERROR_CODES = [
  'bad-request', // the caller's arguments do not fit the contract
  'unknown-call',
  'not-found',
  'no-project', // the call needs an open project
  'read-only', // the project was opened read-only; details say why
  'stale', // an edit's `before` is not what is there
  'conflict', // the file on disk is not the one last read or written; a conflict copy was saved
  'locked', // another Postil has the project
  'damaged', // a file fails its hash, its schema or its encoding
  'newer-format', // written by a newer Postil
  'refused', // outside data breaks a limit or a rule
  'not-allowed', // a path outside what the user allowed
  'disk-full',
  'io', // any other failure of the file system
  'cancelled',
  'self-check', // an export, read back, was not equal
  'internal', // a fault of Postil
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorDetails {
  /** The file or folder that it happened to, as the user would name it. */
  readonly file?: string;
  /** 1-based line of `file`. */
  readonly line?: number;
  readonly [key: string]: string | number | boolean | undefined | readonly string[];
}

/** An expected failure with a stable code. `message` is a whole sentence for the user: what, where, what was kept. */
export class PostilError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PostilError';
    this.code = code;
    this.details = details;
  }
}

/** Closes a `switch` over a union: a new member is a type error here, and a fault at run time. */
export function assertNever(value: never): never {
  throw new PostilError('internal', `Unexpected value ${JSON.stringify(value)}.`);
}
