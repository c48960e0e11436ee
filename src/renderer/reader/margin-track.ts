import type { AnnotationId, AnnotatorId } from '../../core/ids.ts';
import type { ReaderGeometry } from './geometry.ts';
import { assignTrackLanes, type Bar } from './lanes.ts';
import type { ReaderPassage } from './passage.ts';
import { extentOf, type PassageIndex } from './passage-index.ts';

const MAX_LANES = 6;
/** Where each annotator has a track. */
const MAX_TRACK_LANES = 2;
/**
 * Measuring stops for this frame after so many milliseconds or bars; the rest follows in the next. To draw a bar takes
 * longer than to measure it.
 */
const FRAME_BUDGET = 3;
const FRAME_BARS = 80;

/** Pixels from the top of the chunk. */
interface MeasuredBar extends Bar {
  readonly passage: ReaderPassage;
  /** The parts of a discontinuous passage. */
  readonly parts: readonly Bar[];
}

interface DrawnBar {
  readonly measured: MeasuredBar;
  readonly element: HTMLButtonElement;
  track: number;
  lane: number;
}

interface ChunkBars {
  readonly drawn: Map<AnnotationId, DrawnBar>;
  /** What is to be measured, new or again. */
  readonly waiting: Map<AnnotationId, ReaderPassage>;
}

type BarMark = 'current' | 'hover';

/**
 * A bar at the side of the text for every passage, so that overlap shows by more than colour. Bars stand inside their
 * chunk's own margin element: scrolling and late layout move them without any work here. A bar is measured when its
 * chunk comes near, when the chunk's layout changes and when it is new; an edit measures no other.
 */
export class MarginTrack {
  readonly #geometry: ReaderGeometry;
  readonly #index: PassageIndex;
  readonly #describe: (passage: ReaderPassage) => string;
  readonly #chunks = new Map<number, ChunkBars>();
  readonly #marked: Record<BarMark, ReadonlySet<string>> = { current: new Set(), hover: new Set() };
  #tracks: ReadonlyMap<AnnotatorId, number> | null = null;
  #frame = 0;

  constructor(geometry: ReaderGeometry, index: PassageIndex, describe: (passage: ReaderPassage) => string) {
    this.#geometry = geometry;
    this.#index = index;
    this.#describe = describe;
  }

