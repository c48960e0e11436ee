import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { TextRange } from '../../core/annotation/annotation.ts';
import type { Zone } from '../../core/document/document.ts';
import { t } from '../i18n/texts.ts';
import { OffsetMap } from './offset-map.ts';

const zonesKey = new PluginKey<DecorationSet>('readerZones');

/** Dims zones and puts a label before each. Decorations, not nodes: a zone may change, the document never does. */
export const ReaderZones = Extension.create({
  name: 'readerZones',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key: zonesKey,
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, current) => {
          const next: unknown = transaction.getMeta(zonesKey);
          return next instanceof DecorationSet ? next : current;
        },
      },
      props: { decorations: (state) => zonesKey.getState(state) },
    }),
  ],
});

/** The transaction that shows `zones` in place of those shown before. */
export function showZones(state: EditorState, map: OffsetMap, zones: readonly Zone[]): Transaction {
  return state.tr.setMeta(zonesKey, decorateZones(state.doc, map, zones)).setMeta('addToHistory', false);
}

function decorateZones(document: Node, map: OffsetMap, zones: readonly Zone[]): DecorationSet {
  const decorations: Decoration[] = [];
  for (const zone of zones) {
    const blocks = wholeBlocks(map, zone);
    const first = map.blockAt(zone.start, 'after');
    const before = map.contentPosition(first) - 1;
    decorations.push(
      Decoration.widget(before, () => zoneLabel(zone), {
        side: -1,
        key: `${zone.id}:${zone.status}`,
        ignoreSelection: true,
        stopEvent: () => true,
      }),
    );
    for (const block of zone.status === 'kept' ? [] : blocks) {
      const { start, end } = map.blocks[block]!;
      const from = map.contentPosition(block) - 1;
      decorations.push(Decoration.node(from, from + end - start + 2, { class: 'is-set-aside' }));
    }
  }
  return DecorationSet.create(document, decorations);
}

function wholeBlocks(map: OffsetMap, zone: TextRange): number[] {
  const blocks: number[] = [];
  for (
    let i = map.blockAt(zone.start, 'after');
    i < map.blocks.length && map.blocks[i]!.end <= zone.end;
    i++
  ) {
    if (map.blocks[i]!.start >= zone.start) blocks.push(i);
  }
  return blocks;
}

/** What of the dimmed zones is only part of a block: painted, since a block is dimmed whole or not at all. */
export function partialZoneRanges(map: OffsetMap, zones: readonly Zone[]): TextRange[] {
  const ranges: TextRange[] = [];
  for (const zone of zones) {
    if (zone.status === 'kept' || zone.end <= zone.start) continue;
    const first = map.blocks[map.blockAt(zone.start, 'after')]!;
    if (first.start < zone.start || first.end > zone.end) {
      ranges.push({ start: Math.max(zone.start, first.start), end: Math.min(zone.end, first.end) });
    }
    const last = map.blocks[map.blockAt(zone.end, 'before')]!;
    if (last !== first && last.start < zone.end && last.end > zone.end) {
      ranges.push({ start: last.start, end: zone.end });
    }
  }
  return ranges.filter((range) => range.start < range.end);
}

function zoneLabel(zone: Zone): HTMLElement {
  const label = document.createElement('div');
  label.className = `reader-zone is-${zone.status}`;
  label.contentEditable = 'false';
  label.title = zone.why;
  const name = t(`reader.zone.${zone.kind}`);
  const words = document.createElement('span');
  // The words are the interface's, whatever is written around them.
  words.dir = 'auto';
  words.textContent = `${name} · ${t(`reader.status.${zone.status}`)}`;
  label.append(words);
  if (zone.status !== 'kept') label.append(zoneButton(zone, 'kept', t('reader.keep'), name));
  if (zone.status !== 'setAside') label.append(zoneButton(zone, 'setAside', t('reader.setAside'), name));
  return label;
}

function zoneButton(zone: Zone, status: 'setAside' | 'kept', words: string, name: string): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset['zone'] = zone.id;
  button.dataset['status'] = status;
  button.textContent = words;
  button.setAttribute('aria-label', t('reader.deedOn', { deed: words, zone: name }));
  return button;
}
