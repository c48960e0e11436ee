import { useEffect, useMemo } from 'react';
import type { DocumentId } from '../../core/ids.ts';
import type { Mention } from '../../core/mentions/mention.ts';
import { call } from '../app/host.ts';
import { messageOf, notify } from '../app/notices.ts';
import { setState, usePostil } from '../app/state.ts';
import type { MentionRanges } from '../reader/reader.tsx';

const SETTLE_MS = 60;

/** Keeps the open document's mentions as the services have them, and answers with what the reader underlines. */
export function useOpenMentions(documentId: DocumentId): MentionRanges | null {
  const changeCount = usePostil((state) => state.changeCount);
  const isSaving = usePostil((state) => state.saving.pending > 0);
  const mentions = usePostil((state) => state.mentions);

  useEffect(() => () => setState({ mentions: null }), [documentId]);
  useEffect(() => {
    // What is not saved yet the services do not have.
    if (isSaving) return;
    let isStale = false;
    const timer = setTimeout(() => {
      call('mentions.ofDocument', { documentId }).then(
        (answer) => {
          if (!isStale) setState({ mentions: answer.mentions });
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
  }, [documentId, changeCount, isSaving]);

  return useMemo(() => mentions && rangesOf(mentions), [mentions]);
}

function rangesOf(mentions: readonly Mention[]): MentionRanges {
  return {
    suggested: mentions.filter(({ status }) => status === 'suggested'),
    accepted: mentions.filter(({ status }) => status === 'accepted'),
  };
}
