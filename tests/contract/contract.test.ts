import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { calls, type CallName, type CallValue, type ProjectSnapshot } from '../../src/contract/calls.ts';
import { connect, type CallOptions, type Client } from '../../src/contract/client.ts';
import type { Transport } from '../../src/contract/envelope.ts';
import { events, type EventName, type EventPayload } from '../../src/contract/events.ts';
import { adjudicatedAnnotator } from '../../src/core/adjudication/adjudicated-id.ts';
import { actorIdSchema, annotatorIdSchema } from '../../src/core/ids.ts';
import { invertChange, type Edit } from '../../src/core/project/edit.ts';
import type { Workbench } from '../../src/main/services/workbench/create-workbench.ts';
import { findElectronBinary } from '../../scripts/electron-binary.mjs';
import {
  DOCUMENT_ID,
  makeAnnotation,
  makePlace,
  makeProject,
  TEXT,
  type Place,
} from '../services/workbench/fixture.ts';
import { buildAgreementWorker, type BuiltWorker } from '../services/build-worker.ts';
import { buildSearchWorker } from '../services/search/search-worker-file.ts';
import { electronWire } from './electron-wire.ts';
import { memoryWire, webSocketWire, type RunningWire } from './transports.ts';

// Electron itself needs a window; it is spoken to in tests/e2e/electron.spec.ts.
if (findElectronBinary() === null) {
  console.warn('Electron’s binary is not here: its channel runs over a stand-in for Electron’s IPC.');
}

const SET_ID = '00000000-0000-7000-8000-000000000001';

let searchWorker: BuiltWorker;
let agreementWorker: BuiltWorker;
beforeAll(async () => {
  searchWorker = await buildSearchWorker();
  agreementWorker = await buildAgreementWorker();
});
afterAll(() => Promise.all([searchWorker.remove(), agreementWorker.remove()]));

