/** Runs what it is given one after the other, each whether or not the one before succeeded. */
export interface Queue {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when all that was given has ended. */
  idle(): Promise<void>;
}

export function makeQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const result = last.then(work);
      // Whoever asked for it hears of a failure; here it only must not stop the next.
      last = result.catch(() => undefined);
      return result;
    },
    async idle() {
      await last;
    },
  };
}
