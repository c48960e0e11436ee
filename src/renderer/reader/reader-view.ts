import { Editor, type Content } from '@tiptap/core';
import type { EditorView } from '@tiptap/pm/view';
import type { TextRange } from '../../core/annotation/annotation.ts';
import { titleOf, type DocumentRecord, type Zone } from '../../core/document/document.ts';
import { normaliseRanges } from '../../core/annotation/target.ts';
import type { AnnotationId, AnnotatorId } from '../../core/ids.ts';
import { CaretOverlay } from './caret-overlay.ts';
import { ChunkHeights } from './chunk-heights.ts';
import { ChunkRendering, renderChunks } from './chunk-rendering.ts';
import { documentDirection } from './direction.ts';
import { chunkElementsOf, ReaderGeometry } from './geometry.ts';
import { HighlightPainter } from './highlight-painter.ts';
import { MarginTrack } from './margin-track.ts';
import type { CaretUnit } from './moves.ts';
import { blocksToShow, chunkCharacters, OffsetMap } from './offset-map.ts';
import { OverviewStrip } from './overview-strip.ts';
import type { ReaderPassage } from './passage.ts';
import { diffPassages, PassageIndex } from './passage-index.ts';
import { buildReaderDocument } from './reader-content.ts';
import { readerNodes } from './reader-schema.ts';
import { ReaderSelection } from './reader-selection.ts';
import { ScrollPosition, type ScrollBlock } from './scroll-position.ts';
import { partialZoneRanges, ReaderZones, showZones } from './zones.ts';

/** What the view tells its owner. */
export interface ReaderListeners {
  onSelectionChange(ranges: readonly TextRange[]): void;
  onOpenPassages(ids: readonly AnnotationId[], at: { x: number; y: number }): void;
  onHover(ids: readonly AnnotationId[]): void;
  onZone(zoneId: string, status: 'setAside' | 'kept'): void;
  onScrollOffset(offset: number): void;
  describe(passage: ReaderPassage): string;
}

export interface ReaderInput {
  readonly document: DocumentRecord;
  readonly text: string;
  readonly initialOffset: number;
  /** How many passages are about to be shown: decides the size of chunks. */
  readonly passageCount: number;
}

/** Where the text names actors: as Postil suggests, and as this annotator accepted. */
export interface MentionRanges {
  readonly suggested: readonly TextRange[];
  readonly accepted: readonly TextRange[];
}

export interface FindState {
  readonly ranges: readonly TextRange[];
  readonly current: number;
}

const NOTHING: readonly never[] = [];
const SCROLL_REPORT_DELAY = 150;
const LEAVE_DELAY = 400;
/** Characters that fill the largest usual screen. */
const FIRST_SCREEN = 8000;
/** Chunks that are given their elements at once in idle time. */
const IDLE_BATCH = 4;
/** Pixels below which the gutter shrinks. The reader's own width counts, not the window's: panes may leave little. */
const NARROW = 560;

/**
 * The reader without React: one document, shown in the elements it is given. Everything drawn over the text is
 * updated by difference; the document itself is built once.
 */
export class ReaderView {
  readonly #root: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #listeners: ReaderListeners;
  readonly #editor: Editor;
  readonly #map: OffsetMap;
  readonly #geometry: ReaderGeometry;
  readonly #index: PassageIndex;
  readonly #painter: HighlightPainter;
  readonly #track: MarginTrack;
  readonly #overview: OverviewStrip;
  readonly #heights: ChunkHeights;
  readonly #scroll: ScrollPosition;
  readonly #selection: ReaderSelection;
  readonly #rendered = new Set<number>();
  readonly #abort = new AbortController();
  readonly #observers: { disconnect(): void }[] = [];
  #passages: readonly ReaderPassage[] = NOTHING;
  #currentIds: readonly AnnotationId[] = NOTHING;
  #hovered: readonly AnnotationId[] = NOTHING;
  #hoverFrame = 0;
  #idle = 0;
  #leaveTimer = 0;
  readonly #leaving = new Set<number>();
  #scrollTimer = 0;
  #zones: readonly Zone[] | null = null;

