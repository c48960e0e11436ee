import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { HashedDocument } from '../../../src/main/services/import/import-protocol.ts';
import { readAndHash } from '../../../src/main/services/import/hash-document.ts';
import { findStructureFault, showBlocks, showInlines } from '../../core/document/structure-helpers.ts';

const FIXTURES = path.join(import.meta.dirname, 'fixtures');

export function fixtureBytes(name: string): Promise<Uint8Array> {
  return readFile(path.join(FIXTURES, name));
}

export function readBytes(bytes: Uint8Array, fileName: string): Promise<HashedDocument> {
  return readAndHash(Uint8Array.from(bytes), fileName, {
    pause: async () => undefined,
    report: () => undefined,
  });
}

export async function readFixture(name: string): Promise<HashedDocument> {
  const document = await readBytes(await fixtureBytes(name), name);
  expect(findStructureFault(document.text, document.structure)).toBeNull();
  return document;
}

/** All of a document that a reader of this file can judge, as a text that stands beside the fixture. */
export function describeDocument({ text, structure, metadata, zones, notices }: HashedDocument): string {
  const { inlines, pages = [], joins = [] } = structure;
  const around = (at: number) => `${text.slice(Math.max(0, at - 12), at)}¦${text.slice(at, at + 12)}`;
  return [
    ...showBlocks(text, structure),
    '',
    ...showInlines(text, inlines),
    '',
    ...pages.map(({ label, start }) => `page ${label}: ${around(start)}`),
    ...joins.map(({ at, was }) => `join ${JSON.stringify(was)}: ${around(at)}`),
    ...zones.map(({ kind, start, end }) => `zone ${kind}: ${text.slice(start, end)}`),
    ...Object.entries(metadata).map(([field, value]) => `${field}: ${value.value} (${value.how})`),
    ...notices.map((notice) => `notice: ${notice}`),
    '',
  ]
    .map((line) => line.replaceAll('\n', '⏎'))
    .join('\n');
}
