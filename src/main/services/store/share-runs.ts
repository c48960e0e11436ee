/**
 * The same work, but done once for all who ask at a time. Each caller waits for a run that began after it asked, so that
 * what it learns of is no older than its question. A failure is every waiting caller's.
 */
export function shareRuns(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  /** Begins when `running` has ended; whoever asks meanwhile waits for this one. */
  let next: Promise<void> | null = null;

  function begin(): Promise<void> {
    const run = work();
    const done = (): void => {
      if (running === run) running = null;
    };
    running = run;
    run.then(done, done);
    return run;
  }

  return () => {
    if (running === null) return begin();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return begin();
      });
    return next;
  };
}

/** The same for each key by itself. */
export function shareRunsOf(work: (key: string) => Promise<void>): (key: string) => Promise<void> {
  const shared = new Map<string, { readonly run: () => Promise<void>; waiting: number }>();
  return async (key) => {
    const known = shared.get(key) ?? { run: shareRuns(() => work(key)), waiting: 0 };
    shared.set(key, known);
    known.waiting++;
    try {
      await known.run();
    } finally {
      if (--known.waiting === 0) shared.delete(key);
    }
  };
}
