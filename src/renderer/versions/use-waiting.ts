import { useEffect, useRef, useState } from 'react';
import type { CallValue, ProjectSnapshot } from '../../contract/calls.ts';
import { call } from '../app/host.ts';
import { messageOf } from '../app/notices.ts';
import { usePostil } from '../app/state.ts';

export type Waiting = CallValue<'versions.queue'>;

/** One change moves `changeCount` twice, at once and when it is on disk. */
const SETTLE_MS = 60;

/**
 * What waits for a decision, asked anew after each change; null until the first answer. Nothing is asked where no
 * document is a version of another.
 */
export function useWaiting(
  project: ProjectSnapshot,
  limit: number,
): { readonly answer: Waiting | null; readonly failure: string | null } {
  const changes = usePostil((state) => state.changeCount);
  const isSaving = usePostil((state) => state.saving.pending > 0);
  const hasVersions = project.documents.some((summary) => summary.versionOf && !summary.removedAt);
  const [answer, setAnswer] = useState<Waiting | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const turn = useRef(0);
  const { id } = project.annotator;

  useEffect(() => {
    if (!hasVersions) {
      setAnswer({ total: 0, waiting: [], byDocument: [] });
      return;
    }
    // What is not on disk yet the services do not know.
    if (isSaving) return;
    const mine = ++turn.current;
    const timer = setTimeout(() => {
      call('versions.queue', { offset: 0, limit }).then(
        (value) => {
          if (mine !== turn.current) return;
          setAnswer(value);
          setFailure(null);
        },
        (error: unknown) => {
          if (mine === turn.current) setFailure(messageOf(error));
        },
      );
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [hasVersions, changes, isSaving, limit, id, project.folder]);
  return { answer, failure };
}
