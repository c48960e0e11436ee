import { describe, expect, test } from 'vitest';
import { PostilError } from '../../../src/core/errors.ts';
import {
  makeCommitQueue,
  type QueuedRecord,
  type Step,
} from '../../../src/main/services/store/commit-queue.ts';

/** Records that say what was saved when, and fail when told to. */
function setUp() {
  const log: string[] = [];
  const failing = new Map<string, Error>();
  const heard: string[] = [];
  function record(file: string, rank: number): QueuedRecord<string> & { current: string } {
    let disk = 'old';
    const made = {
      file,
      rank,
      current: 'old',
      saved: () => disk,
      async save(content: string) {
        await Promise.resolve();
        const failure = failing.get(content);
        if (failure) throw failure;
        log.push(content);
        disk = content;
      },
      async saveCopy(content: string) {
        log.push(`copy ${content}`);
        return `${file}.copy`;
      },
      revert() {
        made.current = disk;
      },
    };
    return made;
  }
  const queue = makeCommitQueue({
    onSaved() {},
    onFenced: (_, copies) => heard.push(`fenced ${copies.join(' ')}`),
    onReverted: (records) => heard.push(`reverted ${records.map(({ file }) => file).join(' ')}`),
  });
  function step(...entries: [QueuedRecord<string>, string][]): Step {
    const contents = new Map<QueuedRecord, unknown>();
    for (const [target, content] of entries) {
      (target as { current?: string }).current = content;
      contents.set(target, content);
    }
    return contents;
  }
  return {
    log,
    failing,
    heard,
    queue,
    record,
    step,
    codebook: record('codebook', 1),
    layer: record('layer', 3),
  };
}

async function settle(promises: readonly Promise<void>[]): Promise<string[]> {
  const outcomes = await Promise.allSettled(promises);
  return outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? 'kept' : (outcome.reason as Error).message,
  );
}

describe('the queue of changes', () => {
  test('merges what waits, each file once with its last content, by rank', async () => {
    const { queue, log, step, codebook, layer } = setUp();
    const first = queue.push([step([layer, 'layer 1'])]);
    await Promise.resolve();
    const rest = [
      queue.push([step([layer, 'layer 2'])]),
      queue.push([step([layer, 'layer 3'], [codebook, 'codebook 3'])]),
    ];
    expect(await settle([first, ...rest])).toEqual(['kept', 'kept', 'kept']);
    expect(log).toEqual(['layer 1', 'codebook 3', 'layer 3']);
  });

  test('a change that removes keeps its place: what referred is on disk before it', async () => {
    const { queue, log, step, codebook, layer } = setUp();
    const outcomes = await settle([
      queue.push([step([layer, 'layer without the actor'])]),
      queue.push([step([codebook, 'codebook without the actor'])], true),
      queue.push([step([layer, 'layer 3'])]),
    ]);
    expect(outcomes).toEqual(['kept', 'kept', 'kept']);
    expect(log).toEqual(['layer without the actor', 'codebook without the actor', 'layer 3']);
  });

  test('a change of several steps makes all of them, in order, alone', async () => {
    const { queue, log, step, codebook, layer } = setUp();
    await settle([
      queue.push([step([layer, 'layer 1'])]),
      queue.push([step([codebook, 'added']), step([layer, 'layer 2']), step([codebook, 'removed'])]),
    ]);
    expect(log).toEqual(['layer 1', 'added', 'layer 2', 'removed']);
  });

  test('what cannot be saved is taken back, and so is all that came after; nothing of it is written later', async () => {
    const { queue, log, failing, heard, step, codebook, layer } = setUp();
    failing.set('layer 1', new Error('no room'));
    const first = queue.push([step([codebook, 'codebook 1'], [layer, 'layer 1'])]);
    await Promise.resolve();
    const second = queue.push([step([layer, 'layer 2'])]);
    expect(await settle([first, second])).toEqual(['no room', 'no room']);
    expect(log).toEqual(['codebook 1', 'old']);
    expect([codebook.current, layer.current]).toEqual(['old', 'old']);
    expect(heard).toEqual(['reverted codebook layer']);
    await queue.push([step([layer, 'layer 3'])]);
    expect(log).toEqual(['codebook 1', 'old', 'layer 3']);
  });

  test('of changes that were merged and could not be saved together, those before the bad one are kept', async () => {
    const { queue, failing, step, record, layer } = setUp();
    const other = record('other', 3);
    failing.set('other 2', new Error('bad'));
    const outcomes = await settle([
      queue.push([step([layer, 'layer 1'])]),
      queue.push([step([other, 'other 2'])]),
      queue.push([step([layer, 'layer 3'])]),
    ]);
    expect(outcomes).toEqual(['kept', 'bad', 'bad']);
    expect([layer.saved(), layer.current, other.current]).toEqual(['layer 1', 'layer 1', 'old']);
  });

  test('after a conflict nothing is written but copies of what is unsaved', async () => {
    const { queue, log, failing, heard, step, codebook, layer } = setUp();
    failing.set(
      'layer 1',
      new PostilError('conflict', 'Another was there.', { file: 'layer', copy: 'layer.copy' }),
    );
    const first = queue.push([step([layer, 'layer 1'])]);
    await Promise.resolve();
    const second = queue.push([step([codebook, 'codebook 2'])]);
    expect(await settle([first, second])).toEqual(['Another was there.', 'Another was there.']);
    expect(log).toEqual(['copy codebook 2']);
    expect(heard).toEqual(['reverted layer codebook', 'fenced layer.copy codebook.copy']);
  });

  test('is idle when all is done, whatever became of it', async () => {
    const { queue, log, failing, step, layer } = setUp();
    failing.set('layer 1', new Error('no'));
    const outcome = settle([queue.push([step([layer, 'layer 1'])])]);
    await queue.idle();
    expect(await outcome).toEqual(['no']);
    const kept = queue.push([step([layer, 'layer 2'])]);
    await queue.idle();
    expect(log).toEqual(['layer 2']);
    await kept;
    await queue.idle();
  });
});
