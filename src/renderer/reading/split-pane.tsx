import { ArrowDown, ArrowLeftRight, ArrowUp, X } from 'lucide-react';
import { useEffect, useMemo, useState, type Ref } from 'react';
import type { TextRange } from '../../core/annotation/annotation.ts';
import { documentIdSchema, type AnnotationId, type DocumentId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { getReader } from '../app/current-reader.ts';
import { call } from '../app/host.ts';
import { messageOf, notify, run } from '../app/notices.ts';
import { useReaderPassages, useVisibleAnnotations } from '../app/reader-passages.ts';
import { openDocument } from '../app/session.ts';
import { usePostil, type OpenDocument } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { Reader, type ReaderHandle } from '../reader/reader.tsx';
import { partyName } from '../tagging/codebook-items.tsx';
import { IconButton } from '../ui/button.tsx';
import { linkingActors, mentionsOf } from './linked-mentions.ts';
import { useReading } from './reading-state.ts';
import { closeSplit, linkBy, openSplit, setOtherReader, stepLinked, useSplit } from './split-state.ts';

interface SplitPaneProps {
  readonly project: ProjectSnapshot;
  /** The document at the other side. */
  readonly beside: DocumentId;
}

/** A second text beside the open one, to read; both are led from mention to mention of one actor. */
export function SplitPane({ project, beside }: SplitPaneProps) {
  const documentId = useSplit((state) => state.documentId);
  const open = useSplit((state) => state.open);
  useSecondDocument(documentId);
  const others = project.documents.filter((summary) => !summary.removedAt);

  return (
    <section className="split__side split__other" aria-label={t('reading.second')}>
      <div className="split__bar">
        <select
          className="input input--slim split__document"
          aria-label={t('reading.secondDocument')}
          value={documentId ?? ''}
          onChange={(event) => openSplit(documentIdSchema.parse(event.target.value))}
        >
          {documentId === null ? <option value="">{t('reading.chooseDocument')}</option> : null}
          {others.map((summary) => (
            <option key={summary.id} value={summary.id}>
              {summary.title}
            </option>
          ))}
        </select>
        <IconButton
          label={t('reading.swap')}
          size="small"
          disabled={documentId === null}
          onClick={() =>
            run(async () => {
              if (documentId === null) return;
              await openDocument(documentId);
              openSplit(beside);
            })
          }
        >
          <ArrowLeftRight size={14} />
        </IconButton>
        <IconButton label={t('reading.closeSecond')} size="small" onClick={closeSplit}>
          <X size={14} />
        </IconButton>
      </div>
      {open && open.document.id === documentId ? (
        <>
          <LinkBar project={project} />
          <SecondReader key={open.document.id} project={project} open={open} />
        </>
      ) : (
        <div className="empty">
          <p role="status">{documentId === null ? t('reading.chooseDocument') : t('app.opening')}</p>
        </div>
      )}
    </section>
  );
}

/** Fetches the second document with its mentions, and again when something changed. */
function useSecondDocument(documentId: DocumentId | null): void {
  const changeCount = usePostil((state) => state.changeCount);
  const isSaving = usePostil((state) => state.saving.pending > 0);
  useEffect(() => {
    if (documentId === null || isSaving) return;
    let isStale = false;
    Promise.all([call('document.open', { documentId }), call('mentions.ofDocument', { documentId })]).then(
      ([{ document, text, layers }, { mentions }]) => {
        if (isStale) return;
        const open = { document, text, layers: new Map(layers.map((layer) => [layer.annotator, layer])) };
        useSplit.setState({ open, mentions });
      },
      (error: unknown) => {
        if (!isStale) notify('error', messageOf(error));
      },
    );
    return () => {
      isStale = true;
    };
  }, [documentId, changeCount, isSaving]);
}

/** Whose mentions lead both texts, and the way from one to the next. */
function LinkBar({ project }: { readonly project: ProjectSnapshot }) {
  const here = usePostil((state) => state.mentions);
  const there = useSplit((state) => state.mentions);
  const actorId = useSplit((state) => state.actorId);
  const at = useSplit((state) => state.at);
  const actors = useMemo(() => linkingActors(here ?? [], there), [here, there]);
  const inBoth = actors.filter((actor) => actor.here > 0 && actor.there > 0);
  const inOne = actors.filter((actor) => actor.here === 0 || actor.there === 0);
  const count = actors.find((actor) => actor.actorId === actorId);

  function option(actor: (typeof actors)[number]) {
    return (
      <option key={actor.actorId} value={actor.actorId}>
        {t('reading.actorCount', {
          name: partyName(project.codebook, actor.actorId),
          here: actor.here,
          there: actor.there,
        })}
      </option>
    );
  }
  return (
    <div className="split__bar" role="group" aria-label={t('reading.link')}>
      <select
        className="input input--slim split__document"
        aria-label={t('reading.linkBy')}
        value={actorId ?? ''}
        onChange={(event) =>
          linkBy(actors.find((actor) => actor.actorId === event.target.value)?.actorId ?? null)
        }
      >
        <option value="">{t('reading.notLinked')}</option>
        {inBoth.length > 0 ? <optgroup label={t('reading.inBoth')}>{inBoth.map(option)}</optgroup> : null}
        {inOne.length > 0 ? <optgroup label={t('reading.inOne')}>{inOne.map(option)}</optgroup> : null}
      </select>
      <span className="split__at" role="status">
        {count
          ? t('reading.mentionAt', {
              here: at.here + 1,
              hereTotal: count.here,
              there: at.there + 1,
              thereTotal: count.there,
            })
          : ''}
      </span>
      <IconButton
        label={t('reading.previousMention')}
        size="small"
        disabled={!count}
        onClick={() => stepLinked({ mentions: here ?? [], reader: getReader() }, -1)}
      >
        <ArrowUp size={14} />
      </IconButton>
      <IconButton
        label={t('reading.nextMention')}
        size="small"
        disabled={!count}
        onClick={() => stepLinked({ mentions: here ?? [], reader: getReader() }, 1)}
      >
        <ArrowDown size={14} />
      </IconButton>
    </div>
  );
}

function keepOther(handle: ReaderHandle | null): void {
  setOtherReader(handle);
}

/** To read and to copy from; what is tagged is tagged in the open document. */
function SecondReader({ project, open }: { readonly project: ProjectSnapshot; readonly open: OpenDocument }) {
  const annotations = useVisibleAnnotations(open);
  const passages = useReaderPassages(annotations, project.annotator.id);
  const [currentId, setCurrentId] = useState<AnnotationId | null>(null);
  const [selection, setSelection] = useState<readonly TextRange[]>([]);
  const isUnmarked = useReading((state) => state.isUnmarked);
  const find = useLinkedFind('there');
  return (
    <Reader
      ref={keepOther as Ref<ReaderHandle>}
      document={open.document}
      text={open.text}
      passages={isUnmarked ? [] : passages}
      currentId={currentId}
      selection={selection}
      onSelectionChange={setSelection}
      onOpenPassages={(ids) => setCurrentId(ids[0] ?? null)}
      onZone={() => undefined}
      find={find}
    />
  );
}

/** The actor's mentions in one of the two texts, as the reader shows what was found. */
export function useLinkedFind(
  side: 'here' | 'there',
): { readonly ranges: readonly TextRange[]; readonly current: number } | null {
  const ownMentions = usePostil((state) => state.mentions);
  const { isSplit, actorId, mentions, at } = useSplit();
  return useMemo(() => {
    if (!isSplit || actorId === null) return null;
    const ranges = mentionsOf(side === 'here' ? (ownMentions ?? []) : mentions, actorId);
    return { ranges, current: Math.max(at[side], 0) };
  }, [isSplit, actorId, mentions, ownMentions, at, side]);
}
