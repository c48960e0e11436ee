import { useEffect, useState } from 'react';
import { PostilError } from '../../core/errors.ts';
import type { Progress } from '../../core/ports.ts';
import type { MentionFilter, MentionGroup, MentionRow } from '../../core/mentions/mention-queue.ts';
import type { DocumentSetId } from '../../core/ids.ts';
import type { NameProposal } from '../../core/mentions/propose-names.ts';
import { call } from '../app/host.ts';
import { messageOf } from '../app/notices.ts';
import { t } from '../i18n/texts.ts';
import { usePostil } from '../app/state.ts';

/** One change moves `changeCount` twice, at once and when it is on disk. */
const SETTLE_MS = 60;
/** Most rows that one call answers with. */
const CALL_ROWS = 1000;

export interface Asked<T> {
  /** The last answer stays until there is a new one, so that nothing flickers. */
  readonly answer: T | null;
  readonly progress: Progress | null;
  readonly failure: string | null;
}

export interface MentionRows {
  readonly key: string;
  readonly total: number;
  readonly rows: readonly MentionRow[];
}

type AskOptions = Parameters<typeof call>[2];

/** @param set only of its documents; null for all */
export function useMentionGroups(set: DocumentSetId | null): Asked<readonly MentionGroup[]> {
  return useAsked(
    `groups ${set ?? ''}`,
    async (options) => (await call('mentions.groups', set ? { sets: [set] } : {}, options)).groups,
  );
}

export function useNewNames(): Asked<readonly NameProposal[]> {
  return useAsked('new names', async (options) => (await call('mentions.newNames', {}, options)).names);
}

/** The first `limit` mentions that pass, by document and place. */
export function useMentionRows(filter: MentionFilter, limit: number): Asked<MentionRows> {
  const key = JSON.stringify(filter);
  return useAsked(`${key} ${limit}`, async (options) => {
    const rows: MentionRow[] = [];
    let total = 0;
    do {
      const args = { filter: structuredClone(filter) as Mutable, offset: rows.length };
      const answer = await call(
        'mentions.query',
        { ...args, limit: Math.min(CALL_ROWS, limit - rows.length) },
        options,
      );
      total = answer.total;
      rows.push(...answer.rows);
      if (answer.rows.length === 0) break;
    } while (rows.length < Math.min(limit, total));
    return { key, total, rows };
  });
}

type Mutable = Parameters<typeof call<'mentions.query'>>[1]['filter'];

/** Asks, and again when something changed and is saved: what is not saved the services do not have. */
function useAsked<T>(key: string, ask: (options: AskOptions) => Promise<T>): Asked<T> {
  const changeCount = usePostil((state) => state.changeCount);
  const isSaving = usePostil((state) => state.saving.pending > 0);
  const [asked, setAsked] = useState<Asked<T>>({ answer: null, progress: null, failure: null });

  useEffect(() => {
    if (isSaving) return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      const onProgress = (progress: Progress): void => {
        if (!controller.signal.aborted) setAsked((before) => ({ ...before, progress }));
      };
      ask({ signal: controller.signal, onProgress }).then(
        (answer) => {
          if (!controller.signal.aborted) setAsked({ answer, progress: null, failure: null });
        },
        (error: unknown) => {
          if (controller.signal.aborted) return;
          const isCancelled = error instanceof PostilError && error.code === 'cancelled';
          setAsked((before) => ({
            ...before,
            progress: null,
            failure: isCancelled ? t('mentions.cancelled') : messageOf(error),
          }));
        },
      );
    }, SETTLE_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
    // `ask` is what `key` says.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, changeCount, isSaving]);

  return asked;
}
