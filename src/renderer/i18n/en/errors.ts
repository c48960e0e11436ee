import { ERROR_CODES, type ErrorCode } from '../../../core/errors.ts';

/**
 * Failures that the services tell. Their own sentence, English, says all of it: what, where, what was kept. Another
 * language says by the code what kind of failure it is, and lets that sentence follow on a line of its own.
 */
export const errors = {
  ...codeTexts(),
  'problem.lock': '{{message}}',
  'problem.backup-failed': '{{message}}',
  'readOnly.locked': '{{message}}',
  'readOnly.damaged': '{{message}}',
  'readOnly.newer-format': '{{message}}',
  'readOnly.not-writable': '{{message}}',
} as const;

function codeTexts() {
  return Object.fromEntries(ERROR_CODES.map((code) => [code, '{{message}}'])) as Readonly<
    Record<ErrorCode, '{{message}}'>
  >;
}
