import { useEffect, useState } from 'react';
import { foldText } from '../../core/text-fold.ts';
import { call } from '../app/host.ts';
import { messageOf, notify } from '../app/notices.ts';
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
    let isStale = false;
    const timer = setTimeout(() => {
      call('mentions.groups', {}).then(
        ({ groups }) => {
          if (isStale) return;
          const counts = new Map<string, number>();
          for (const { alias, counts: of } of groups) {
            const key = foldText(alias);
            const here = of.suggested + of.accepted + of.rejected + of.notActor;
            counts.set(key, (counts.get(key) ?? 0) + here);
          }
          setAnswer({ folder, counts });
        },
        (error: unknown) => {
          if (!isStale) notify('error', messageOf(error));
        },
      );
    }, SETTLE_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [folder, changeCount, isWanted]);
  return answer?.folder === folder ? answer.counts : null;
}
