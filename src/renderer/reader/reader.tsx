import {
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  type CSSProperties,
  type JSX,
  type Ref,
} from 'react';
import type { TextRange } from '../../core/annotation/annotation.ts';
import type { DocumentRecord } from '../../core/document/document.ts';
import type { AnnotationId } from '../../core/ids.ts';
import { documentDirection } from './direction.ts';
import type { CaretUnit } from './moves.ts';
import type { ReaderPassage, ReaderTrack } from './passage.ts';
import { t } from '../i18n/texts.ts';
import { ReaderView, type MentionRanges, type ReaderListeners } from './reader-view.ts';
import './reader.css';

export type { PassageLook, ReaderPassage, ReaderTrack } from './passage.ts';
export type { MentionRanges } from './reader-view.ts';
export type { CaretUnit } from './moves.ts';

export interface ReaderProps {
  readonly document: DocumentRecord;
  readonly text: string;
  /** In text order. A new array on each edit, whose unchanged items are the same objects: only the difference is drawn. */
  readonly passages: readonly ReaderPassage[];
  readonly currentId: AnnotationId | null;
  /** Instead of the one, where several passages are of one place. */
  readonly currentIds?: readonly AnnotationId[];
  /** A lane of its own for each of these annotators, whose signs stay above the text. */
  readonly tracks?: readonly ReaderTrack[] | undefined;
  /** The pending selection; several ranges make a discontinuous passage. Controlled. */
  readonly selection: readonly TextRange[];
  /** Ranges in order and apart, snapped outward to grapheme clusters. */
  onSelectionChange(ranges: readonly TextRange[]): void;
  /** A click on passages, innermost first, or on one bar of the margin track. Client pixels. */
  onOpenPassages(ids: readonly AnnotationId[], at: { x: number; y: number }): void;
  onHover?(ids: readonly AnnotationId[]): void;
  onZone(zoneId: string, status: 'setAside' | 'kept'): void;
  /** What a screen reader says of a passage's bar. Default: its look and its words. */
  describePassage?(passage: ReaderPassage): string;
  /** Read once per document. */
  readonly initialOffset?: number;
  /** The first visible offset, some time after scrolling ended. */
  onScrollOffset?(offset: number): void;
  readonly find?: { readonly ranges: readonly TextRange[]; readonly current: number } | null;
  /** Underlined faintly beneath the passages. */
  readonly mentions?: MentionRanges | null;
  readonly ref?: Ref<ReaderHandle>;
}

export interface ReaderHandle {
  focus(): void;
  scrollToRange(range: TextRange, options?: { readonly block?: 'center' | 'nearest' | 'start' }): void;
  /** The box around a range, in client pixels. `null` while there is no document. */
  rectOf(range: TextRange): DOMRect | null;
  caretOffset(): number;
  /** Of the topmost line in sight. */
  firstVisibleOffset(): number;
  setCaret(offset: number, extend?: boolean): void;
  /** Direction in reading order: 1 is forward in left-to-right and right-to-left text alike. */
  moveCaret(unit: CaretUnit, direction: 1 | -1, extend: boolean): void;
  /** What the key + does: the pending ranges stay, the next selection joins them. */
  keepRange(): void;
}

/** A document with its passages, to be read and selected in. Fills its container and scrolls by itself. */
export function Reader(props: ReaderProps): JSX.Element {
  // Settings (zones, metadata) change under the same document; only another text is another view.
  return <OpenReader key={`${props.document.id} ${props.document.text.sha256}`} {...props} />;
}

