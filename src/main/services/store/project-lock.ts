import { join } from 'node:path';
import { z } from 'zod';
import { PostilError } from '../../../core/errors.ts';
import { timestamp } from '../../../core/ports.ts';
import { timingsOf, type StoreEnvironment } from './environment.ts';
import { errnoOf, isMissing, settled } from './file-error.ts';

/*
 * One writer per project. A lock is a hint, never a fence: a process that was suspended loses it and does not know.
 * What makes taking a lock safe is the order of things. A writer creates its temporary file, then asks here whether it
 * still holds the lock, then renames. A taker takes the lock, then sweeps every temporary file, then reads. So a
 * writer that asked before the lock was taken finds its temporary file gone and cannot rename. The revision check
 * stands behind that.
 *
 * Lock files are numbered: to take a stale lock n is to create n + 1 with `wx`, which only one process can.
 */

const LOCK_NAME = /^\.postil-lock-([0-9]{1,9})\.json$/;
/** A lock dated further ahead is of a wrong clock, and not trusted for ever. */
const FUTURE_LIMIT_MS = 24 * 60 * 60_000;
/** A lock that cannot be read is being written, which takes no time, or its maker died at that. */
const UNREADABLE_STALE_MS = 2_000;
const TAKE_TRIES = 12;
const RETRY_MS = 250;

/** More than any holder takes. */
const HOLDER_BYTES = 1024;
const holderSchema = z.object({
  token: z.string().min(1).max(100),
  host: z.string().max(300),
  pid: z.int(),
  since: z.string().max(40),
});
export type LockHolder = z.infer<typeof holderSchema>;

export interface ProjectLock {
  /**
   * @throws PostilError `locked` when another took it; the file system's failure when that cannot be told
   */
  assertHeld(): Promise<void>;
  /** Removes the lock file if it is still this one's. */
  release(): Promise<void>;
}

export type LockResult =
  | { readonly kind: 'held'; readonly lock: ProjectLock }
  /** `holder` is `null` when its file cannot be read (yet). */
  | { readonly kind: 'other'; readonly holder: LockHolder | null };

/** Tokens of this process's own locks: a lock with this process's id that is not among them is a predecessor's. */
const ownTokens = new Set<string>();

export function isLockName(name: string): boolean {
  return LOCK_NAME.test(name);
}

function lockPath(folder: string, number: number): string {
  return join(folder, `.postil-lock-${number}.json`);
}

