import { messageOf, notify } from './notices.ts';

/**
 * For an effect: asks once what is asked about has been at rest for `settleMs`, and hands the answer on. Undone, it asks
 * no more, and what comes of an earlier question is dropped. A failure is told to the user.
 */
export function askWhenSettled<Value>(
  settleMs: number,
  ask: () => Promise<Value>,
  onAnswer: (value: Value) => void,
): () => void {
  let isStale = false;
  const timer = setTimeout(() => {
    ask().then(
      (value) => {
        if (!isStale) onAnswer(value);
      },
      (error: unknown) => {
        if (!isStale) notify('error', messageOf(error));
      },
    );
  }, settleMs);
  return () => {
    isStale = true;
    clearTimeout(timer);
  };
}
