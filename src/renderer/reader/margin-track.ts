import type { AnnotationId } from '../../core/ids.ts';
import type { ReaderGeometry } from './geometry.ts';
import { assignLanes } from './lanes.ts';
import type { ReaderPassage } from './passage.ts';
import { extentOf, type PassageIndex } from './passage-index.ts';

const MAX_LANES = 7;
/** Measuring stops for this frame after so many milliseconds; the rest follows in the next. */
const FRAME_BUDGET = 5;

interface MeasuredBar {
  readonly passage: ReaderPassage;
  readonly top: number;
  readonly bottom: number;
  /** The parts of a discontinuous passage, in the same pixels. */
  readonly parts: readonly { readonly top: number; readonly bottom: number }[];
}

/**
 * A bar at the side of the text for every passage, so that overlap shows by more than colour. Bars stand inside their
 * chunk's own margin element: scrolling and late layout move them without any work here.
 */
export class MarginTrack {
  readonly #geometry: ReaderGeometry;
  readonly #index: PassageIndex;
  readonly #describe: (passage: ReaderPassage) => string;
  readonly #bars = new Map<number, Map<AnnotationId, HTMLButtonElement>>();
  readonly #dirty = new Set<number>();
  readonly #marks = { current: new Set<AnnotationId>(), hover: new Set<AnnotationId>() };
  #frame = 0;

  constructor(geometry: ReaderGeometry, index: PassageIndex, describe: (passage: ReaderPassage) => string) {
    this.#geometry = geometry;
    this.#index = index;
    this.#describe = describe;
  }

  show(chunk: number): void {
    if (!this.#bars.has(chunk)) this.#bars.set(chunk, new Map());
    this.invalidate(chunk);
  }

  hide(chunk: number): void {
    for (const bar of this.#bars.get(chunk)?.values() ?? []) bar.remove();
    this.#bars.delete(chunk);
    this.#dirty.delete(chunk);
  }

  /** Measure the chunk's passages again before the next painted frame, if it is shown. */
  invalidate(chunk: number): void {
    if (!this.#bars.has(chunk)) return;
    this.#dirty.add(chunk);
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#flush());
  }

  update(passages: readonly ReaderPassage[]): void {
    for (const passage of passages) {
      const { first, last } = this.#index.spanOf(passage);
      for (const chunk of this.#bars.keys()) if (first <= chunk && chunk <= last) this.invalidate(chunk);
    }
  }

  mark(kind: 'current' | 'hover', ids: readonly AnnotationId[]): void {
    this.#marks[kind] = new Set(ids);
    for (const bars of this.#bars.values()) {
      for (const [id, bar] of bars) bar.classList.toggle(`is-${kind}`, this.#marks[kind].has(id));
    }
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    for (const chunk of this.#bars.keys()) this.hide(chunk);
  }

  #flush(): void {
    this.#frame = 0;
    const until = performance.now() + FRAME_BUDGET;
    // All reading before all writing: each write would make the next measurement lay the page out anew.
    const measured: { readonly chunk: number; readonly bars: readonly MeasuredBar[] }[] = [];
    for (const chunk of this.#dirty) {
      this.#dirty.delete(chunk);
      measured.push({ chunk, bars: this.#measure(chunk) });
      if (performance.now() > until) break;
    }
    for (const { chunk, bars } of measured) this.#draw(chunk, bars);
    if (this.#dirty.size > 0) this.#frame = requestAnimationFrame(() => this.#flush());
  }

  #measure(chunk: number): MeasuredBar[] {
    const span = this.#geometry.map.chunks[chunk]!;
    const box = this.#geometry.chunkElements[chunk]!.getBoundingClientRect();
    const bars: MeasuredBar[] = [];
    for (const passage of this.#index.inChunk(chunk)) {
      const extent = extentOf(passage);
      const parts: { top: number; bottom: number }[] = [];
      for (const range of passage.annotation.target.ranges) {
        const start = Math.max(range.start, span.start);
        const end = Math.min(range.end, span.end);
        if (start >= end) continue;
        const part = this.#geometry.boxOf({ start, end });
        parts.push({ top: part.top - box.top, bottom: part.bottom - box.top });
      }
      const top = extent.start < span.start ? 0 : parts[0]?.top;
      const bottom = extent.end > span.end ? box.height : parts.at(-1)?.bottom;
      if (top !== undefined && bottom !== undefined && bottom > top)
        bars.push({ passage, top, bottom, parts });
    }
    return bars.sort((a, b) => a.top - b.top || b.bottom - a.bottom);
  }

  #draw(chunk: number, bars: readonly MeasuredBar[]): void {
    const known = this.#bars.get(chunk);
    if (!known) return;
    const lanes = assignLanes(bars, MAX_LANES);
    const gone = new Set(known.keys());
    const fresh = document.createDocumentFragment();
    bars.forEach((bar, i) => {
      const { id } = bar.passage.annotation;
      gone.delete(id);
      let element = known.get(id);
      if (!element) {
        element = document.createElement('button');
        element.type = 'button';
        element.tabIndex = -1;
        known.set(id, element);
        fresh.append(element);
      }
      this.#shape(element, bar, lanes[i]!);
    });
    this.#geometry.chunkElements[chunk]!.margin.append(fresh);
    for (const id of gone) {
      known.get(id)!.remove();
      known.delete(id);
    }
  }

  #shape(element: HTMLButtonElement, bar: MeasuredBar, lane: number): void {
    const { passage } = bar;
    const { id } = passage.annotation;
    const isBroken =
      bar.parts.length !== 1 || bar.parts[0]!.top !== bar.top || bar.parts[0]!.bottom !== bar.bottom;
    const classes = ['reader-bar', `is-${passage.look}`];
    if (!passage.isOwn) classes.push('is-other');
    if (isBroken) classes.push('is-broken');
    if (this.#marks.current.has(id)) classes.push('is-current');
    if (this.#marks.hover.has(id)) classes.push('is-hover');
    element.className = classes.join(' ');
    element.dataset['passage'] = id;
    element.style.setProperty('--bar-top', `${bar.top}px`);
    element.style.setProperty('--bar-height', `${bar.bottom - bar.top}px`);
    element.style.setProperty('--bar-lane', String(lane));
    element.setAttribute('aria-label', this.#describe(passage));
    element.replaceChildren(
      ...(isBroken ? bar.parts : []).map((part) => {
        const piece = document.createElement('span');
        piece.style.setProperty('--part-top', `${part.top - bar.top}px`);
        piece.style.setProperty('--part-height', `${part.bottom - part.top}px`);
        return piece;
      }),
    );
  }
}
