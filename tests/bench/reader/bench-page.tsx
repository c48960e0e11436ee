import { useLayoutEffect, useState, type JSX } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { compareAnnotations } from '../../../src/core/annotation/edit-layer.ts';
import type { AnnotationId } from '../../../src/core/ids.ts';
import { Reader, type ReaderPassage } from '../../../src/renderer/reader/reader.tsx';
import '@fontsource-variable/source-serif-4/wght.css';
import '../../../src/renderer/app/tokens.css';
import { makePassage, makePassages, makeRecord, makeText, plainBlocks } from './data.ts';
import { afterPaint, measureScroll, twoFrames, type FrameCost, type ScrollCost } from './measure.ts';
import { openDecorations, openRecogito, type BenchInput, type Contender } from './peers.ts';

export type ContenderName = 'reader' | 'decorations' | 'recogito';

export interface BenchPage {
  prepare(options: { readonly characters: number; readonly passages: number; readonly seed: number }): void;
  /** Data there → painted frame, ms. */
  open(name: ContenderName): Promise<number>;
  /** Opening → every block has its element, ms: the reader makes the far ones in idle time. */
  complete(): Promise<number>;
  /** Passages that were painted or drawn, so that a contender which shows nothing cannot win. */
  shown(name: ContenderName): number;
  /** Costs of each key press since it was last asked. */
  takeAdds(): FrameCost[];
  scroll(frames: number, step: number): Promise<ScrollCost>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

const nothing = (): void => undefined;
const root = document.getElementById('root')!;
let input: BenchInput | null = null;
let contender: Contender | null = null;
let added = 0;
let openedAt = 0;
let adds: FrameCost[] = [];

let showInApp: (from: BenchInput) => void = nothing;
let addPassage: (passage: ReaderPassage) => void = nothing;

/** As in Postil: React runs already when a document's data arrives. */
function App(): JSX.Element | null {
  const [from, setFrom] = useState<BenchInput | null>(null);
  useLayoutEffect(() => {
    showInApp = setFrom;
  }, []);
  return from && <BenchReader from={from} />;
}

function BenchReader({ from }: { readonly from: BenchInput }): JSX.Element {
  const [record] = useState(() => makeRecord(from.text, from.blocks));
  const [passages, setPassages] = useState(from.passages);
  const [currentId, setCurrentId] = useState<AnnotationId | null>(null);
  useLayoutEffect(() => {
    addPassage = (passage) => {
      const at = passages.findIndex((other) => compareAnnotations(other.annotation, passage.annotation) > 0);
      setPassages(passages.toSpliced(at === -1 ? passages.length : at, 0, passage));
      setCurrentId(passage.annotation.id);
    };
  }, [passages]);
  return (
    <Reader
      document={record}
      text={from.text}
      passages={passages}
      currentId={currentId}
      selection={NO_RANGES}
      onSelectionChange={nothing}
      onOpenPassages={nothing}
      onZone={nothing}
    />
  );
}

function openReader(from: BenchInput): Contender {
  flushSync(() => showInApp(from));
  return {
    scroller: root.querySelector('.reader-scroller')!,
    add: (passage) => flushSync(() => addPassage(passage)),
  };
}

const NO_RANGES: readonly never[] = [];

window.bench = {
  prepare({ characters, passages, seed }) {
    const text = makeText(characters, seed);
    const blocks = plainBlocks(text);
    input = { text, blocks, passages: makePassages(text, blocks, passages, seed) };
  },
  async open(name) {
    if (!input) throw new Error('prepare first');
    if (name === 'reader') createRoot(root).render(<App />);
    await document.fonts.load('19px "Source Serif 4 Variable"');
    await twoFrames();
    const began = performance.now();
    openedAt = began;
    contender =
      name === 'reader'
        ? openReader(input)
        : name === 'decorations'
          ? openDecorations(root, input)
          : openRecogito(root, input);
    return (await twoFrames()) - began;
  },
  async complete() {
    while (root.querySelectorAll('.reader-block').length < input!.blocks.length) await twoFrames();
    return performance.now() - openedAt;
  },
  shown(name) {
    if (name === 'decorations') return root.querySelectorAll('.peer-passage').length;
    if (name === 'recogito')
      return root.querySelectorAll('.r6o-span-highlight-layer > *, .r6o-annotation').length;
    return root.querySelectorAll('.reader-bar').length;
  },
  takeAdds() {
    const taken = adds;
    adds = [];
    return taken;
  },
  scroll: (frames, step) => measureScroll(contender!.scroller, frames, step),
};

/** Each press of the key adds a passage somewhere in the first paragraphs, which are in view. */
window.addEventListener('keydown', (event) => {
  if (event.key !== 'x' || !input || !contender) return;
  const block = input.blocks[added % 3]!;
  const start = block.start + ((added * 37) % 400);
  contender.add(makePassage(input.text, [{ start, end: start + 60 }], 1_000_000 + added++));
  void afterPaint(event.timeStamp).then((cost) => adds.push(cost));
});
