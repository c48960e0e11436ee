import { expect, test } from 'vitest';
import { PostilError } from '../../../src/core/errors.ts';
import { refusalOf } from '../../../src/core/team/refusals.ts';

test('a failure is told by what it says of itself, by its code, or by its sentence', () => {
  const failure = (...[code, details]: [PostilError['code'], PostilError['details']]) =>
    refusalOf(new PostilError(code, 'It broke.', details));
  expect(failure('refused', { refusal: 'tooLarge', about: '128 MB' })).toEqual({
    refusal: 'tooLarge',
    about: '128 MB',
  });
  expect(failure('refused', { refusal: 'gone' })).toEqual({ refusal: 'gone', about: '' });
  expect(failure('newer-format', {})).toEqual({ refusal: 'newer', about: '' });
  for (const details of [{}, { refusal: 'toString' }])
    expect(failure('io', details)).toEqual({ refusal: 'other', about: 'It broke.' });
});
