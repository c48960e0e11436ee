import { useState, type JSX } from 'react';
import { createRoot } from 'react-dom/client';
import type { TextRange } from '../../../src/core/annotation/annotation.ts';
import type { Inline, Zone } from '../../../src/core/document/document.ts';
import type { AnnotationId } from '../../../src/core/ids.ts';
import { Reader, type ReaderHandle, type ReaderPassage } from '../../../src/renderer/reader/reader.tsx';
import '../../../src/renderer/app/tokens.css';
import { makePassage, makeRecord, plainBlocks } from './data.ts';

/** What a test or a screenshot asks the page to show. */
export interface PreviewInput {
  readonly text: string;
  readonly title?: string;
  readonly language?: string;
  readonly kinds?: Readonly<
    Record<number, 'title' | 'heading' | 'quote' | 'caption' | 'listItem' | 'reference' | 'furniture'>
  >;
  readonly inlines?: readonly Inline[];
  readonly zones?: readonly Zone[];
  readonly passages: readonly { readonly ranges: readonly TextRange[]; readonly isOwn?: boolean }[];
  readonly current?: number;
  readonly find?: { readonly ranges: readonly TextRange[]; readonly current: number };
  readonly initialOffset?: number;
}

interface PreviewLog {
  selection: readonly TextRange[];
  opened: readonly AnnotationId[];
  hovered: readonly AnnotationId[];
  zone: readonly string[];
  offset: number;
}

declare global {
  interface Window {
    preview(input: PreviewInput): void;
    readerHandle: ReaderHandle | null;
    log: PreviewLog;
  }
}

function Preview({ input }: { readonly input: PreviewInput }): JSX.Element {
  const [selection, setSelection] = useState<readonly TextRange[]>([]);
  const [zones, setZones] = useState(input.zones ?? []);
  const [made] = useState(() => {
    const blocks = plainBlocks(input.text).map((block, i) => ({
      ...block,
      kind: input.kinds?.[i] ?? block.kind,
    }));
    const record = makeRecord(input.text, blocks, input);
    return {
      record: { ...record, structure: { ...record.structure, inlines: input.inlines ?? [] } },
      passages: input.passages.map(({ ranges, isOwn }, n): ReaderPassage =>
        makePassage(input.text, ranges, n, isOwn),
      ),
    };
  });
  const [currentId, setCurrentId] = useState<AnnotationId | null>(
    input.current === undefined ? null : made.passages[input.current]!.annotation.id,
  );
  return (
    <Reader
      ref={(handle) => {
        window.readerHandle = handle;
      }}
      document={{ ...made.record, settings: { ...made.record.settings, zones } }}
      text={input.text}
      passages={made.passages}
      currentId={currentId}
      selection={selection}
      onSelectionChange={(ranges) => {
        window.log.selection = ranges;
        setSelection(ranges);
      }}
      onOpenPassages={(ids) => {
        window.log.opened = ids;
        setCurrentId(ids[0] ?? null);
      }}
      onHover={(ids) => {
        window.log.hovered = ids;
      }}
      onZone={(zoneId, status) => {
        window.log.zone = [zoneId, status];
        setZones(zones.map((zone) => (zone.id === zoneId ? { ...zone, status } : zone)));
      }}
      onScrollOffset={(offset) => {
        window.log.offset = offset;
      }}
      find={input.find ?? null}
      {...(input.initialOffset === undefined ? {} : { initialOffset: input.initialOffset })}
    />
  );
}

window.log = { selection: [], opened: [], hovered: [], zone: [], offset: 0 };
const root = createRoot(document.getElementById('root')!);
let shown = 0;
window.preview = (input) => root.render(<Preview key={shown++} input={input} />);
