/** How long closing waits in silence before it asks. */
export const PATIENCE_MS = 4000;

/**
 * Waits for `work`; each time that patience runs out, asks whether to wait on. Answers whether the work was done; its
 * failure is thrown.
 */
export async function waitOrAsk(
  work: Promise<void>,
  patienceMs: number,
  wantsToWait: () => Promise<boolean>,
): Promise<'done' | 'left'> {
  const done = work.then(() => 'done' as const);
  for (;;) {
    const { promise: late, cancel } = after(patienceMs);
    const first = await Promise.race([done, late]).finally(cancel);
    if (first === 'done') return 'done';
    // The work may end while the question stands: then there is nothing left to ask.
    const answer = await Promise.race([done, wantsToWait()]);
    if (answer === 'done') return 'done';
    if (!answer) {
      done.catch(() => {}); // The user left it; that it failed later is the work's own report.
      return 'left';
    }
  }
}

function after(milliseconds: number): { readonly promise: Promise<'late'>; cancel(): void } {
  let timer: ReturnType<typeof setTimeout>;
  const promise = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  return { promise, cancel: () => clearTimeout(timer) };
}