async function lockNumbers(environment: StoreEnvironment, folder: string): Promise<number[]> {
  const entries = await environment.fs.list(folder);
  return entries
    .flatMap((entry) => LOCK_NAME.exec(entry.name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

async function readHolder(environment: StoreEnvironment, path: string): Promise<LockHolder | null> {
  const text = Buffer.from(await environment.fs.readHead(path, HOLDER_BYTES)).toString('utf8');
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch (error) {
    // Half written: its maker is between creating and writing it, or died there. Its age decides.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

function isAlive(environment: StoreEnvironment, holder: LockHolder | null, mtimeMs: number): boolean {
  if (holder?.host === environment.hostName) {
    if (holder.pid === environment.pid) return ownTokens.has(holder.token);
    if (!(environment.isProcessAlive ?? isProcessAlive)(holder.pid)) return false;
  }
  const age = environment.clock.now() - mtimeMs;
  const limit = holder === null ? UNREADABLE_STALE_MS : timingsOf(environment).lockStaleMs;
  return age < limit && age > -FUTURE_LIMIT_MS;
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return errnoOf(error) === 'EPERM';
  }
}

/**
 * Takes the lock of a project folder, or says who has it.
 * @param onLost called once, when the heartbeat finds that another took it
 * @throws the file system's failure
 */
export async function takeLock(
  environment: StoreEnvironment,
  folder: string,
  onLost: () => void,
): Promise<LockResult> {
  const { fs } = environment;
  for (let attempt = 0; attempt < TAKE_TRIES; attempt++) {
    const below = await lockNumbers(environment, folder);
    const highest = below.at(-1) ?? 0;
    let stale: LockHolder | null = null;
    if (highest > 0) {
      try {
        const path = lockPath(folder, highest);
        stale = await readHolder(environment, path);
        if (isAlive(environment, stale, (await fs.stat(path)).mtimeMs)) {
          if (stale !== null) return { kind: 'other', holder: stale };
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
          continue;
        }
      } catch (error) {
        if (isMissing(error)) continue;
        throw error;
      }
    }
    const taken = await create(environment, folder, highest + 1, stale);
    if (taken) return { kind: 'held', lock: await hold(environment, folder, highest + 1, taken, onLost) };
  }
  return { kind: 'other', holder: null };
}

/** Creates lock `number` and removes those below; `null` when another was faster. */
async function create(
  environment: StoreEnvironment,
  folder: string,
  number: number,
  stale: LockHolder | null,
): Promise<LockHolder | null> {
  const { fs } = environment;
  const path = lockPath(folder, number);
  const holder: LockHolder = {
    token: environment.ids.uuid(),
    host: environment.hostName,
    pid: environment.pid,
    since: timestamp(environment.clock),
  };
  let writer;
  try {
    writer = await fs.createFile(path);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return null;
    throw error;
  }
  try {
    try {
      const bytes = Buffer.from(JSON.stringify(holder), 'utf8');
      await writer.write(bytes);
      if ((await writer.size()) !== bytes.byteLength) {
        throw Object.assign(new Error('The lock file was written in part only.'), { code: 'ENOSPC' });
      }
    } finally {
      await writer.close();
    }
    await fs.touch(path, environment.clock.now());
    for (const other of await lockNumbers(environment, folder)) {
      if (other === number) continue;
      const found = other > number ? null : await readHolder(environment, lockPath(folder, other));
      if (other > number || (other === number - 1 && found?.token !== stale?.token)) {
        // Another took it, or released it and locked anew, while this process was slow.
        await fs.unlink(path);
        return null;
      }
      await fs.unlink(lockPath(folder, other));
    }
    return holder;
  } catch (error) {
    await settled(fs.unlink(path));
    if (isMissing(error)) return null;
    throw error;
  }
}

async function hold(
  environment: StoreEnvironment,
  folder: string,
  number: number,
  holder: LockHolder,
  onLost: () => void,
): Promise<ProjectLock> {
  const { fs } = environment;
  const path = lockPath(folder, number);
  let isReleased = false;
  ownTokens.add(holder.token);

  async function assertHeld(): Promise<void> {
    if (!isReleased) {
      const [own, next] = await Promise.all([
        ignoreMissing(readHolder(environment, path)),
        ignoreMissing(fs.stat(lockPath(folder, number + 1))),
      ]);
      if (own?.token === holder.token && next === null) return;
    }
    throw new PostilError('locked', 'Another Postil has taken the project over.');
  }

  async function beat(): Promise<void> {
    try {
      await assertHeld();
      await fs.touch(path, environment.clock.now());
    } catch (error) {
      if (error instanceof PostilError && error.code === 'locked') {
        clearInterval(timer);
        if (!isReleased) onLost();
      } else {
        environment.onProblem({
          code: 'lock',
          message: `Postil could not renew its lock on ${folder}; another Postil may take the project over. Nothing is lost by that.`,
        });
      }
    }
  }

  const timer = setInterval(() => void beat(), timingsOf(environment).heartbeatMs);
  timer.unref();

  return {
    assertHeld,
    async release() {
      if (isReleased) return;
      clearInterval(timer);
      try {
        const own = await ignoreMissing(readHolder(environment, path));
        if (own?.token === holder.token) await ignoreMissing(fs.unlink(path));
      } finally {
        // A file that cannot be removed is nobody's from now on, and does not shut this process out itself.
        isReleased = true;
        ownTokens.delete(holder.token);
      }
    },
  };
}

async function ignoreMissing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
