import { useEffect, useState } from 'react';
import type { CallValue } from '../../contract/calls.ts';
import type { DoubtKind } from '../../core/codebook/doubts.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import { askWhenSettled } from '../app/ask-when-settled.ts';
import { call } from '../app/host.ts';
import { usePostil } from '../app/state.ts';

export type Worklist = CallValue<'codebook.worklist'>;
export type WorklistRow = Worklist['rows'][number];

/** One change moves `changeCount` twice, at once and when it is on disk. */
const SETTLE_MS = 60;

/** What an annotator has to look at again, asked anew with each change; null until the first answer. */
export function useWorklist(
  folder: string,
  annotator: AnnotatorId,
  kinds: readonly DoubtKind[],
  limit: number,
): Worklist | null {
  const changeCount = usePostil((state) => state.changeCount);
  const pending = usePostil((state) => state.saving.pending);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly value: Worklist } | null>(null);
  const key = [folder, annotator].join(' ');
  const wanted = kinds.join(' ');
  useEffect(() => {
    // What is not on disk yet, the services do not know: its rows would come back for a moment.
    if (pending > 0) return undefined;
    return askWhenSettled(
      SETTLE_MS,
      () =>
        call('codebook.worklist', { annotator, kinds: wanted.split(' ') as DoubtKind[], offset: 0, limit }),
      (value) => setAnswer({ key, value }),
    );
  }, [key, annotator, wanted, limit, changeCount, pending]);
  return answer?.key === key ? answer.value : null;
}