  constructor(
    elements: {
      readonly root: HTMLElement;
      readonly scroller: HTMLElement;
      readonly overview: HTMLCanvasElement;
    },
    input: ReaderInput,
    listeners: ReaderListeners,
  ) {
    this.#root = elements.root;
    this.#scroller = elements.scroller;
    this.#listeners = listeners;
    const { document: record, text } = input;
    const language = record.settings.metadata.language?.value ?? '';
    this.#map = new OffsetMap(
      blocksToShow(text, record.structure.blocks),
      chunkCharacters(text.length, input.passageCount),
    );
    const direction = documentDirection(text, this.#map.blocks);
    const opening = this.#openingChunks(input.initialOffset);
    for (const chunk of opening) this.#rendered.add(chunk);
    // Built outside the page and then put in: TipTap reads the selection while it starts, and in the page each such
    // reading lays everything out.
    this.#editor = new Editor({
      element: document.createElement('div'),
      extensions: [...readerNodes, ChunkRendering.configure({ map: this.#map, opening }), ReaderZones],
      editable: false,
      injectCSS: false,
      enableInputRules: false,
      enablePasteRules: false,
      enableCoreExtensions: CORE_EXTENSIONS,
      onBeforeCreate: ({ editor }) => {
        const { inlines } = record.structure;
        const content = buildReaderDocument(editor.schema, this.#map, text, inlines, language, direction);
        // The schema exists from here on, not before. TipTap takes a node as it is, though its type does not say so;
        // as JSON it would be built, parsed and checked once more.
        editor.options.content = content as unknown as Content;
      },
      editorProps: {
        attributes: {
          role: 'document',
          tabindex: '0',
          dir: direction,
          'aria-label': titleOf(record),
          ...(language === '' ? {} : { lang: language }),
        },
        handleDOMEvents: IGNORED_EVENTS,
      },
    });
    const { view } = this.#editor;
    stopWatching(view);
    this.#heights = new ChunkHeights(this.#map, chunkElementsOf(view));
    // Before the text is in the page: the observer would tell the width after the first layout, and cause a second.
    this.#fit(this.#scroller.clientWidth);
    this.#scroller.querySelector('.reader-text')!.replaceChildren(view.dom);
    this.#geometry = new ReaderGeometry(view, this.#map, (chunk) => {
      if (!this.#rendered.has(chunk)) this.#render([chunk]);
    });
    this.#index = new PassageIndex(this.#map);
    this.#painter = new HighlightPainter(this.#geometry, this.#index);
    this.#track = new MarginTrack(this.#geometry, this.#index, listeners.describe);
    this.#overview = new OverviewStrip(elements.overview, text.length);
    this.#scroll = new ScrollPosition(this.#scroller, this.#geometry);
    this.#selection = new ReaderSelection({
      root: this.#root,
      scroller: this.#scroller,
      text,
      geometry: this.#geometry,
      scroll: this.#scroll,
      caretOverlay: new CaretOverlay(this.#geometry),
      onDidSelect: (ranges) => {
        this.#painter.setLayer('selection', ranges);
        listeners.onSelectionChange(ranges);
      },
      onDidClick: (character, at) => this.#click(character, at),
    });
    this.#listen();
    this.#observe();
    if (input.initialOffset > 0) {
      this.#selection.set(input.initialOffset, false);
      this.#scroll.to({ start: input.initialOffset, end: input.initialOffset }, 'start');
    }
    // The observer speaks after the first frame only; what that frame will show is painted now.
    for (const chunk of opening) this.#show(chunk);
    this.#renderRest();
  }

