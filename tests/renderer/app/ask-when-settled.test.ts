import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PostilError } from '../../../src/core/errors.ts';
import { askWhenSettled } from '../../../src/renderer/app/ask-when-settled.ts';
import { getState, setState } from '../../../src/renderer/app/state.ts';

beforeEach(() => {
  vi.useFakeTimers();
  setState({ notices: [] });
});
afterEach(() => vi.useRealTimers());

test('it asks once things have been at rest, and hands the answer on', async () => {
  const answers: string[] = [];
  const ask = vi.fn(() => Promise.resolve('now'));
  askWhenSettled(60, ask, (value) => answers.push(value));
  await vi.advanceTimersByTimeAsync(59);
  expect(ask).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(answers).toEqual(['now']);
});

test('undone before, it does not ask', async () => {
  const ask = vi.fn(() => Promise.resolve('now'));
  askWhenSettled(60, ask, () => undefined)();
  await vi.advanceTimersByTimeAsync(1000);
  expect(ask).not.toHaveBeenCalled();
});

test('undone meanwhile, neither the answer nor the failure is of interest', async () => {
  const answers: string[] = [];
  let resolve!: (value: string) => void;
  let reject!: (error: unknown) => void;
  const late = new Promise<string>((settle) => (resolve = settle));
  const failing = new Promise<string>((_settle, fail) => (reject = fail));
  const undo = [late, failing].map((promise) =>
    askWhenSettled(
      60,
      () => promise,
      (value) => answers.push(value),
    ),
  );
  await vi.advanceTimersByTimeAsync(60);
  for (const each of undo) each();
  resolve('late');
  reject(new PostilError('io', 'It cannot be read.'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(answers).toEqual([]);
  expect(getState().notices).toEqual([]);
});

test('a failure is told', async () => {
  askWhenSettled(
    60,
    () => Promise.reject(new PostilError('io', 'It cannot be read.')),
    () => undefined,
  );
  await vi.advanceTimersByTimeAsync(60);
  expect(getState().notices).toMatchObject([{ tone: 'error', message: 'It cannot be read.' }]);
});