function OpenReader(props: ReaderProps): JSX.Element {
  const { passages, currentId, currentIds, tracks, selection, find = null, mentions = null, ref } = props;
  const { zones } = props.document.settings;
  const root = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const overview = useRef<HTMLCanvasElement>(null);
  const view = useRef<ReaderView>(null);
  const latest = useRef(props);
  // The first of all effects: an event always meets the listeners of the last commit.
  useLayoutEffect(() => {
    latest.current = props;
  });

  useLayoutEffect(() => {
    const { document, text, initialOffset = 0 } = latest.current;
    const listeners: ReaderListeners = {
      onSelectionChange: (ranges) => latest.current.onSelectionChange(ranges),
      onOpenPassages: (ids, at) => latest.current.onOpenPassages(ids, at),
      onHover: (ids) => latest.current.onHover?.(ids),
      onZone: (zoneId, status) => latest.current.onZone(zoneId, status),
      onScrollOffset: (offset) => latest.current.onScrollOffset?.(offset),
      describe: (passage) => (latest.current.describePassage ?? describePassage)(passage),
    };
    const made = new ReaderView(
      { root: root.current!, scroller: scroller.current!, overview: overview.current! },
      { document, text, initialOffset, passageCount: latest.current.passages.length },
      listeners,
    );
    view.current = made;
    return () => {
      made.dispose();
      view.current = null;
    };
  }, []);

  useLayoutEffect(() => view.current?.setTracks(tracks?.map(({ annotator }) => annotator) ?? null), [tracks]);
  useLayoutEffect(() => view.current?.setPassages(passages), [passages]);
  useLayoutEffect(
    () => view.current?.setCurrent(currentIds ?? (currentId === null ? [] : [currentId])),
    [currentId, currentIds],
  );
  useLayoutEffect(() => view.current?.setSelection(selection), [selection]);
  useLayoutEffect(() => view.current?.setFind(find), [find]);
  useLayoutEffect(() => view.current?.setMentions(mentions), [mentions]);
  useLayoutEffect(() => view.current?.setZones(zones), [zones]);

  useImperativeHandle(
    ref,
    (): ReaderHandle => ({
      focus: () => view.current?.focus(),
      scrollToRange: (range, options) => view.current?.scrollTo(range, options?.block ?? 'center'),
      rectOf: (range) => view.current?.rectOf(range) ?? null,
      caretOffset: () => view.current?.caretOffset ?? 0,
      firstVisibleOffset: () => view.current?.firstVisibleOffset ?? 0,
      setCaret: (offset, extend = false) => view.current?.setCaret(offset, extend),
      moveCaret: (unit, direction, extend) => view.current?.moveCaret(unit, direction, extend),
      keepRange: () => view.current?.keepRange(),
    }),
    [],
  );

  return (
    <div className="reader" ref={root} data-tracks={tracks ? '' : undefined} style={tracksStyle(tracks)}>
      <div className="reader-scroller" ref={scroller}>
        {tracks ? <TrackSigns tracks={tracks} document={props.document} text={props.text} /> : null}
        <div className="reader-probe-frame" aria-hidden="true">
          <div className="reader-probe" />
        </div>
        <div className="reader-text" />
      </div>
      <canvas className="reader-overview" ref={overview} aria-hidden="true" />
    </div>
  );
}

function tracksStyle(tracks: readonly ReaderTrack[] | undefined): CSSProperties | undefined {
  return tracks && ({ '--reader-tracks': tracks.length } as CSSProperties);
}

/** Whose lane is which; stays in place while the text scrolls. */
function TrackSigns({
  tracks,
  document,
  text,
}: Pick<ReaderProps, 'document' | 'text'> & { readonly tracks: readonly ReaderTrack[] }): JSX.Element {
  const direction = useMemo(() => documentDirection(text, document.structure.blocks), [document, text]);
  return (
    <div className="reader-tracks" dir={direction}>
      <ol aria-label={t('reader.tracks')}>
        {tracks.map(({ annotator, sign, name }) => (
          <li key={annotator} title={name}>
            <span aria-hidden="true">{sign}</span>
            <span className="visually-hidden">{t('reader.track', { sign, name })}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function describePassage(passage: ReaderPassage): string {
  const { exact } = passage.annotation.target.quote;
  const words = exact.length > 80 ? `${exact.slice(0, 79).trimEnd()}…` : exact;
  return t(`reader.${passage.isOwn ? 'look' : 'other'}.${passage.look}`, { words });
}
