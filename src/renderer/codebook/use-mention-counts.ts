import { useEffect, useState } from 'react';
import { foldText } from '../../core/text-fold.ts';
import { askWhenSettled } from '../app/ask-when-settled.ts';
import { call } from '../app/host.ts';
import { usePostil } from '../app/state.ts';

/** How often the texts have a name, by its folded form. */
export type MentionCounts = ReadonlyMap<string, number>;

/** Decisions and the codebook come in quick succession while one works. */
const SETTLE_MS = 300;

/**
 * How often the texts of the project name anybody by each name of the registry, whatever was decided; null until it is
 * known, and while nothing wants to know. The last numbers stay until there are new ones.
 */
export function useMentionCounts(folder: string, isWanted: boolean): MentionCounts | null {
  const changeCount = usePostil((state) => state.changeCount);
  const [answer, setAnswer] = useState<{ readonly folder: string; readonly counts: MentionCounts } | null>(
    null,
  );
  useEffect(() => {
    if (!isWanted) return undefined;
    return askWhenSettled(
      SETTLE_MS,
      () => call('mentions.groups', {}),
      ({ groups }) => {
        const counts = new Map<string, number>();
        for (const { alias, counts: of } of groups) {
          const key = foldText(alias);
          const here = of.suggested + of.accepted + of.rejected + of.notActor;
          counts.set(key, (counts.get(key) ?? 0) + here);
        }
        setAnswer({ folder, counts });
      },
    );
  }, [folder, changeCount, isWanted]);
  return answer?.folder === folder ? answer.counts : null;
}
