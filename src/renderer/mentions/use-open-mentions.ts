import { useEffect, useMemo } from 'react';
import type { DocumentId } from '../../core/ids.ts';
import type { Mention } from '../../core/mentions/mention.ts';
import { askWhenSettled } from '../app/ask-when-settled.ts';
import { call } from '../app/host.ts';
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
    if (isSaving) return undefined;
    return askWhenSettled(
      SETTLE_MS,
      () => call('mentions.ofDocument', { documentId }),
      (answer) => setState({ mentions: answer.mentions }),
    );
  }, [documentId, changeCount, isSaving]);

  return useMemo(() => mentions && rangesOf(mentions), [mentions]);
}

function rangesOf(mentions: readonly Mention[]): MentionRanges {
  return {
    suggested: mentions.filter(({ status }) => status === 'suggested'),
    accepted: mentions.filter(({ status }) => status === 'accepted'),
  };
}