describe.each([memoryWire, webSocketWire, electronWire])('over $name', (wire) => {
  const called = new Set<CallName>();
  let place: Place;
  let workbench: Workbench;
  let running: RunningWire;
  let raw: Transport;
  let page: Client;
  let stopWatching: () => void;

  beforeEach(async () => {
    place = await makePlace(searchWorker.file);
    workbench = place.workbench({ agreementWorkerFile: agreementWorker.file });
    running = await wire.start(workbench, place.renderer);
    raw = await running.open();
    page = connect(raw, { checkValues: true });
    stopWatching = checkEvents(raw);
  });

  afterEach(async () => {
    stopWatching();
    await workbench.close();
    await running.stop();
    await place.remove();
    expect(place.faults).toEqual([]);
  });

  afterAll(() => {
    expect([...called].sort()).toEqual(Object.keys(calls).sort());
  });

  async function call<Name extends CallName>(
    name: Name,
    args: unknown,
    options?: CallOptions,
    client = page,
  ): Promise<CallValue<Name>> {
    called.add(name);
    return (await client.call(name, args as never, options)) as CallValue<Name>;
  }

  async function openProject(name = 'work'): Promise<ProjectSnapshot> {
    const folder = join(place.root, name);
    await makeProject(folder, 'Work');
    return (await call('project.open', { folder })).snapshot;
  }

  const add = (after: ReturnType<typeof makeAnnotation>): Edit => ({
    kind: 'annotation',
    documentId: DOCUMENT_ID,
    annotator: after.annotator,
    before: null,
    after,
  });

  test('says who it is', async () => {
    const info = await call('app.info', {});
    expect(info).toMatchObject({ version: '0.0.0-test', host: 'memory', nativeDialogs: false });
    const other = connect(await running.open(), { checkValues: true });
    expect((await call('app.info', {}, {}, other)).connection).not.toBe(info.connection);
  });

  test('the team: publishes, is received, keeps history, changes its plan', async () => {
    const snapshot = await openProject();
    const { id } = snapshot.annotator;
    expect(await call('team.assignments', {})).toEqual({ assignments: [], readers: [] });
    expect(await readdir(snapshot.folder)).not.toContain('team');
    expect(await call('team.look', {})).toEqual({ fresh: null });
    const status = await call('team.status', {});
    expect(status).toMatchObject({ self: { id }, folder: null, isLead: true, hasPlan: false, people: [] });
    await call('project.apply', { label: 'highlight', edits: [add(makeAnnotation(id, 'The council'))] });

    const shared = join(place.root, 'shared');
    await mkdir(shared);
    const would = await call('team.publish', { path: shared, dryRun: true, withDocuments: false });
    expect(would).toMatchObject({ put: 0 });
    expect(would.made.map(({ kind }) => kind)).toContain('layer');
    const published = await call('team.publish', { path: shared, dryRun: false, withDocuments: false });
    expect(published.put).toBe(published.made.length);
    expect(await call('team.look', {})).toEqual({ fresh: 0 });
    const from = { kind: 'path', path: shared };
    const received = await call('team.receive', { from, dryRun: false });
    expect(received).toMatchObject({ accepted: 0, known: published.put, refused: [], layers: [] });
    await expect(
      page.call('team.receive', { from: { kind: 'path', path: place.outside }, dryRun: false }),
    ).rejects.toMatchObject({ code: 'not-allowed' });

    const planned = await call('team.changePlan', { change: { kind: 'phase', set: '', phase: 'blind' } });
    expect(planned).toMatchObject({ hasPlan: true, phases: [{ set: '', phase: 'blind' }] });
    expect(planned.people).toEqual([expect.objectContaining({ id, role: 'lead' })]);
    const assignment = { set: '', seed: 1, overlap: 1, readers: { [id]: [DOCUMENT_ID] } };
    await call('team.changePlan', { change: { kind: 'assignment', assignment } });
    expect(await call('team.assignments', {})).toEqual({
      assignments: [assignment],
      readers: [{ id, name: snapshot.annotator.name }],
    });
    const takenBack = await call('team.changePlan', { change: { kind: 'phase', set: '', phase: null } });
    expect(takenBack).toMatchObject({ phases: [] });
    await expect(
      page.call('team.changePlan', { change: { kind: 'unassign', set: 'no-such-set' } }),
    ).rejects.toMatchObject({ code: 'not-found' });

    const { revisions } = await call('team.history', {});
    expect(revisions).toEqual([
      expect.objectContaining({ annotator: id, revision: 1, added: 1, isHead: true }),
    ]);
    const memoRevisions = (await call('team.memoHistory', {})).revisions;
    expect(memoRevisions).toEqual([]);
    const { sha256 } = revisions[0]!;
    expect((await call('team.layerAt', { sha256 })).layer.annotations).toHaveLength(1);
    expect(await call('team.restore', { sha256 })).toEqual({ added: 0, changed: 0, removed: 0 });

    const nothing = { code: 'not-found' };
    const hash = '0'.repeat(64);
    const signKey = Buffer.alloc(32).toString('base64');
    called.add('team.trust').add('team.settleConflict').add('team.settleFork');
    called.add('team.follow');
    await expect(page.call('team.trust', { annotator: id, signKey })).rejects.toMatchObject(nothing);
    await expect(page.call('team.follow', { annotator: id })).rejects.toMatchObject(nothing);
    await expect(page.call('team.settleConflict', { key: 'scales:', hash })).rejects.toMatchObject(nothing);
    await expect(
      page.call('team.settleFork', { documentId: DOCUMENT_ID, kind: 'layer', choice: 'both' }),
    ).rejects.toMatchObject(nothing);
  });

  test('who the user is can be carried to another machine, and comes back as they were', async () => {
    const before = await call('identity.get', {});
    expect(before).toMatchObject({ kept: 'file' });
    const path = join(place.root, 'me.age');
    const passphrase = 'nobody reads along';
    await call('identity.export', { path, passphrase, overwrite: false });
    await expect(page.call('identity.export', { path, passphrase, overwrite: false })).rejects.toMatchObject({
      code: 'refused',
      details: { exists: true },
    });
    await expect(
      page.call('identity.export', { path: join(place.outside, 'me.age'), passphrase, overwrite: false }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
    const text = await readFile(path, 'utf8');
    const wrong = { text, fileName: 'me.age', passphrase: 'somebody tries', replace: false };
    await expect(page.call('identity.import', wrong)).rejects.toMatchObject({ code: 'refused' });
    const { annotator } = await call('identity.import', { ...wrong, passphrase });
    expect(annotator).toEqual(before.annotator);
    expect(await call('identity.get', {})).toEqual(before);
  });

  describe('what is refused', () => {
    test.each(['no.such.call', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
      'the call “%s”',
      async (name) => {
        await expect(page.call(name as CallName, {} as never)).rejects.toMatchObject({
          code: 'unknown-call',
        });
      },
    );

    test.each([
      ['no arguments', 'project.open', undefined],
      ['a wrong type', 'project.open', { folder: 7 }],
      ['an empty path', 'project.open', { folder: '' }],
      ['an endless path', 'project.open', { folder: '/'.repeat(5000) }],
      ['an id that climbs', 'document.open', { documentId: '../../etc/passwd' }],
      ['an empty change', 'project.apply', { label: '', edits: [] }],
      ['an unknown edit', 'project.apply', { label: '', edits: [{ kind: 'everything' }] }],
      [
        'a limit beyond the largest',
        'evidence.query',
        { filter: {}, sort: { by: 'document', descending: false }, offset: 0, limit: 1e9 },
      ],
    ])('%s', async (_what, name, args) => {
      await expect(page.call(name as CallName, args as never)).rejects.toMatchObject({ code: 'bad-request' });
    });

    test('two calls of one id at a time', async () => {
      const answers: unknown[] = [];
      raw.onMessage((message) => void answers.push(message));
      raw.send({ kind: 'call', id: 900, name: 'project.openSample', args: {} });
      raw.send({ kind: 'call', id: 900, name: 'app.info', args: {} });
      await expect.poll(() => answers.filter((answer) => isResult(answer, 900)).length).toBe(2);
      expect(answers.find((answer) => isResult(answer, 900))).toMatchObject({
        result: { ok: false, error: { code: 'bad-request' } },
      });
    });

    test('what is no envelope, without an answer and without harm', async () => {
      const answers: unknown[] = [];
      raw.onMessage((message) => void answers.push(message));
      for (const message of [null, 7, [], {}, { kind: 'call' }, { kind: 'call', id: -1, name: 'app.info' }]) {
        raw.send(message);
      }
      await call('app.info', {});
      expect(answers).toHaveLength(1);
      expect(place.faults).toHaveLength(6);
      place.faults.length = 0;
    });

    test('what needs a project, when none is open', async () => {
      const needing: [CallName, unknown][] = [
        ['view.get', {}],
        ['view.put', { state: {} }],
        ['project.apply', { label: '', edits: [{ kind: 'title', before: 'a', after: 'b' }] }],
        ['project.check', {}],
        ['project.restoreBackups', { files: ['codebook.json'] }],
        ['document.open', { documentId: DOCUMENT_ID }],
        ['evidence.query', { filter: {}, sort: { by: 'document', descending: false }, offset: 0, limit: 1 }],
        ['evidence.usage', {}],
        ['evidence.documents', { filter: {} }],
        ['codebook.export', { format: 'json', out: join(place.root, 'x'), overwrite: false, history: false }],
        ['codebook.previewImport', { files: [{ kind: 'path', path: place.root }], update: true }],
        ['codebook.import', { files: [{ kind: 'path', path: place.root }], update: true }],
        ['codebook.worklist', { annotator: 'x', kinds: ['split'], offset: 0, limit: 1 }],
        ['mentions.ofDocument', { documentId: DOCUMENT_ID }],
        ['mentions.groups', {}],
        ['mentions.newNames', {}],
        ['mentions.query', { filter: { statuses: ['suggested'] }, offset: 0, limit: 1 }],
        ['mentions.acceptAll', { group: { actorId: null, alias: 'x' }, actorId: 'a-x' }],
        ['search.query', { ...searchFor('x'), offset: 0, limit: 1 }],
        ['search.describe', { documentId: DOCUMENT_ID, ranges: [{ start: 0, end: 1 }] }],
        ['adjudication.overview', {}],
        ['agreement.compare', { scope: {}, rounds: 0, seed: 1, byDocument: false }],
        ['agreement.units', { scope: {}, decision: 'code', annotators: ['a', 'b'], offset: 0, limit: 1 }],
        ['import.files', { files: [{ kind: 'path', path: place.root }] }],
        ['export.preview', { format: 'jsonl', scope: {} }],
        ['export.run', { format: 'jsonl', scope: {}, out: join(place.root, 'x'), overwrite: false }],
        ['read.preview', { format: 'jsonl', file: { kind: 'path', path: place.root } }],
        ['read.run', { format: 'jsonl', file: { kind: 'path', path: place.root } }],
      ];
      for (const [name, args] of needing) {
        await expect(page.call(name, args as never), name).rejects.toMatchObject({ code: 'no-project' });
      }
      expect((await call('project.current', {})).snapshot).toBeNull();
    });

    test('paths outside what is allowed, links and climbs included', async () => {
      await makeProject(join(place.outside, 'theirs'), 'Theirs');
      await symlink(place.outside, join(place.root, 'link'));
      for (const folder of [
        join(place.outside, 'theirs'),
        join(place.root, 'link', 'theirs'),
        `${place.root}/../outside/theirs`,
        `${place.root}-sibling`,
        '/',
      ]) {
        const refused = { code: 'not-allowed', details: { file: folder } };
        await expect(page.call('project.open', { folder }), folder).rejects.toMatchObject(refused);
        await expect(page.call('project.create', { folder, title: 'x' })).rejects.toMatchObject(refused);
        await expect(page.call('folders.list', { path: folder })).rejects.toMatchObject(refused);
        await expect(page.call('folders.create', { parent: folder, name: 'x' })).rejects.toMatchObject(
          refused,
        );
      }
      await expect(page.call('project.open', { folder: 'relative' })).rejects.toMatchObject({
        code: 'bad-request',
      });
      await openProject();
      const away = join(place.outside, 'away.jsonl');
      await expect(
        page.call('export.run', { format: 'jsonl', scope: {}, out: away, overwrite: true }),
      ).rejects.toMatchObject({ code: 'not-allowed' });
      await expect(
        page.call('import.files', { files: [{ kind: 'path', path: place.outside }] }),
      ).rejects.toMatchObject({ code: 'not-allowed' });
      await expect(
        page.call('read.run', { format: 'jsonl', file: { kind: 'path', path: away } }),
      ).rejects.toMatchObject({ code: 'not-allowed' });
      expect(await readdir(place.outside)).toEqual(['theirs']);
    });

    test('native dialogs, where the host has none', async () => {
      for (const [name, args] of [
        ['dialog.chooseFiles', { title: '', extensions: [], many: true }],
        ['dialog.chooseFolder', { title: '' }],
        ['dialog.saveFile', { title: '', suggestedName: '' }],
      ] as const) {
        await expect(call(name, args), name).rejects.toMatchObject({ code: 'not-allowed' });
      }
    });
  });

  describe('projects', () => {
    test('are made, closed, opened and remembered', async () => {
      const folder = join(place.root, 'new');
      const { snapshot } = await call('project.create', { folder, title: 'New one' });
      expect(snapshot).toMatchObject({
        folder,
        project: { title: 'New one' },
        documents: [],
        readOnly: null,
      });
      expect(snapshot.project.annotators).toEqual([snapshot.annotator]);
      await call('project.close', {});
      expect((await call('project.current', {})).snapshot).toBeNull();
      expect((await call('project.open', { folder })).snapshot.project).toEqual(snapshot.project);
      const { recentProjects } = await call('settings.get', {});
      expect(recentProjects).toMatchObject([{ folder, title: 'New one' }]);
    });

    test('are not made over what is there, nor inside of another', async () => {
      await writeFile(join(place.root, 'file.txt'), 'x');
      await expect(page.call('project.create', { folder: place.root, title: 'x' })).rejects.toMatchObject({
        code: 'refused',
      });
      const { folder } = await openProject();
      await expect(
        page.call('project.create', { folder: join(folder, 'documents', 'inner'), title: 'x' }),
      ).rejects.toMatchObject({ code: 'refused' });
      expect((await call('project.current', {})).snapshot?.folder).toBe(folder);
    });

    test('that cannot be opened leave the open one open', async () => {
      const { folder } = await openProject();
      const failing = page.call('project.open', { folder: join(place.root, 'nothing') });
      await expect(failing).rejects.toMatchObject({ code: 'not-found' });
      expect((await call('project.current', {})).snapshot?.folder).toBe(folder);
      await call('document.open', { documentId: DOCUMENT_ID });
    });

    test('of the user’s own list open, wherever they are', async () => {
      const folder = join(place.outside, 'theirs');
      await makeProject(folder, 'Theirs');
      workbench.grantPath(folder, 'write');
      await call('project.open', { folder });
      await workbench.close();
      const again = place.workbench();
      const wireAgain = await wire.start(again, place.renderer);
      const client = connect(await wireAgain.open(), { checkValues: true });
      expect((await client.call('project.open', { folder })).snapshot.folder).toBe(folder);
      await again.close();
      await wireAgain.stop();
    });

    test('that another Postil has open are open for reading only, and say who has them', async () => {
      const { folder } = await openProject();
      const other = place.workbench({ userDataFolder: join(place.outside, 'other-user') });
      const otherWire = await wire.start(other, place.renderer);
      const client = connect(await otherWire.open(), { checkValues: true });
      const { snapshot } = await client.call('project.open', { folder });
      expect(snapshot.readOnly).toMatchObject({ code: 'locked' });
      expect(snapshot.readOnly?.message).toContain(String(process.pid));
      await client.call('document.open', { documentId: DOCUMENT_ID });
      await expect(
        client.call('project.apply', {
          label: 'x',
          edits: [{ kind: 'title', before: 'Work', after: 'Mine' }],
        }),
      ).rejects.toMatchObject({ code: 'read-only', details: { reason: 'locked' } });
      // Once the first has gone, opening again makes it writable.
      await call('project.close', {});
      expect((await client.call('project.open', { folder })).snapshot.readOnly).toBeNull();
      await other.close();
      await otherWire.stop();
    });

    test('the sample is copied once, and the copy is the user’s', async () => {
      const first = (await call('project.openSample', {})).snapshot;
      expect(first.folder.startsWith(place.userData)).toBe(true);
      await call('project.apply', {
        label: 'rename',
        edits: [{ kind: 'title', before: 'Sample', after: 'Mine' }],
      });
      await call('project.close', {});
      expect((await call('project.openSample', {})).snapshot.project.title).toBe('Mine');
      expect(await readdir(join(place.userData, 'projects'))).toEqual(['postil-sample']);
      expect(await readFile(join(place.sample, 'project.json'), 'utf8')).toContain('"Sample"');
    });

    test('with a damaged file get its backup back, and nothing else in its place', async () => {
      const { folder, annotator } = await openProject();
      const annotation = makeAnnotation(annotator.id, 'council');
      await call('project.apply', { label: 'add', edits: [add(annotation)] as never });
      await expect(
        call('project.restoreBackups', { files: [`layers/${DOCUMENT_ID}/${annotator.id}.json`] }),
      ).rejects.toMatchObject({ code: 'refused' });
      await call('project.close', {});
      const file = `layers/${DOCUMENT_ID}/${annotator.id}.json`;
      const path = join(folder, file);
      const good = await readFile(path);
      const bad = Buffer.from(good);
      bad[bad.length - 30]! ^= 1;
      await writeFile(path, bad);

      const { readOnly } = (await call('project.open', { folder })).snapshot;
      expect(readOnly).toMatchObject({ code: 'damaged', faults: [{ file }] });
      expect(Date.parse(readOnly!.faults[0]!.backupAt!)).toBeLessThanOrEqual(Date.now());
      for (const files of [['codebook.json'], [file, '../../etc/passwd'], [`./${file}`]]) {
        await expect(call('project.restoreBackups', { files })).rejects.toMatchObject({ code: 'refused' });
      }
      expect(await readFile(path)).toEqual(bad);

      const other = connect(await running.open(), { checkValues: true });
      const told = next(other, 'project.didOpen');
      const { snapshot } = await call('project.restoreBackups', { files: [file] });
      expect(snapshot.readOnly).toBeNull();
      expect((await told).snapshot).toEqual(snapshot);
      expect(await readFile(path)).toEqual(good);
      const kept = (await readdir(join(folder, 'layers', DOCUMENT_ID))).filter((name) =>
        name.includes('.damaged-'),
      );
      expect(await readFile(join(folder, 'layers', DOCUMENT_ID, kept[0]!))).toEqual(bad);
      const { layers } = await call('document.open', { documentId: DOCUMENT_ID });
      expect(layers.flatMap((layer) => layer.annotations)).toEqual([annotation]);
      await call('project.apply', {
        label: 'undo',
        edits: [{ ...add(annotation), before: annotation, after: null }] as never,
      });
      place.faults.length = 0;
    });

    test('whose backups cannot be restored are open again as they were, and every page knows', async () => {
      const { folder } = await openProject();
      await call('project.apply', {
        label: 'add actor',
        edits: [
          {
            kind: 'actor',
            before: null,
            after: { id: actorIdSchema.parse('a-council'), name: 'Council', kind: 'other', aliases: [] },
          },
        ],
      });
      await call('project.close', {});
      const path = join(folder, 'codebook.json');
      await writeFile(path, '{');
      expect((await call('project.open', { folder })).snapshot.readOnly).toMatchObject({ code: 'damaged' });
      // The backup goes while the project is open.
      await rm(join(place.userData, 'backups'), { recursive: true });
      const told = next(page, 'project.didOpen');
      await expect(call('project.restoreBackups', { files: ['codebook.json'] })).rejects.toMatchObject({
        code: 'refused',
      });
      expect(await readFile(path, 'utf8')).toBe('{');
      expect((await told).snapshot?.readOnly).toMatchObject({ faults: [{ file: 'codebook.json' }] });
      expect((await call('project.current', {})).snapshot?.readOnly).toMatchObject({ code: 'damaged' });
    });

    test('are checked, with progress', async () => {
      await openProject();
      const progress: number[] = [];
      const { faults, checkedFiles } = await call(
        'project.check',
        {},
        { onProgress: ({ done }) => progress.push(done) },
      );
      expect(faults).toEqual([]);
      expect(checkedFiles).toBeGreaterThan(4);
      expect(progress.length).toBeGreaterThan(0);
    });
  });

  describe('agreement', () => {
    /** Two layers: this annotator’s by the contract, the other’s read in from a file. */
    async function twoLayers() {
      const { annotator, folder } = await openProject();
      const own = [
        makeAnnotation(annotator.id, 'rejected the offer', {
          reliability: { source: 'B', information: 2 },
          actors: [],
        }),
        makeAnnotation(annotator.id, 'Reporters in Kabul'),
      ];
      await call('project.apply', { label: 'add', edits: own.map(add) as never });
      const other = annotatorIdSchema.parse('other');
      const file = join(folder, '..', 'theirs.csv');
      await writeFile(
        file,
        `document,quote,source,information\n${DOCUMENT_ID},The council rejected the offer,C,2\n`,
      );
      const { taken } = await call('read.run', {
        format: 'coding-sheet',
        file: { kind: 'path', path: file },
        annotator: { id: other, name: 'Other' },
      });
      expect(taken).toHaveLength(1);
      return { annotators: [annotator.id, other], own };
    }

    test('compares layers by decision, and shows the annotations behind each number', async () => {
      const { annotators, own } = await twoLayers();
      const progress: number[] = [];
      const asked = { scope: {}, rounds: 200, seed: 7, byDocument: true };
      const report = await call('agreement.compare', asked, {
        onProgress: ({ done }) => progress.push(done),
      });
      expect(report.all).toMatchObject({ annotators, documents: 1 });
      expect(report.documents.map(({ documentId }) => documentId)).toEqual([DOCUMENT_ID]);
      const boundaries = report.all.decisions.find(({ decision }) => decision === 'boundaries')!;
      expect(boundaries).toMatchObject({ units: 2, pairable: 1, disagreements: 1 });
      const source = report.all.decisions.find(({ decision }) => decision === 'source')!;
      expect(source.confusion).toEqual([{ first: 'B', second: 'C', count: 1 }]);
      expect(await call('agreement.compare', asked)).toEqual(report);

      const window = { scope: {}, annotators, offset: 0, limit: 10 };
      const units = await call('agreement.units', {
        ...window,
        decision: 'source',
        cell: { first: 'B', second: 'C' },
      });
      expect(units.total).toBe(1);
      expect(units.rows[0]!.annotations[0]).toEqual(own[0]);
      expect(units.rows[0]!.annotations[1]).toMatchObject({ annotator: 'other' });
      const onlyOne = await call('agreement.units', {
        ...window,
        decision: 'boundaries',
        onlyDisagreements: true,
      });
      expect(onlyOne.rows.map(({ annotations }) => annotations)).toEqual([[own[1], null]]);

      // A change is in the next answer.
      const removed = { ...add(own[1]!), before: own[1]!, after: null };
      await call('project.apply', { label: 'remove', edits: [removed] as never });
      const after = await call('agreement.compare', { ...asked, byDocument: false });
      expect(after.all.decisions[0]).toMatchObject({ units: 1, pairable: 1 });
    });

    test('says how far adjudication is, and counts anew what was decided', async () => {
      const { annotators, own } = await twoLayers();
      const { snapshot } = await call('project.current', {});
      const adjudicator = adjudicatedAnnotator(snapshot!.annotator);
      const progress: number[] = [];
      const before = await call(
        'adjudication.overview',
        {},
        { onProgress: ({ done }) => progress.push(done) },
      );
      expect(before.documents).toEqual([
        {
          documentId: DOCUMENT_ID,
          readers: annotators.toSorted(),
          adjudicated: [
            {
              annotator: adjudicator.id,
              state: 'unread',
              isBegun: false,
              counts: { open: 2, reopened: 0, agreed: 0, decided: 0 },
            },
          ],
        },
      ]);
      expect(progress).toEqual([0]);

      // A decision names whom it adds to the project.
      const decided = {
        kind: 'adjudication',
        documentId: DOCUMENT_ID,
        annotator: adjudicator.id,
        before: null,
        after: {
          id: '01a203aa-ba13-7514-ba32-0000000000aa',
          outcome: 'rejected',
          of: [own[1]],
          readers: annotators,
          taken: [],
          results: [],
          by: snapshot!.annotator.id,
          at: '2026-01-01T00:00:00.000Z',
        },
      };
      const applied = await call('project.apply', { label: 'reject', edits: [decided] });
      expect(applied.annotators).toContainEqual(adjudicator);
      const after = await call('adjudication.overview', {});
      expect(after.documents[0]!.adjudicated[0]).toMatchObject({
        isBegun: true,
        counts: { open: 1, decided: 1 },
      });

      // What somebody changes afterwards reopens it.
      const removed = { ...add(own[1]!), before: own[1]!, after: null };
      await call('project.apply', { label: 'remove', edits: [removed] as never });
      const reopened = await call('adjudication.overview', {});
      expect(reopened.documents[0]!.adjudicated[0]!.counts).toMatchObject({ reopened: 1, decided: 0 });

      // Who is named neither adjudicator nor lead decides nothing from then on, and takes nothing back.
      const member = { kind: 'member', id: snapshot!.annotator.id };
      await call('team.changePlan', { change: { ...member, role: 'annotator' } });
      const back = { ...decided, before: decided.after, after: null };
      await expect(
        page.call('project.apply', { label: 'undo', edits: [back] as never }),
      ).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringContaining('Ask whoever leads the team. Nothing was changed.') as string,
      });
      await call('team.changePlan', { change: { ...member, role: 'adjudicator' } });
      await call('project.apply', { label: 'undo', edits: [back] });
    });

    test('saves a report as a table, and replaces nothing unasked', async () => {
      await twoLayers();
      const report = await call('agreement.compare', { scope: {}, rounds: 0, seed: 1, byDocument: true });
      const out = join(place.root, 'agreement.csv');
      const saved = await call('agreement.save', { report, out, overwrite: false });
      const lines = (await readFile(saved.path, 'utf8')).split('\r\n');
      expect(lines[0]).toMatch(/^annotators,document,decision,coefficient,value,reason/);
      const count = [report.all, ...report.documents].flatMap(({ decisions }) =>
        decisions.flatMap(({ coefficients }) => coefficients),
      ).length;
      expect(lines).toHaveLength(count + 2);
      await expect(call('agreement.save', { report, out, overwrite: false })).rejects.toMatchObject({
        code: 'refused',
      });
      await call('agreement.save', { report, out, overwrite: true });
      await expect(
        call('agreement.save', { report, out: join(place.outside, 'x.csv'), overwrite: true }),
      ).rejects.toMatchObject({ code: 'not-allowed' });
    });

    test('is cancelled, and goes on to serve', async () => {
      await twoLayers();
      const stop = new AbortController();
      const endless = call(
        'agreement.compare',
        { scope: {}, rounds: 100_000, seed: 1, byDocument: false },
        { signal: stop.signal, onProgress: () => stop.abort() },
      );
      await expect(endless).rejects.toMatchObject({ code: 'cancelled' });
      const report = await call('agreement.compare', { scope: {}, rounds: 0, seed: 1, byDocument: false });
      expect(report.all.decisions).toHaveLength(6);
    });
  });

  describe('search', () => {
    test('finds texts and notes, and describes what passages of the hits would be', async () => {
      const { annotator } = await openProject();
      const answer = await call('search.query', {
        ...searchFor('"rejected the offer" OR talk*'),
        offset: 1,
        limit: 5,
      });
      const start = TEXT.indexOf('talk');
      expect(answer).toMatchObject({ total: 2, isCapped: false, documents: 1, unread: [] });
      expect(answer.lines).toMatchObject([{ documentId: DOCUMENT_ID, note: null, start, hit: 'talk' }]);

      const annotation = makeAnnotation(annotator.id, 'rejected the offer', { note: 'Not their last word?' });
      await call('project.apply', { label: 'add', edits: [add(annotation)] as never });
      const notes = await call('search.query', {
        ...searchFor('last'),
        scope: 'notes',
        offset: 0,
        limit: 5,
      });
      expect(notes.lines).toMatchObject([
        { note: { annotationId: annotation.id, annotator: annotator.id }, start: 10, end: 14, hit: 'last' },
      ]);

      const ranges = [annotation.target.ranges[0]!, { start, end: start + 4 }];
      const { passages } = await call('search.describe', { documentId: DOCUMENT_ID, ranges });
      expect(passages).toEqual([
        { target: annotation.target, existing: annotation },
        { target: makeAnnotation(annotator.id, 'talk').target, existing: null },
      ]);
    });

    test('says where hits stand in their documents', async () => {
      await openProject();
      const places = ['Reporters', 'talk', 'ختم'].map((words) => {
        const start = TEXT.indexOf(words);
        return { documentId: DOCUMENT_ID, start, end: start + words.length };
      });
      const gone = { documentId: 'nowhere' as typeof DOCUMENT_ID, start: 0, end: 1 };
      const { locators } = await call('document.locate', { places: [...places, gone] });
      expect(locators).toEqual([
        // The fixture is one block.
        { paragraph: { first: 1, last: 1 } },
        { paragraph: { first: 1, last: 1 } },
        { paragraph: { first: 1, last: 1 } },
        null,
      ]);
    });

    test('says where a query cannot be read, and what lies outside of a document', async () => {
      await openProject();
      await expect(
        call('search.query', { ...searchFor('council AND'), offset: 0, limit: 5 }),
      ).rejects.toMatchObject({ code: 'bad-request', details: { column: 9, endColumn: 12 } });
      await expect(
        call('search.describe', { documentId: DOCUMENT_ID, ranges: [{ start: 0, end: 99_999 }] }),
      ).rejects.toMatchObject({ code: 'bad-request' });
    });
  });

  describe('versions', () => {
    test('a corrected text takes passages with it, and queues the others', async () => {
      const { annotator } = await openProject();
      const sure = makeAnnotation(annotator.id, 'The council rejected the offer');
      const changed = makeAnnotation(annotator.id, '“We will not talk,” its speaker said');
      const gone = makeAnnotation(annotator.id, 'مذاکرات ختم ہو گئے');
      await call('project.apply', { label: 'add', edits: [sure, changed, gone].map(add) as never });
      const path = join(place.root, 'corrected.txt');
      await writeFile(path, TEXT.replace('We will not', 'We shall not').replace(/\n\nمذ.*/su, '\n'));
      const files = [{ kind: 'path', path }];
      const { added } = await call('import.files', { files, versionOf: DOCUMENT_ID });
      const newer = added[0]!.id;
      expect(added[0]!.versionOf).toBe(DOCUMENT_ID);

      const { edits, pairs } = await call('versions.carry', {});
      expect(pairs).toEqual([{ older: DOCUMENT_ID, newer, carried: 1, waiting: 2 }]);
      await call('project.apply', { label: 'carry', edits });
      expect((await call('versions.carry', { documentId: newer })).edits).toEqual([]);

      const { total, waiting } = await call('versions.queue', { offset: 0, limit: 10 });
      expect(total).toBe(2);
      expect(waiting).toMatchObject([
        { annotation: { id: changed.id }, places: [{ exact: '“We shall not talk,” its speaker said' }] },
        { annotation: { id: gone.id }, places: [], proposal: { kind: 'missing' } },
      ]);
      const [place0] = waiting[0]!.places;
      const placed = await call('versions.decide', {
        documentId: newer,
        annotationId: changed.id,
        place: { ranges: place0!.ranges },
      });
      const dropped = await call('versions.decide', {
        documentId: newer,
        annotationId: gone.id,
        place: null,
      });
      await call('project.apply', { label: 'decide', edits: [...placed.edits, ...dropped.edits] });
      expect((await call('versions.queue', { offset: 0, limit: 10 })).total).toBe(0);
      const { layers } = await call('document.open', { documentId: newer });
      expect(layers[0]!.annotations).toHaveLength(2);
      await expect(
        call('versions.decide', { documentId: newer, annotationId: gone.id, place: null }),
      ).rejects.toMatchObject({ code: 'stale' });
    });
  });

  describe('changes', () => {
    test('are made, seen in the document and in the evidence, undone', async () => {
      const { annotator } = await openProject();
      const annotation = makeAnnotation(annotator.id, 'rejected the offer');
      const edit = add(annotation);
      await call('project.apply', { label: 'add', edits: [edit] as never });
      const opened = await call('document.open', { documentId: DOCUMENT_ID });
      expect(opened.text).toBe(TEXT);
      expect(opened.document.id).toBe(DOCUMENT_ID);
      expect(opened.layers.flatMap((layer) => layer.annotations)).toEqual([annotation]);
      const query = { filter: {}, sort: { by: 'document', descending: false }, offset: 0, limit: 10 };
      expect(await call('evidence.query', query)).toEqual({ total: 1, rows: [annotation] });
      expect((await call('project.current', {})).snapshot?.documents[0]?.layers).toEqual([
        { annotator: annotator.id, state: 'unread', annotations: 1 },
      ]);
      await call('project.apply', {
        label: 'undo',
        edits: [{ ...edit, before: annotation, after: null }] as never,
      });
      expect(await call('evidence.query', query)).toEqual({ total: 0, rows: [] });
    });

    test('of the codebook count', async () => {
      const { annotator } = await openProject();
      const actor = {
        id: actorIdSchema.parse('a-council'),
        name: 'Council',
        kind: 'organisation',
        aliases: [],
      };
      const before = await call('project.apply', {
        label: 'add actor',
        edits: [{ kind: 'actor', before: null, after: actor }],
      });
      expect(before.codebookRevision).toBe(1);
      const annotation = makeAnnotation(annotator.id, 'council', {
        actors: [{ actorId: actor.id, role: 'about' }],
        codebookRevision: 1,
      });
      await call('project.apply', { label: 'tag', edits: [add(annotation)] as never });
      expect(await call('evidence.usage', {})).toEqual({ actors: { 'a-council': 1 }, codes: {} });
      const counted = async (choice: object) => (await call('evidence.usage', choice as never)).actors;
      expect(await counted({ layers: 'annotators' })).toEqual({ 'a-council': 1 });
      expect(await counted({ layers: 'adjudicated' })).toEqual({});
      expect(await counted({ annotators: ['nobody'] })).toEqual({});
      expect(
        await call('codebook.worklist', { annotator: annotator.id, kinds: ['older'], offset: 0, limit: 10 }),
      ).toMatchObject({ total: 0, rows: [] });
    });

    test('take a codebook in and give it out, alone', async () => {
      await openProject();
      const path = join(place.root, 'codes.csv');
      await writeFile(path, 'name,part of\nTalks,\nMediation,Talks\n');
      const files = [{ kind: 'path', path }] as const;
      const preview = await call('codebook.previewImport', { files: [...files], update: true });
      expect(preview).toMatchObject({ rows: [{ status: 'new' }, { status: 'new', line: 3 }], edits: [] });
      expect((await call('project.current', {})).snapshot!.codebook.codes).toEqual([]);
      expect((await call('codebook.import', { files: [...files], update: true })).edits).toHaveLength(2);
      expect((await call('codebook.import', { files: [...files], update: true })).edits).toEqual([]);
      const out = join(place.root, 'book.qdc');
      const request = { format: 'qdc', out, overwrite: false, history: false } as const;
      expect(await call('codebook.export', request)).toMatchObject({ codes: 2, differences: [] });
      await expect(page.call('codebook.export', request)).rejects.toMatchObject({ code: 'refused' });

      const bytes = await readFile(out);
      const { uploadId } = await call('upload.begin', { name: 'book.qdc', bytes: bytes.length });
      await call('upload.chunk', { uploadId, base64: bytes.toString('base64') });
      const sent = { files: [{ kind: 'upload' as const, uploadId }], update: true };
      const again = await call('codebook.import', sent);
      expect(again.rows.map(({ status }) => status)).toEqual(['same', 'same']);
      // What was sent is used once.
      await expect(page.call('codebook.import', sent)).rejects.toMatchObject({ code: 'not-found' });
    });

    test('find mentions, and decide about them', async () => {
      const { annotator } = await openProject();
      const actor = { id: 'a-council', name: 'Council', kind: 'organisation', aliases: [] };
      const added = { kind: 'actor', before: null, after: actor };
      await call('project.apply', { label: 'add actor', edits: [added] as never });
      const { mentions } = await call('mentions.ofDocument', { documentId: DOCUMENT_ID });
      const start = TEXT.indexOf('council');
      const place = { start, end: start + 'council'.length };
      expect(mentions).toEqual([
        {
          ...place,
          status: 'suggested',
          actorId: actor.id,
          candidates: [{ actorId: actor.id, alias: 'Council' }],
          decision: null,
        },
      ]);
      const group = { actorId: mentions[0]!.actorId!, alias: 'Council' };
      const { edits } = await call('mentions.acceptAll', { group, actorId: group.actorId });
      await call('project.apply', { label: 'accept “Council”', edits });
      const { groups } = await call('mentions.groups', {});
      const counts = { suggested: 0, accepted: 1, rejected: 0, notActor: 0 };
      expect(groups).toEqual([{ ...group, counts, documents: 1, candidates: [] }]);
      const accepted = { filter: { group, statuses: ['accepted' as const] }, offset: 0, limit: 10 };
      const { total, rows } = await call('mentions.query', accepted);
      expect(total).toBe(1);
      expect(rows[0]).toMatchObject({
        documentId: DOCUMENT_ID,
        text: 'council',
        left: 'Reporters in Kabul The ',
      });
      expect(await call('mentions.newNames', {})).toEqual({ names: [] });
      const { layers } = await call('document.open', { documentId: DOCUMENT_ID });
      expect(layers.find((layer) => layer.annotator === annotator.id)?.mentions).toEqual([
        { ...place, alias: 'Council', status: 'accepted', actorId: actor.id },
      ]);
      const other = {
        documentId: DOCUMENT_ID,
        annotator: 'somebody-else',
        before: null,
        after: edits[0]!.after,
      };
      const foreign = [{ ...other, kind: 'mentionDecision' }] as never;
      await expect(call('project.apply', { label: 'x', edits: foreign })).rejects.toMatchObject({
        code: 'refused',
      });
    });

    test('make document sets and saved filters, which narrow what is asked', async () => {
      const { annotator } = await openProject();
      const annotation = makeAnnotation(annotator.id, 'council');
      const set = { id: SET_ID, name: 'Wave 1', documents: [DOCUMENT_ID] };
      const empty = { id: SET_ID.replace('1', '2'), name: 'Wave 2', documents: [] };
      const sort = { by: 'document', descending: false };
      const filter = { id: SET_ID, name: 'Mine', kind: 'evidence', filter: { sets: [set.id] }, sort };
      const making = (after: unknown, kind = 'documentSet') => ({ kind, before: null, after });
      await call('project.apply', {
        label: 'make sets',
        edits: [add(annotation), making(set), making(empty), making(filter, 'savedFilter')],
      });
      const { snapshot } = await call('project.current', {});
      expect(snapshot).toMatchObject({ documentSets: [set, empty], savedFilters: [filter] });

      for (const [sets, total] of [
        [[set.id], 1],
        [[empty.id], 0],
        [[set.id, empty.id], 1],
      ] as const) {
        const query = { filter: { sets }, sort, offset: 0, limit: 10 };
        expect((await call('evidence.query', query)).total).toBe(total);
        const found = total === 0 ? [] : [DOCUMENT_ID];
        expect(await call('evidence.documents', { filter: { sets } })).toEqual({ documents: found });
        const search = { ...searchFor('council'), sets, offset: 0, limit: 1 };
        expect((await call('search.query', search)).total).toBe(total);
        expect((await call('mentions.groups', { sets })).groups).toEqual([]);
      }
      const scope = { sets: [empty.id] };
      await expect(call('export.preview', { format: 'jsonl', scope })).rejects.toMatchObject({
        code: 'refused',
      });
      expect(await call('export.preview', { format: 'jsonl', scope: { sets: [set.id] } })).toMatchObject({
        annotations: 1,
      });

      const twice = { ...set, id: SET_ID.replace('1', '3'), name: 'WAVE 1' };
      await expect(call('project.apply', { label: 'x', edits: [making(twice)] })).rejects.toMatchObject({
        code: 'bad-request',
      });
      const gone = [{ kind: 'documentSet', before: { ...set, name: 'Another' }, after: null }];
      await expect(call('project.apply', { label: 'x', edits: gone })).rejects.toMatchObject({
        code: 'stale',
      });
      expect((await call('project.check', {})).faults).toEqual([]);
    });

    test('keep memos, each its author’s own', async () => {
      const { annotator } = await openProject();
      const at = '2026-02-03T04:05:06.007Z';
      const memo = {
        id: SET_ID,
        author: annotator.id,
        title: 'On the council',
        target: { kind: 'document', documentId: DOCUMENT_ID },
        content: [
          {
            kind: 'paragraph',
            content: [
              { kind: 'text', text: 'Who spoke in ', bold: true },
              { kind: 'link', to: { kind: 'document', documentId: DOCUMENT_ID }, name: 'Reporters' },
            ],
          },
        ],
        createdAt: at,
        updatedAt: at,
      };
      const edit = (before: unknown, after: unknown, author: string = annotator.id) => ({
        label: 'x',
        edits: [{ kind: 'memo', annotator: author, before, after }],
      });
      await call('project.apply', edit(null, memo));
      expect((await call('project.current', {})).snapshot?.memos).toEqual([memo]);
      await expect(call('project.apply', edit({ ...memo, title: '' }, null))).rejects.toMatchObject({
        code: 'stale',
      });
      const lost = { ...memo, target: { kind: 'actor', actorId: 'a-nobody' } };
      await expect(call('project.apply', edit(memo, lost))).rejects.toMatchObject({ code: 'bad-request' });
      const theirs = { ...memo, author: 'maker' };
      await expect(call('project.apply', edit(null, theirs, 'maker'))).rejects.toMatchObject({
        code: 'refused',
      });
      const borrowed = { ...memo, id: SET_ID.replace('1', '2'), author: 'maker' };
      await expect(call('project.apply', edit(null, borrowed))).rejects.toMatchObject({
        code: 'bad-request',
      });
      expect((await call('project.check', {})).faults).toEqual([]);

      const everything = { texts: false, notes: true, pseudonyms: false };
      const exported = async (name: string, options: object, scope: object = {}) => {
        const out = join(place.root, `${name}.jsonl`);
        const run = { format: 'jsonl', scope, options: { ...everything, ...options }, out, overwrite: false };
        expect((await call('export.run', run)).selfCheck.differences).toEqual([]);
        const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
        return lines.map((line) => JSON.parse(line) as { kind: string; author?: string });
      };
      expect(await exported('all', {})).toContainEqual({ kind: 'memo', ...memo });
      const hidden = (await exported('hidden', { pseudonyms: true })).find(({ kind }) => kind === 'memo');
      expect(hidden?.author).toMatch(/^annotator-\d$/);
      for (const [name, options, scope] of [
        ['silent', { notes: false }, {}],
        ['narrow', {}, { documents: [DOCUMENT_ID] }],
        ['others', {}, { annotators: ['maker'] }],
      ] as const) {
        expect((await exported(name, options, scope)).some(({ kind }) => kind === 'memo')).toBe(false);
      }
      await call('project.close', {});
      expect((await call('project.open', { folder: join(place.root, 'work') })).snapshot.memos).toEqual([
        memo,
      ]);
    });

    test('that are stale change nothing', async () => {
      await openProject();
      const edits = [
        { kind: 'title', before: 'Work', after: 'Renamed' },
        { kind: 'title', before: 'Something else', after: 'x' },
      ];
      await expect(call('project.apply', { label: 'x', edits })).rejects.toMatchObject({ code: 'stale' });
      expect((await call('project.current', {})).snapshot?.project.title).toBe('Work');
    });

    test('of another annotator’s layer are refused', async () => {
      await openProject();
      const theirs = makeAnnotation(annotatorIdSchema.parse('maker'), 'rejected');
      await expect(
        call('project.apply', { label: 'x', edits: [add(theirs)] as never }),
      ).rejects.toMatchObject({ code: 'refused' });
      expect((await call('document.open', { documentId: DOCUMENT_ID })).layers).toEqual([]);
    });

    test('sent without waiting arrive in order', async () => {
      const { annotator } = await openProject();
      const words = TEXT.match(/\p{L}{3,}/gu)!.slice(0, 12);
      const annotations = words.map((word) => makeAnnotation(annotator.id, word));
      const order: number[] = [];
      await Promise.all(
        annotations.map(async (annotation, i) => {
          await call('project.apply', { label: `add ${i}`, edits: [add(annotation)] as never });
          order.push(i);
        }),
      );
      expect(order).toEqual(annotations.map((_, i) => i));
      const opened = await call('document.open', { documentId: DOCUMENT_ID });
      expect(opened.layers[0]?.annotations).toHaveLength(annotations.length);
    });
  });

  describe('events', () => {
    test('reach every page, and name who made the change', async () => {
      const otherRaw = await running.open();
      const other = connect(otherRaw, { checkValues: true });
      const stop = checkEvents(otherRaw);
      const opened = next(other, 'project.didOpen');
      const { annotator, folder } = await openProject();
      expect((await opened).snapshot?.folder).toBe(folder);

      const here = next(page, 'project.didChange');
      const there = next(other, 'project.didChange');
      const { connection } = await call('app.info', {});
      const edits = [add(makeAnnotation(annotator.id, 'council'))];
      await call('project.apply', { label: 'tag council', edits: edits as never });
      const change = await there;
      expect(change).toEqual(await here);
      expect(change).toMatchObject({ origin: connection, label: 'tag council', edits, codebook: null });
      expect(change.documents.map((summary) => summary.id)).toEqual([DOCUMENT_ID]);

      const command = next(other, 'menu.command');
      workbench.emitCommand('edit.undo');
      expect(await command).toEqual({ command: 'edit.undo' });

      const settings = next(other, 'settings.didChange');
      await call('settings.update', { theme: 'dark' });
      expect((await settings).settings.theme).toBe('dark');

      const closed = next(other, 'project.didOpen');
      await call('project.close', {});
      expect(await closed).toEqual({ snapshot: null });
      stop();
    });

    test('a problem from before the first page waits for it', async () => {
      const fresh = place.workbench({ userDataFolder: join(place.outside, 'fresh') });
      await fresh.openFolder(join(place.root, 'nothing'));
      const freshWire = await wire.start(fresh, place.renderer);
      const problem = await next(connect(await freshWire.open(), { checkValues: true }), 'project.problem');
      expect(problem.code).toBe('not-found');
      await fresh.close();
      await freshWire.stop();
    });

    test('a page that went away is forgotten', async () => {
      const gone = await running.open();
      const closed = new Promise<void>((resolve) => gone.onClose(resolve));
      gone.close();
      await closed;
      expect((await openProject()).readOnly).toBeNull();
    });
  });

  describe('settings and views', () => {
    test('the annotator is made once, of the user’s name', async () => {
      const { annotator } = await call('settings.get', {});
      expect(annotator?.id).toMatch(/-[0-9a-f]{6}$/);
      expect((await call('settings.get', {})).annotator).toEqual(annotator);
    });

    test('choices are merged; a project cannot be smuggled into the list', async () => {
      await openProject();
      await call('settings.update', { choices: { a: 1, b: [true, null] } });
      const after = await call('settings.update', {
        choices: { a: null, c: { d: 'x' } },
        recentProjects: [{ folder: place.outside, title: 'x', openedAt: '2026-01-01T00:00:00Z' }],
      });
      expect(after.choices).toEqual({ b: [true, null], c: { d: 'x' } });
      expect(after.recentProjects).toEqual([]);
    });

    test('keys that name the prototype are data or nothing', async () => {
      const answered = new Promise((resolve) => {
        raw.onMessage((message) => {
          if (isResult(message, 77)) resolve(message);
        });
      });
      const choices = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 1}') as object;
      raw.send({ kind: 'call', id: 77, name: 'settings.update', args: { choices } });
      await answered;
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      const settings = await call('settings.get', {});
      expect((settings.choices as { polluted?: unknown }).polluted).toBeUndefined();
    });

    test('a change of the annotator counts for the open project', async () => {
      await openProject();
      const told = next(page, 'project.didOpen');
      const annotator = { id: annotatorIdSchema.parse('second-123abc'), name: 'Second' };
      await call('settings.update', { annotator });
      expect((await told).snapshot?.annotator).toEqual(annotator);
      await call('project.apply', {
        label: 'x',
        edits: [add(makeAnnotation(annotator.id, 'council'))] as never,
      });
      const { snapshot } = await call('project.current', {});
      expect(snapshot?.project.annotators.map(({ name }) => name)).toEqual(['Maker', 'Second']);
    });

    test('a view is remembered per project', async () => {
      const { folder } = await openProject('one');
      await call('view.put', { state: { position: { documentId: DOCUMENT_ID, offset: 7 }, panes: [1, 2] } });
      await call('view.put', { state: { panes: null } });
      await openProject('two');
      expect(await call('view.get', {})).toEqual({});
      await call('project.open', { folder });
      expect(await call('view.get', {})).toEqual({ position: { documentId: DOCUMENT_ID, offset: 7 } });
    });
  });

  describe('folders and uploads', () => {
    test('only what is allowed is listed', async () => {
      const roots = await call('folders.list', {});
      expect(roots).toEqual({
        path: null,
        parent: null,
        entries: [{ name: place.root, path: place.root, kind: 'folder' }],
      });
      await makeProject(join(place.root, 'project'), 'P');
      const { path: made } = await call('folders.create', { parent: place.root, name: 'Années 2' });
      await writeFile(join(place.root, 'a.txt'), 'abc');
      await writeFile(join(place.root, '.hidden'), '');
      await symlink(place.outside, join(place.root, 'out'));
      await mkdir(join(place.root, 'Années 10'));
      const listing = await call('folders.list', { path: place.root });
      expect(listing.parent).toBeNull();
      expect(listing.entries.map(({ name, kind }) => [name, kind])).toEqual([
        ['Années 2', 'folder'],
        ['Années 10', 'folder'],
        ['project', 'project'],
        ['a.txt', 'file'],
      ]);
      expect(listing.entries.at(-1)?.bytes).toBe(3);
      expect((await call('folders.list', { path: made })).parent).toBe(place.root);
      await expect(page.call('folders.create', { parent: place.root, name: '../x' })).rejects.toMatchObject({
        code: 'bad-request',
      });
      await expect(
        page.call('folders.create', { parent: place.root, name: 'project' }),
      ).rejects.toMatchObject({
        code: 'refused',
      });
      await expect(page.call('folders.list', { path: join(place.root, 'none') })).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    test('an upload counts its bytes', async () => {
      const { uploadId } = await call('upload.begin', { name: 'x.txt', bytes: 5 });
      const send = (text: string) =>
        call('upload.chunk', { uploadId, base64: Buffer.from(text).toString('base64') });
      expect((await send('abc')).received).toBe(3);
      await expect(page.call('upload.chunk', { uploadId, base64: '!!' })).rejects.toMatchObject({
        code: 'bad-request',
      });
      await expect(send('too much')).rejects.toMatchObject({ code: 'bad-request' });
      await expect(send('de')).rejects.toMatchObject({ code: 'not-found' });
      await expect(page.call('upload.begin', { name: 'big', bytes: 1e12 })).rejects.toMatchObject({
        code: 'refused',
      });
    });

    test('an upload is its own page’s only', async () => {
      const { uploadId } = await call('upload.begin', { name: 'x.txt', bytes: 3 });
      const other = connect(await running.open(), { checkValues: true });
      await expect(other.call('upload.chunk', { uploadId, base64: 'AAAA' })).rejects.toMatchObject({
        code: 'not-found',
      });
    });
  });

  describe('import, export and read', () => {
    async function upload(name: string, content: string): Promise<string> {
      const bytes = Buffer.from(content);
      const { uploadId } = await call('upload.begin', { name, bytes: bytes.length });
      await call('upload.chunk', { uploadId, base64: bytes.toString('base64') });
      return uploadId;
    }

    test('files by path and by upload, with progress; the refused are named, the others go on', async () => {
      await openProject();
      await mkdir(join(place.root, 'texts'));
      await writeFile(join(place.root, 'texts', 'one.txt'), 'A first text.\n');
      await writeFile(join(place.root, 'texts', 'two.md'), '# Two\n\nA second one.\n');
      await writeFile(join(place.root, 'empty.txt'), '');
      const files = [
        { kind: 'path', path: join(place.root, 'texts') },
        { kind: 'path', path: join(place.root, 'empty.txt') },
        { kind: 'upload', uploadId: await upload('three.txt', 'A third text.\n') },
        { kind: 'upload', uploadId: await upload('page.pdf', 'x') },
        { kind: 'upload', uploadId: await upload('photo.png', 'x') },
      ];
      const told = next(page, 'project.didImport');
      const progress: number[] = [];
      const report = await call('import.files', { files }, { onProgress: ({ done }) => progress.push(done) });
      expect(report.added.map(({ fileName }) => fileName)).toEqual(['one.txt', 'two.md', 'three.txt']);
      expect(report.refused.map(({ file }) => file).sort()).toEqual(['empty.txt', 'page.pdf', 'photo.png']);
      expect((await told).documents).toEqual(report.added);
      expect(progress.at(-1)).toBe(5);
      const { snapshot } = await call('project.current', {});
      expect(snapshot?.documents).toHaveLength(4);
      // Used once.
      await expect(page.call('import.files', { files: [files[2]] as never })).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    test('an import that is cancelled leaves whole documents and nothing else', async () => {
      const { folder } = await openProject();
      await mkdir(join(place.root, 'many'));
      for (let i = 0; i < 200; i++) {
        await writeFile(join(place.root, 'many', `${i}.txt`), `Text number ${i}.\n`);
      }
      const stop = new AbortController();
      const importing = call(
        'import.files',
        { files: [{ kind: 'path', path: join(place.root, 'many') }] },
        { signal: stop.signal, onProgress: ({ done }) => done >= 3 && stop.abort() },
      );
      await expect(importing).rejects.toMatchObject({ code: 'cancelled' });
      const { snapshot } = await call('project.current', {});
      const count = snapshot!.documents.length;
      expect(count).toBeGreaterThan(1);
      expect(count).toBeLessThan(201);
      expect(await readdir(join(folder, 'documents'))).toHaveLength(3 * count);
      expect((await call('project.check', {})).faults).toEqual([]);
    });

    test('an export is previewed, written, read back; a cancelled one leaves nothing', async () => {
      const { annotator } = await openProject();
      const annotations = ['council', 'offer', 'speaker'].map((word) => makeAnnotation(annotator.id, word));
      await call('project.apply', { label: 'tag', edits: annotations.map(add) as never });
      const scope = {};
      const preview = await call('export.preview', { format: 'jsonl', scope });
      expect(preview).toMatchObject({ documents: 1, annotations: 3, stances: 0 });
      expect(preview.sample).toContain(annotations[0]!.id);

      const out = join(place.root, 'out.jsonl');
      const report = await call('export.run', { format: 'jsonl', scope, out, overwrite: false });
      expect(report).toMatchObject({ annotations: 3, selfCheck: { compared: 3, differences: [] } });
      expect(report.files.map(({ path }) => path)).toEqual([out, `${out}.README.md`]);
      await expect(
        call('export.run', { format: 'jsonl', scope, out, overwrite: false }),
      ).rejects.toMatchObject({ code: 'refused' });
      const tables = join(place.root, 'tables');
      await call('export.run', { format: 'csv', scope, out: tables, overwrite: false });
      expect((await readdir(tables)).length).toBeGreaterThan(1);

      const before = await readdir(place.root);
      const answered = new Promise((resolve) => {
        raw.onMessage((message) => {
          if (isResult(message, 700)) resolve(message);
        });
      });
      const gone = join(place.root, 'gone.jsonl');
      raw.send({
        kind: 'call',
        id: 700,
        name: 'export.run',
        args: { format: 'jsonl', scope, out: gone, overwrite: false },
      });
      raw.send({ kind: 'cancel', id: 700 });
      expect(await answered).toMatchObject({ result: { ok: false, error: { code: 'cancelled' } } });
      expect(await readdir(place.root)).toEqual(before);
    });

    test('an export never goes among the project’s own files', async () => {
      const { folder } = await openProject();
      for (const out of [
        join(folder, 'project.json'),
        join(folder, 'documents', `${DOCUMENT_ID}.txt`),
        join(folder, 'new.jsonl'),
        join(folder, 'exports'),
        folder,
      ]) {
        await expect(
          call('export.run', { format: 'jsonl', scope: {}, out, overwrite: true }),
          out,
        ).rejects.toMatchObject({ code: 'refused' });
      }
      await call('folders.create', { parent: folder, name: 'exports' });
      await call('export.run', {
        format: 'jsonl',
        scope: {},
        out: join(folder, 'exports', 'a.jsonl'),
        overwrite: false,
      });
      expect((await call('project.check', {})).faults).toEqual([]);
    });

    test('a document that the project lacks comes with its annotations, and goes when they are taken back', async () => {
      const { annotator } = await openProject();
      await call('project.apply', {
        label: 'tag',
        edits: [add(makeAnnotation(annotator.id, 'The council'))] as never,
      });
      const out = join(place.root, 'out.jsonl');
      const options = { texts: true, notes: false, pseudonyms: true };
      const scope = { annotators: [annotator.id] };
      const shown = await call('export.preview', { format: 'spacy', scope, options });
      expect(shown).toMatchObject({ documents: 1, annotations: 1 });
      await call('export.run', { format: 'spacy', scope, options, out, overwrite: false });
      expect(await readFile(out, 'utf8')).not.toContain(annotator.name);

      await call('project.create', { folder: join(place.root, 'other'), title: 'Other' });
      const file = { kind: 'path', path: out };
      const left = await call('read.preview', { format: 'spacy', file, documents: 'leave' });
      expect(left).toMatchObject({ taken: [], newDocuments: [], refused: [{}] });
      const told = next(page, 'project.didImport');
      const report = await call('read.run', { format: 'spacy', file });
      expect(report).toMatchObject({
        newDocuments: [{ isReturning: false }],
        newAnnotators: [expect.stringMatching(/^Annotator \d$/)],
      });
      expect((await told).documents.map(({ id }) => id)).toEqual([report.newDocuments[0]!.documentId]);
      const present = async () =>
        (await call('project.current', {})).snapshot!.documents.filter(({ removedAt }) => !removedAt);
      expect(await present()).toMatchObject([{ layers: [{ annotations: 1 }] }]);

      const { edits } = invertChange({ label: 'x', edits: report.edits });
      await call('project.apply', { label: 'undo', edits });
      expect(await present()).toEqual([]);
      expect(await call('read.run', { format: 'spacy', file })).toMatchObject({
        taken: [{}],
        newDocuments: [{ isReturning: true }],
      });
      expect(await call('read.run', { format: 'spacy', file })).toMatchObject({ taken: [], already: 1 });
      expect((await call('project.check', {})).faults).toEqual([]);
    });

    test('annotations are previewed and read, once; the page can take them back', async () => {
      await openProject();
      const sheet =
        'document,quote,actors\nreporters-in-kabul.txt,rejected the offer,Council\nreporters-in-kabul.txt,no such words,\n';
      const path = join(place.root, 'sheet.csv');
      await writeFile(path, sheet);
      const file = { kind: 'path', path };
      const annotator = { id: 'zoya-00ff00', name: 'Zoya' };
      const preview = await call('read.preview', { format: 'coding-sheet', file, annotator });
      expect(preview).toMatchObject({
        taken: [{ line: 2 }],
        refused: [{ line: 3 }],
        newActors: ['Council'],
        edits: [],
      });
      expect((await call('evidence.usage', {})).actors).toEqual({});

      const told = next(page, 'project.didChange');
      const report = await call('read.run', { format: 'coding-sheet', file, annotator });
      expect(report.taken).toHaveLength(1);
      expect(await told).toMatchObject({ origin: null, edits: report.edits });
      const { layers } = await call('document.open', { documentId: DOCUMENT_ID });
      expect(layers.map((layer) => [layer.annotator, layer.annotations.length])).toEqual([[annotator.id, 1]]);

      const again = await call('read.run', {
        format: 'coding-sheet',
        file: { kind: 'upload', uploadId: await upload('sheet.csv', sheet) },
        annotator,
      });
      expect(again).toMatchObject({ taken: [], already: 1, edits: [] });

      const undo = report.edits
        .map((edit) => ({ ...edit, before: edit.after, after: edit.before }))
        .reverse();
      await call('project.apply', { label: 'undo', edits: undo as never });
      expect((await call('document.open', { documentId: DOCUMENT_ID })).layers[0]?.annotations).toEqual([]);
      expect((await call('project.current', {})).snapshot?.codebook.actors).toEqual([]);
    });

    test('a broken file is refused with its place, and nothing is read', async () => {
      await openProject();
      const path = join(place.root, 'broken.jsonl');
      await writeFile(path, '{"not closed": ');
      await expect(call('read.run', { format: 'jsonl', file: { kind: 'path', path } })).rejects.toMatchObject(
        { code: 'refused', details: { file: 'broken.jsonl', line: 1 } },
      );
    });
  });

  test('closing the project cancels what runs in it, and waits for it', async () => {
    const { folder } = await openProject();
    await mkdir(join(place.root, 'many'));
    for (let i = 0; i < 100; i++)
      await writeFile(join(place.root, 'many', `${i}.txt`), `Text number ${i}.\n`);
    let importing: Promise<unknown> = Promise.resolve();
    await new Promise<void>((started) => {
      importing = call(
        'import.files',
        { files: [{ kind: 'path', path: join(place.root, 'many') }] },
        { onProgress: () => started() },
      );
      // Heard below.
      importing.catch(() => undefined);
    });
    await call('project.close', {});
    await expect(importing).rejects.toMatchObject({ code: 'cancelled' });
    const files = await readdir(join(folder, 'documents'));
    expect(files.length % 3).toBe(0);
    await call('project.open', { folder });
    expect((await call('project.check', {})).faults).toEqual([]);
  });
});

function isResult(message: unknown, id: number): boolean {
  return (message as { kind?: unknown }).kind === 'result' && (message as { id?: unknown }).id === id;
}

function next<Name extends EventName>(client: Client, name: Name): Promise<EventPayload<Name>> {
  return new Promise((resolve) => {
    const stop = client.on(name, (payload) => {
      stop();
      resolve(payload);
    });
  });
}

/** Every event that arrives must fit the contract. */
function searchFor(query: string) {
  return { query, scope: 'texts', sort: 'position', within: 'documents' };
}

function checkEvents(transport: Transport): () => void {
  return transport.onMessage((message) => {
    const event = message as { kind: string; name: string; payload: unknown };
    if (event.kind !== 'event') return;
    expect(Object.hasOwn(events, event.name)).toBe(true);
    events[event.name as EventName].payload.parse(event.payload);
  });
}
