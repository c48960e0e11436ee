import { useEffect, useState } from 'react';
import type { CallValue } from '../../contract/calls.ts';
import type { WhoseLayers } from '../../core/adjudication/layer-choice.ts';
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

const ALL_LAYERS: WhoseLayers = {};

/**
 * How many annotations use each actor and code; null until the first answer. Asked again when annotations change.
 * @param whose which layers are counted; the same object as long as the choice is the same
 */
export function useUsage(folder: string, whose = ALL_LAYERS): Usage | null {
  const changeCount = usePostil((state) => state.changeCount);
  const [answer, setAnswer] = useState<Answer | null>(null);

  useEffect(
    () =>
      askWhenSettled(
        SETTLE_MS,
        () => {
          const { layers, annotators } = whose;
          return call('evidence.usage', { layers, annotators: annotators && [...annotators] });
        },
        (usage) => setAnswer({ folder, changeCount, usage }),
      ),
    [folder, changeCount, whose],
  );

  // The last numbers stay until there are new ones, so that nothing flickers.
  return answer?.folder === folder ? answer.usage : null;
}
