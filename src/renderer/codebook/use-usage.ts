import { useEffect, useState } from 'react';
import type { CallValue } from '../../contract/calls.ts';
import { askWhenSettled } from '../app/ask-when-settled.ts';
import { call } from '../app/host.ts';
import { usePostil } from '../app/state.ts';

export type Usage = CallValue<'evidence.usage'>;

interface Answer {
  readonly folder: string;
  /** What it was asked at. */
  readonly changeCount: number;
  readonly usage: Usage;
}

/** One change moves `changeCount` twice, at once and when it is on disk. */
const SETTLE_MS = 60;

/** How many annotations use each actor and code; null until the first answer. Asked again when annotations change. */
export function useUsage(folder: string): Usage | null {
  const changeCount = usePostil((state) => state.changeCount);
  const [answer, setAnswer] = useState<Answer | null>(null);

  useEffect(
    () =>
      askWhenSettled(
        SETTLE_MS,
        () => call('evidence.usage', {}),
        (usage) => setAnswer({ folder, changeCount, usage }),
      ),
    [folder, changeCount],
  );

  // The last numbers stay until there are new ones, so that nothing flickers.
  return answer?.folder === folder ? answer.usage : null;
}