  /** A track for each of these annotators, in this order; null for lanes that all share. */
  setTracks(annotators: readonly AnnotatorId[] | null): void {
    this.#tracks = annotators && new Map(annotators.map((annotator, i) => [annotator, i]));
    for (const { drawn } of this.#chunks.values()) this.#arrange(drawn);
  }

  show(chunk: number): void {
    if (!this.#chunks.has(chunk)) this.#chunks.set(chunk, { drawn: new Map(), waiting: new Map() });
    this.invalidate(chunk);
  }

  hide(chunk: number): void {
    for (const bar of this.#chunks.get(chunk)?.drawn.values() ?? []) bar.element.remove();
    this.#chunks.delete(chunk);
  }

  /** The chunk's layout changed: measures its passages again before the next painted frame, if it is shown. */
  invalidate(chunk: number): void {
    const bars = this.#chunks.get(chunk);
    if (!bars) return;
    for (const passage of this.#index.inChunk(chunk)) bars.waiting.set(passage.annotation.id, passage);
    this.#schedule();
  }

  /** Call after the index has lost `removed` and taken `added`. */
  update(removed: readonly ReaderPassage[], added: readonly ReaderPassage[]): void {
    for (const [chunk, bars] of this.#chunks) {
      const kept = new Set<AnnotationId>();
      const isNew = bars.drawn.size === 0 && bars.waiting.size === 0;
      for (const passage of isNew ? this.#index.inChunk(chunk) : added) {
        if (!this.#index.isIn(chunk, passage)) continue;
        kept.add(passage.annotation.id);
        bars.waiting.set(passage.annotation.id, passage);
      }
      for (const passage of removed) {
        const { id } = passage.annotation;
        if (kept.has(id) || !this.#index.isIn(chunk, passage)) continue;
        bars.waiting.delete(id);
        bars.drawn.get(id)?.element.remove();
        bars.drawn.delete(id);
      }
    }
    this.#schedule();
  }

  mark(kind: BarMark, ids: readonly AnnotationId[]): void {
    const before = this.#marked[kind];
    this.#marked[kind] = new Set(ids);
    for (const { drawn } of this.#chunks.values()) {
      for (const id of [...before, ...ids]) {
        drawn.get(id as AnnotationId)?.element.classList.toggle(`is-${kind}`, this.#marked[kind].has(id));
      }
    }
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    for (const chunk of this.#chunks.keys()) this.hide(chunk);
  }

  #schedule(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    this.#frame = 0;
    const until = performance.now() + FRAME_BUDGET;
    let left = FRAME_BARS;
    // All reading before all writing: each write would make the next measurement lay the page out anew.
    const measured = new Map<number, MeasuredBar[]>();
    for (const [chunk, { waiting }] of this.#chunks) {
      if (waiting.size === 0 || left <= 0) continue;
      const box = this.#geometry.chunkElements[chunk]!.getBoundingClientRect();
      const fresh: MeasuredBar[] = [];
      measured.set(chunk, fresh);
      for (const [id, passage] of waiting) {
        waiting.delete(id);
        const bar = this.#measure(chunk, passage, box);
        if (bar) fresh.push(bar);
        left -= 1;
        if (left <= 0 || performance.now() > until) break;
      }
      if (performance.now() > until) break;
    }
    for (const [chunk, bars] of measured) this.#draw(chunk, bars);
    for (const { waiting } of this.#chunks.values()) if (waiting.size > 0) this.#schedule();
  }

  #measure(chunk: number, passage: ReaderPassage, box: DOMRect): MeasuredBar | null {
    const span = this.#geometry.map.chunks[chunk]!;
    const extent = extentOf(passage);
    const parts: Bar[] = [];
    for (const range of passage.annotation.target.ranges) {
      const start = Math.max(range.start, span.start);
      const end = Math.min(range.end, span.end);
      if (start >= end) continue;
      const part = this.#geometry.boxOf({ start, end });
      parts.push({ top: part.top - box.top, bottom: part.bottom - box.top });
    }
    const top = extent.start < span.start ? 0 : parts[0]?.top;
    const bottom = extent.end > span.end ? box.height : parts.at(-1)?.bottom;
    return top !== undefined && bottom !== undefined && bottom > top ? { passage, top, bottom, parts } : null;
  }

  #draw(chunk: number, fresh: readonly MeasuredBar[]): void {
    const { drawn } = this.#chunks.get(chunk)!;
    const added = document.createDocumentFragment();
    for (const measured of fresh) {
      const { id } = measured.passage.annotation;
      const known = drawn.get(id);
      const element = known?.element ?? makeBar(id);
      if (!known) added.append(element);
      this.#shape(element, measured, known?.measured ?? null);
      drawn.set(id, { measured, element, track: known?.track ?? -1, lane: known?.lane ?? -1 });
    }
    this.#geometry.chunkElements[chunk]!.margin.append(added);
    this.#arrange(drawn);
  }

  #arrange(drawn: ReadonlyMap<AnnotationId, DrawnBar>): void {
    const tracks = this.#tracks;
    const bars = [...drawn.values()].sort(
      (a, b) => a.measured.top - b.measured.top || b.measured.bottom - a.measured.bottom,
    );
    const places = assignTrackLanes(
      bars.map((bar) => bar.measured),
      (i) => tracks?.get(bars[i]!.measured.passage.annotation.annotator) ?? 0,
      tracks ? MAX_TRACK_LANES : MAX_LANES,
    );
    bars.forEach((bar, i) => {
      const { track, lane } = places[i]!;
      if (bar.lane !== lane) bar.element.dataset['lane'] = String(lane);
      if (tracks && bar.track !== track) bar.element.style.setProperty('--bar-track', String(track));
      Object.assign(bar, { track, lane });
    });
  }

  #shape(element: HTMLButtonElement, bar: MeasuredBar, before: MeasuredBar | null): void {
    const { passage, parts } = bar;
    const { id } = passage.annotation;
    const isBroken = parts.length !== 1 || parts[0]!.top !== bar.top || parts[0]!.bottom !== bar.bottom;
    const classes = ['reader-bar', `is-${passage.look}`];
    if (!passage.isOwn) classes.push('is-other');
    if (isBroken) classes.push('is-broken');
    if (this.#marked.current.has(id)) classes.push('is-current');
    if (this.#marked.hover.has(id)) classes.push('is-hover');
    element.className = classes.join(' ');
    element.style.top = `${bar.top}px`;
    element.style.height = `${bar.bottom - bar.top}px`;
    if (before?.passage !== passage) element.setAttribute('aria-label', this.#describe(passage));
    if (!isBroken && !element.hasChildNodes()) return;
    element.replaceChildren(
      ...(isBroken ? parts : []).map((part) => {
        const piece = document.createElement('span');
        piece.style.setProperty('--part-top', `${part.top - bar.top}px`);
        piece.style.setProperty('--part-height', `${part.bottom - part.top}px`);
        return piece;
      }),
    );
  }
}

/** Out of the tab order: the list of passages and the keys [ ] lead to every passage; this is for pointer and ear. */
function makeBar(id: AnnotationId): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.tabIndex = -1;
  element.dataset['passage'] = id;
  return element;
}