  dispose(): void {
    this.#abort.abort();
    for (const observer of this.#observers) observer.disconnect();
    cancelAnimationFrame(this.#hoverFrame);
    cancelIdleCallback(this.#idle);
    clearTimeout(this.#leaveTimer);
    clearTimeout(this.#scrollTimer);
    this.#scroll.stop();
    this.#selection.dispose();
    this.#painter.dispose();
    this.#track.dispose();
    this.#overview.dispose();
    this.#editor.destroy();
  }

  setPassages(passages: readonly ReaderPassage[]): void {
    if (passages === this.#passages) return;
    const { removed, added } = diffPassages(this.#passages, passages);
    this.#passages = passages;
    if (removed.length === 0 && added.length === 0) return;
    for (const passage of removed) this.#index.remove(passage);
    for (const passage of added) this.#index.add(passage);
    this.#painter.update(removed, added);
    this.#track.update(removed, added);
    this.#overview.setPassages(passages);
    this.#paintCurrent();
    if (removed.length > 0) this.#setHovered(this.#hovered.filter((id) => this.#find(id)));
  }

  setCurrent(ids: readonly AnnotationId[]): void {
    if (ids.length === this.#currentIds.length && ids.every((id, i) => id === this.#currentIds[i])) return;
    this.#currentIds = ids;
    this.#track.mark('current', ids);
    this.#paintCurrent();
  }

  /** A lane of its own for each of these annotators; null for lanes that all share. */
  setTracks(annotators: readonly AnnotatorId[] | null): void {
    this.#track.setTracks(annotators);
  }

  setSelection(ranges: readonly TextRange[]): void {
    this.#selection.accept(ranges);
    this.#painter.setLayer('selection', ranges);
  }

  setFind(find: FindState | null): void {
    const current = find?.ranges[find.current];
    this.#painter.setLayer('find', find?.ranges ?? NOTHING);
    this.#painter.setLayer('findCurrent', current ? [current] : NOTHING);
    this.#overview.setFound(find?.ranges ?? NOTHING);
  }

  setMentions(mentions: MentionRanges | null): void {
    this.#painter.setLayer('mention', mentions?.suggested ?? NOTHING);
    this.#painter.setLayer('mentionAccepted', mentions?.accepted ?? NOTHING);
  }

  setZones(zones: readonly Zone[]): void {
    if (zones === this.#zones || (this.#zones === null && zones.length === 0)) return;
    this.#zones = zones;
    this.#editor.view.dispatch(showZones(this.#editor.state, this.#map, zones));
    this.#painter.setLayer('setAside', partialZoneRanges(this.#map, zones));
  }

  focus(): void {
    this.#selection.focus();
  }

  scrollTo(range: TextRange, block: ScrollBlock): void {
    this.#scroll.to(range, block);
  }

  rectOf(range: TextRange): DOMRect {
    return this.#geometry.boxOf(range);
  }

  get caretOffset(): number {
    return this.#selection.caretOffset;
  }

  get firstVisibleOffset(): number {
    return this.#scroll.firstVisibleOffset();
  }

  setCaret(offset: number, isExtending: boolean): void {
    this.#selection.set(offset, isExtending);
    this.#selection.reveal();
  }

  moveCaret(unit: CaretUnit, direction: 1 | -1, isExtending: boolean): void {
    this.#selection.move(unit, direction, isExtending);
  }

  keepRange(): void {
    this.#selection.keepRange();
  }

  #find(id: string): ReaderPassage | undefined {
    return this.#passages.find((passage) => passage.annotation.id === id);
  }

  #paintCurrent(): void {
    const passages = this.#currentIds.flatMap((id) => this.#find(id) ?? NOTHING);
    const ranges =
      passages.length === 1
        ? passages[0]!.annotation.target.ranges
        : normaliseRanges(passages.flatMap(({ annotation }) => annotation.target.ranges));
    this.#painter.setLayer('current', ranges);
    this.#overview.setCurrent(ranges);
  }

  /** As many chunks from an offset on as fill the first screen. */
  #openingChunks(offset: number): number[] {
    const { chunks } = this.#map;
    const opening: number[] = [];
    for (let chunk = this.#map.chunkAt(offset); chunk < chunks.length; chunk++) {
      opening.push(chunk);
      if (chunks[chunk]!.end - offset >= FIRST_SCREEN) break;
    }
    return opening;
  }

  #render(chunks: readonly number[]): void {
    const wanted = chunks.filter((chunk) => this.#map.chunks[chunk] && !this.#rendered.has(chunk));
    if (wanted.length === 0) return;
    for (const chunk of wanted) this.#rendered.add(chunk);
    this.#editor.view.dispatch(renderChunks(this.#editor.state, this.#map, wanted));
  }

  /** Everything gets its elements soon, a few milliseconds of idle time at once: for the browser's and a screen
   * reader's own search, and so that a jump finds text. */
  #renderRest(): void {
    let next = 0;
    const work = (deadline: IdleDeadline): void => {
      do {
        const batch: number[] = [];
        for (; batch.length < IDLE_BATCH && next < this.#map.chunks.length; next++) {
          if (!this.#rendered.has(next)) batch.push(next);
        }
        this.#render(batch);
      } while (next < this.#map.chunks.length && deadline.timeRemaining() > 4);
      this.#idle = next < this.#map.chunks.length ? requestIdleCallback(work, { timeout: 200 }) : 0;
    };
    this.#idle = requestIdleCallback(work, { timeout: 500 });
  }

  #show(chunk: number): void {
    this.#render([chunk]);
    this.#painter.show(chunk);
    this.#track.show(chunk);
  }

  /**
   * Hides what left together with the next chunk that comes, or when nothing moves any more: the browser renews all
   * that is painted for each one that comes or goes.
   */
  #hideLeft(): void {
    clearTimeout(this.#leaveTimer);
    for (const chunk of this.#leaving) {
      this.#painter.hide(chunk);
      this.#track.hide(chunk);
    }
    this.#leaving.clear();
  }

  #click(character: number | null, at: { x: number; y: number }): void {
    const ids = character === null ? [] : this.#index.at(character).map((passage) => passage.annotation.id);
    if (ids.length > 0) this.#listeners.onOpenPassages(ids, at);
  }

  #setHovered(ids: readonly AnnotationId[]): void {
    if (ids.length === this.#hovered.length && ids.every((id, i) => id === this.#hovered[i])) return;
    this.#hovered = ids;
    const ranges = ids.flatMap((id) => this.#find(id)?.annotation.target.ranges ?? NOTHING);
    this.#painter.setLayer('hover', ranges);
    this.#track.mark('hover', ids);
    this.#root.classList.toggle('is-over-passage', ids.length > 0);
    this.#listeners.onHover(ids);
  }

  #listen(): void {
    const { signal } = this.#abort;
    const { dom } = this.#editor.view;
    dom.addEventListener('click', (event) => this.#clickButton(event), { signal });
    dom.addEventListener('mousemove', (event) => this.#hover(event), { signal });
    dom.addEventListener('mouseleave', () => this.#setHovered(NOTHING), { signal });
    this.#scroller.addEventListener('scroll', () => this.#reportScroll(), { signal, passive: true });
    for (const kind of ['wheel', 'touchmove'] as const) {
      this.#scroller.addEventListener(kind, () => this.#scroll.stop(), { signal, passive: true });
    }
    const overview = this.#root.querySelector<HTMLElement>('.reader-overview');
    overview?.addEventListener(
      'mousedown',
      (event) => {
        event.preventDefault();
        const start = this.#overview.offsetAt(event.clientY);
        this.#scroll.to({ start, end: start }, 'center');
      },
      { signal },
    );
  }

  #clickButton(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button) return;
    const { zone, status, passage } = button.dataset;
    if (zone && (status === 'setAside' || status === 'kept')) this.#listeners.onZone(zone, status);
    const known = passage ? this.#find(passage) : undefined;
    if (known) this.#listeners.onOpenPassages([known.annotation.id], { x: event.clientX, y: event.clientY });
  }

  #hover(event: MouseEvent): void {
    if (event.buttons !== 0) return;
    const { target, clientX, clientY } = event;
    cancelAnimationFrame(this.#hoverFrame);
    this.#hoverFrame = requestAnimationFrame(() => {
      const bar = target instanceof Element ? target.closest<HTMLElement>('.reader-bar') : null;
      if (bar?.dataset['passage']) {
        this.#setHovered([bar.dataset['passage'] as AnnotationId]);
        return;
      }
      const character = this.#geometry.characterAt(clientX, clientY);
      this.#setHovered(
        character === null ? NOTHING : this.#index.at(character).map(({ annotation }) => annotation.id),
      );
    });
  }

  #reportScroll(): void {
    clearTimeout(this.#scrollTimer);
    this.#scrollTimer = window.setTimeout(() => {
      this.#listeners.onScrollOffset(this.#scroll.firstVisibleOffset());
    }, SCROLL_REPORT_DELAY);
  }

  #observe(): void {
    const visible = new IntersectionObserver(
      (entries) => {
        const come: number[] = [];
        for (const entry of entries) {
          const chunk = Number((entry.target as HTMLElement).dataset['chunk']);
          if (entry.isIntersecting) {
            resized.observe(entry.target);
            this.#leaving.delete(chunk);
            come.push(chunk);
          } else if (this.#painter.visibleChunks.has(chunk)) {
            resized.unobserve(entry.target);
            this.#leaving.add(chunk);
          }
        }
        if (come.length > 0) this.#hideLeft();
        for (const chunk of come) this.#show(chunk);
        clearTimeout(this.#leaveTimer);
        if (this.#leaving.size > 0) {
          this.#leaveTimer = window.setTimeout(() => this.#hideLeft(), LEAVE_DELAY);
        }
      },
      { root: this.#scroller, rootMargin: '40% 0px' },
    );
    const resized = new ResizeObserver((entries) => {
      for (const entry of entries) {
        if (entry.target === this.#scroller) {
          this.#fit(entry.contentRect.width);
          this.#overview.invalidate();
        } else {
          this.#track.invalidate(Number((entry.target as HTMLElement).dataset['chunk']));
        }
      }
      this.#selection.redrawCaret();
    });
    for (const chunk of this.#geometry.chunkElements) visible.observe(chunk);
    resized.observe(this.#scroller);
    const theme = new MutationObserver(() => {
      // The typeface and its size are set there too.
      this.#fit(this.#scroller.clientWidth);
      this.#overview.invalidate();
      this.#selection.redrawCaret();
    });
    theme.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'class', 'style'],
    });
    this.#observers.push(visible, resized, theme);
  }

  /** Follows the reader's width. */
  #fit(width: number): void {
    this.#root.classList.toggle('is-narrow', width < NARROW);
    const probe = this.#scroller.querySelector<HTMLElement>('.reader-probe')!;
    this.#heights.fit(probe.clientWidth, Number.parseFloat(getComputedStyle(probe).fontSize) || 19);
  }
}

/**
 * Ends the editor's watch over its elements. It serves typing, which does not happen here; on every bar that is drawn
 * it would read the selection, which lays the page out once more. An editor without a `MutationObserver` is one that
 * ProseMirror knows: it was made for browsers that had none.
 */
function stopWatching(view: EditorView): void {
  const watcher = (view as unknown as { domObserver?: { observer?: MutationObserver | null } }).domObserver;
  if (!watcher?.observer) return;
  watcher.observer.disconnect();
  watcher.observer = null;
}

/** TipTap's own extensions serve editing; of them only the one that says `editable: false` is wanted. */
const CORE_EXTENSIONS = {
  clipboardTextSerializer: false,
  commands: false,
  focusEvents: false,
  keymap: false,
  tabindex: false,
  drop: false,
  paste: false,
  delete: false,
  textDirection: false,
} as const;

const ignore = (): boolean => true;
/** Left to `ReaderSelection`; the editor's own handling would move its selection, which means nothing here. */
const IGNORED_EVENTS = {
  mousedown: ignore,
  keydown: ignore,
  keypress: ignore,
  keyup: ignore,
  focus: ignore,
  blur: ignore,
  copy: ignore,
  cut: ignore,
  paste: ignore,
  drop: ignore,
  dragstart: ignore,
  dragover: ignore,
  dragenter: ignore,
  contextmenu: ignore,
  beforeinput: ignore,
};
