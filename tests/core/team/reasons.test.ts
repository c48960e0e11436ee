import { expect, test } from 'vitest';
import { because, REASON_IDS } from '../../../src/core/team/reasons.ts';

test('a reason is told by its id, what it is about, and as a sentence that names it', () => {
  expect(because('blind')).toEqual({ reason: 'blind', about: '', why: 'is in its blind phase' });
  expect(because('unknownKey', '$& of ana')).toEqual({
    reason: 'unknownKey',
    about: '$& of ana',
    why: 'is signed with a key that is not known as that of $& of ana',
  });
  for (const reason of REASON_IDS) expect(because(reason, 'the port').why).not.toContain('{');
});
