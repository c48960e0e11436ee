import { mkdtemp, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { readAnnotations } from '../../../src/main/services/exchange/read-annotations.ts';
import { nodeFileSystem } from '../../../src/main/services/store/file-system.ts';
import { AT, MemoryProject, SELF, sha256 } from '../../core/exchange/memory-project.ts';

const ENV = { fs: nodeFileSystem, clock: { now: () => Date.parse(AT) }, ids: { uuid: () => v7() }, sha256 };
const JOB = { progress() {}, signal: { aborted: false, throwIfAborted() {} } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postil-qdpx-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function archive(files: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, 'project.qdpx');
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  await pipeline(zip.outputStream as NodeJS.ReadableStream, createWriteStream(path));
  return path;
}

function read(project: MemoryProject, path: string) {
  const options = { format: 'qdpx', path, fileName: 'project.qdpx', self: SELF, preview: false } as const;
  return readAnnotations(project, options, ENV, JOB);
}

const GUID = (n: number): string => `{0000000${n}-AAAA-4BBB-8CCC-00000000000${n}}`;

/** As NVivo writes: braces, capitals, `Sources/`, a text with CRLF, notes, a group of codes, a picture beside it. */
const QDE = `\ufeff<?xml version="1.0" encoding="utf-8"?>
<Project name="P" origin="NVivo" xmlns="urn:QDA-XML:project:1.0">
<Users><User guid="${GUID(1)}" name="Mona Adler"/></Users>
<CodeBook><Codes><Code guid="${GUID(2)}" name="Frames" isCodable="false" color="#FF0000">
<Code guid="${GUID(3)}" name="Blame" isCodable="true"><Description>Who is at fault</Description></Code></Code></Codes></CodeBook>
<Sources>
<TextSource guid="${GUID(4)}" name="Harbour report" plainTextPath="internal://${GUID(4).toUpperCase()}.txt" creatingUser="${GUID(1)}">
<PlainTextSelection guid="${GUID(5)}" name="the port authority" startPosition="18" endPosition="36" creatingUser="${GUID(1)}">
<Coding guid="${GUID(6)}" creatingUser="${GUID(1)}"><CodeRef targetGUID="${GUID(3)}"/></Coding>
<NoteRef targetGUID="${GUID(7)}"/></PlainTextSelection>
<Coding guid="${GUID(8)}"><CodeRef targetGUID="${GUID(3)}"/></Coding>
</TextSource>
<PictureSource guid="${GUID(9)}" name="photo"/>
</Sources>
<Notes><Note guid="${GUID(7)}" name="n"><PlainTextContent>Said twice.</PlainTextContent></Note></Notes>
</Project>`;
// 🦅 is one code point and two code units; the lines end in CRLF, which the offsets count as two.
const TEXT = '🦅 Eagles here.\r\n\r\nthe port authority denied it.\r\n';

test('a project from another program: its text, hierarchy, coder and note come along; twice changes nothing', async () => {
  const path = await archive({ 'Project.qde': QDE, [`Sources/${GUID(4)}.txt`]: TEXT });
  const project = new MemoryProject([]);
  const report = await read(project, path);
  expect(report.refused).toEqual([]);
  expect(report.newDocuments).toHaveLength(1);
  expect(report.newCodes.toSorted()).toEqual(['Blame', 'Frames']);
  expect(report.notices.map(({ notice }) => notice)).toEqual([
    expect.stringContaining('picturesource'),
    expect.stringContaining('as a whole'),
  ]);
  const [annotation] = project.annotations();
  expect(annotation!.target.quote.exact).toBe('the port authority');
  expect(annotation!.note).toBe('Said twice.');
  expect(annotation!.annotator).toBe('mona-adler');
  const again = await read(project, path);
  expect(again).toMatchObject({ taken: [], refused: [], newDocuments: [], edits: [] });
});

test('a DOCTYPE, and a path that leads out of the archive, are refused and change nothing', async () => {
  const project = new MemoryProject([]);
  const doctype = await archive({ 'project.qde': '<!DOCTYPE a [<!ENTITY b "c">]><Project name="&b;"/>' });
  await expect(read(project, doctype)).rejects.toThrow(/DOCTYPE/);
  expect(project.changes).toEqual([]);
});
