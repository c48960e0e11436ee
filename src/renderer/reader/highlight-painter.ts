import type { TextRange } from '../../core/annotation/annotation.ts';
import type { AnnotationId } from '../../core/ids.ts';
import type { ReaderGeometry } from './geometry.ts';
import { overlapsOf } from './overlaps.ts';
import type { ReaderPassage } from './passage.ts';
import type { PassageIndex } from './passage-index.ts';

/** What is painted beside the passages' own looks. */
export type PaintLayer =
  | 'setAside'
  | 'mention'
  | 'mentionAccepted'
  | 'hover'
  | 'current'
  | 'find'
  | 'findCurrent'
  | 'selection';

/** Later ones are painted above earlier ones. */
const PRIORITY: readonly string[] = [
  'setAside',
  'mention',
  'mentionAccepted',
  'passage',
  'overlap',
  'hover',
  'current',
  'find',
  'findCurrent',
  'selection',
];

/**
 * One `Highlight` per look, shared by all readers of the page (the registry is the page's), never rebuilt: ranges
 * come and go.
 */
function sharedHighlight(name: string, kind: string): Highlight {
  const known = CSS.highlights.get(name);
  if (known) return known;
  const highlight = new Highlight();
  highlight.priority = PRIORITY.indexOf(kind);
  CSS.highlights.set(name, highlight);
  return highlight;
}

function highlightOf(passage: ReaderPassage): Highlight {
  return sharedHighlight(`postil-${passage.isOwn ? 'own' : 'other'}-${passage.look}`, 'passage');
}

interface Painted {
  readonly highlight: Highlight;
  readonly ranges: readonly StaticRange[];
}

/**
 * Paints text ranges by the CSS Custom Highlight API: no element, so letters stay joined and passages may overlap.
 * The browser renews all its markers on any change, hence only visible chunks are painted.
 */
export class HighlightPainter {
  readonly #geometry: ReaderGeometry;
  readonly #index: PassageIndex;
  readonly #visible = new Set<number>();
  /** By chunk, then by annotation. */
  readonly #passages = new Map<number, Map<AnnotationId, Painted>>();
  /** By chunk, then by its offsets. */
  readonly #overlaps = new Map<number, Map<string, Painted>>();
  readonly #layers = new Map<PaintLayer, readonly TextRange[]>();
  /** By layer, then by chunk. */
  readonly #layersPainted = new Map<PaintLayer, Map<number, Painted>>();

  constructor(geometry: ReaderGeometry, index: PassageIndex) {
    this.#geometry = geometry;
    this.#index = index;
  }

  get visibleChunks(): ReadonlySet<number> {
    return this.#visible;
  }

  show(chunk: number): void {
    if (this.#visible.has(chunk)) return;
    this.#visible.add(chunk);
    const painted = new Map<AnnotationId, Painted>();
    this.#passages.set(chunk, painted);
    for (const passage of this.#index.inChunk(chunk)) {
      painted.set(passage.annotation.id, this.#paintPassage(chunk, passage));
    }
    this.#paintOverlaps(chunk);
    for (const layer of this.#layers.keys()) this.#paintLayer(layer, chunk);
  }

  hide(chunk: number): void {
    if (!this.#visible.delete(chunk)) return;
    for (const painted of this.#passages.get(chunk)?.values() ?? []) erase(painted);
    this.#passages.delete(chunk);
    for (const painted of this.#overlaps.get(chunk)?.values() ?? []) erase(painted);
    this.#overlaps.delete(chunk);
    for (const byChunk of this.#layersPainted.values()) {
      erase(byChunk.get(chunk));
      byChunk.delete(chunk);
    }
  }

  /** Call after the index has lost `removed` and taken `added`. */
  update(removed: readonly ReaderPassage[], added: readonly ReaderPassage[]): void {
    for (const [chunk, painted] of this.#passages) {
      let isTouched = false;
      for (const passage of removed) {
        if (!this.#index.isIn(chunk, passage)) continue;
        erase(painted.get(passage.annotation.id));
        painted.delete(passage.annotation.id);
        isTouched = true;
      }
      // Where nothing was painted, all that is here now is new: a document's passages arrive together.
      for (const passage of painted.size === 0 ? this.#index.inChunk(chunk) : added) {
        if (!this.#index.isIn(chunk, passage)) continue;
        painted.set(passage.annotation.id, this.#paintPassage(chunk, passage));
        isTouched = true;
      }
      if (isTouched) this.#paintOverlaps(chunk);
    }
  }

  setLayer(layer: PaintLayer, ranges: readonly TextRange[]): void {
    const before = this.#layers.get(layer);
    if (before === ranges || (ranges.length === 0 && !before?.length)) return;
    this.#layers.set(layer, ranges);
    for (const chunk of this.#visible) this.#paintLayer(layer, chunk);
  }

  dispose(): void {
    for (const chunk of this.#visible) this.hide(chunk);
  }

  #paintPassage(chunk: number, passage: ReaderPassage): Painted {
    return this.#paint(highlightOf(passage), chunk, passage.annotation.target.ranges);
  }

  #paintOverlaps(chunk: number): void {
    const before = this.#overlaps.get(chunk);
    const after = new Map<string, Painted>();
    this.#overlaps.set(chunk, after);
    const highlight = sharedHighlight('postil-overlap', 'overlap');
    const ranges = this.#index.inChunk(chunk).flatMap((passage) => passage.annotation.target.ranges);
    for (const overlap of overlapsOf(ranges)) {
      const key = `${overlap.start} ${overlap.end}`;
      after.set(key, before?.get(key) ?? this.#paint(highlight, chunk, [overlap]));
    }
    for (const [key, painted] of before ?? []) if (!after.has(key)) erase(painted);
  }

  #paintLayer(layer: PaintLayer, chunk: number): void {
    const byChunk = this.#layersPainted.get(layer) ?? new Map<number, Painted>();
    this.#layersPainted.set(layer, byChunk);
    erase(byChunk.get(chunk));
    byChunk.set(
      chunk,
      this.#paint(sharedHighlight(`postil-${kebab(layer)}`, layer), chunk, this.#layers.get(layer) ?? []),
    );
  }

  #paint(highlight: Highlight, chunk: number, wanted: readonly TextRange[]): Painted {
    const { start, end } = this.#geometry.map.chunks[chunk]!;
    const ranges: StaticRange[] = [];
    for (const range of wanted) {
      if (range.start >= end || range.end <= start) continue;
      for (const piece of this.#geometry.map.piecesIn(chunk, range)) {
        const painted = this.#geometry.staticRange(piece);
        highlight.add(painted);
        ranges.push(painted);
      }
    }
    return { highlight, ranges };
  }
}

function erase(painted: Painted | undefined): void {
  for (const range of painted?.ranges ?? []) painted!.highlight.delete(range);
}

function kebab(words: string): string {
  return words.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
