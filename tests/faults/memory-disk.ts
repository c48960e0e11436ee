import { basename, dirname } from 'node:path';
import type {
  EntryKind,
  FileStat,
  FileSystem,
  FileWriter,
} from '../../src/main/services/store/file-system.ts';

/*
 * A disk that forgets what was not synced. Contents become durable by an fsync of the file, names by an fsync of
 * their folder; until then a crash may keep or lose each of them, in any order. That is weaker than any file system
 * that people use, and so a program that is safe here is safe on all of them.
 */

interface FileNode {
  readonly kind: 'file';
  data: Buffer;
  /** What an fsync has made durable; `null`: nothing was. */
  synced: Buffer | null;
  mtimeMs: number;
}

interface FolderNode {
  readonly kind: 'folder';
  entries: Map<string, Node>;
  durable: Map<string, Node>;
  /** Since the last fsync of the folder, in order; a rename is one. */
  pending: { readonly remove: readonly string[]; readonly set: readonly (readonly [string, Node])[] }[];
}

type Node = FileNode | FolderNode;

export type CallName = keyof FileSystem | 'read' | 'write' | 'sync' | 'size' | 'close';

export interface MemoryDisk {
  readonly fs: FileSystem;
  /** Called before each call; may throw in its place. */
  onCall: (call: CallName, path: string) => void;
  /** The disks that a crash at this moment may leave, without doubles; at most `limit`. */
  afterCrash(limit: number): MemoryDisk[];
  /** Another disk with all that is in this one, as after a clean unmount. */
  copy(): MemoryDisk;
  /** Every file and folder, for comparing. */
  describe(): string;
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

function newFolder(entries = new Map<string, Node>()): FolderNode {
  return { kind: 'folder', entries, durable: new Map(entries), pending: [] };
}

export function makeMemoryDisk(root: FolderNode = newFolder()): MemoryDisk {
  const disk: MemoryDisk = {
    onCall: () => {},
    fs: makeFileSystem(root, (call, path) => disk.onCall(call, path)),
    afterCrash: (limit) => crashStates(root, limit).map((state) => makeMemoryDisk(state)),
    copy: () =>
      makeMemoryDisk(
        build(
          root,
          (folder) => folder.entries,
          (file) => file.data,
        ),
      ),
    describe: () => describeFolder(root, ''),
  };
  return disk;
}

function makeFileSystem(root: FolderNode, onCall: (call: CallName, path: string) => void): FileSystem {
  function find(path: string): Node | null {
    let node: Node | undefined = root;
    for (const part of path.split('/').filter((name) => name !== '')) {
      if (node?.kind !== 'folder') return null;
      node = node.entries.get(part);
    }
    return node ?? null;
  }
  function folderAt(path: string): FolderNode {
    const node = find(path);
    if (node?.kind !== 'folder') throw failure(node ? 'ENOTDIR' : 'ENOENT', path);
    return node;
  }
  function fileAt(path: string): FileNode {
    const node = find(path);
    if (node?.kind !== 'file') throw failure(node ? 'EISDIR' : 'ENOENT', path);
    return node;
  }
  function change(folder: FolderNode, remove: string[], set: [string, Node][]): void {
    for (const name of remove) folder.entries.delete(name);
    for (const [name, node] of set) folder.entries.set(name, node);
    folder.pending.push({ remove, set });
  }
  function create(path: string, node: Node): void {
    const folder = folderAt(dirname(path));
    if (folder.entries.has(basename(path))) throw failure('EEXIST', path);
    change(folder, [], [[basename(path), node]]);
  }
  function writerOn(path: string, file: FileNode): FileWriter {
    return {
      async write(data) {
        onCall('write', path);
        file.data = Buffer.concat([file.data, data]);
      },
      async sync() {
        onCall('sync', path);
        file.synced = file.data;
      },
      async size() {
        onCall('size', path);
        return file.data.length;
      },
      async close() {
        onCall('close', path);
      },
    };
  }
  async function statOf(path: string): Promise<FileStat> {
    const node = find(path);
    if (!node) throw failure('ENOENT', path);
    const kind: EntryKind = node.kind;
    return node.kind === 'file'
      ? { kind, size: node.data.length, mtimeMs: node.mtimeMs }
      : { kind, size: 0, mtimeMs: 0 };
  }

  return {
    async createFile(path): Promise<FileWriter> {
      onCall('createFile', path);
      const file: FileNode = { kind: 'file', data: Buffer.alloc(0), synced: null, mtimeMs: Date.now() };
      create(path, file);
      return writerOn(path, file);
    },
    async appendTo(path) {
      onCall('appendTo', path);
      return writerOn(path, fileAt(path));
    },
    async openFile(path) {
      onCall('openFile', path);
      const { data } = fileAt(path);
      return {
        size: data.length,
        async read(position, length) {
          onCall('read', path);
          return Buffer.from(data.subarray(position, position + length));
        },
        async close() {
          onCall('close', path);
        },
      };
    },
    async readFile(path) {
      onCall('readFile', path);
      return Buffer.from(fileAt(path).data);
    },
    async readHead(path, bytes) {
      onCall('readHead', path);
      return Buffer.from(fileAt(path).data.subarray(0, bytes));
    },
    async stat(path) {
      onCall('stat', path);
      return statOf(path);
    },
    async lstat(path) {
      onCall('lstat', path);
      return statOf(path);
    },
    async list(path) {
      onCall('list', path);
      return [...folderAt(path).entries].map(([name, node]) => ({ name, kind: node.kind }));
    },
    async makeFolder(path) {
      onCall('makeFolder', path);
      create(path, newFolder());
    },
    async removeFolder(path) {
      onCall('removeFolder', path);
      if (folderAt(path).entries.size > 0) throw failure('ENOTEMPTY', path);
      change(folderAt(dirname(path)), [basename(path)], []);
    },
    async rename(from, to) {
      onCall('rename', to);
      if (dirname(from) !== dirname(to)) throw failure('EXDEV', to);
      const node = find(from);
      if (!node) throw failure('ENOENT', from);
      change(folderAt(dirname(to)), [basename(from)], [[basename(to), node]]);
    },
    async unlink(path) {
      onCall('unlink', path);
      fileAt(path);
      change(folderAt(dirname(path)), [basename(path)], []);
    },
    async copy(from, to) {
      onCall('copy', to);
      create(to, { kind: 'file', data: fileAt(from).data, synced: null, mtimeMs: Date.now() });
    },
    async touch(path, mtimeMs) {
      onCall('touch', path);
      fileAt(path).mtimeMs = mtimeMs;
    },
    async syncFolder(path) {
      onCall('syncFolder', path);
      const folder = folderAt(path);
      folder.durable = new Map(folder.entries);
      folder.pending = [];
    },
  };
}

function build(
  folder: FolderNode,
  entriesOf: (folder: FolderNode) => ReadonlyMap<string, Node>,
  dataOf: (file: FileNode) => Buffer,
): FolderNode {
  const entries = new Map<string, Node>();
  for (const [name, node] of entriesOf(folder)) {
    if (node.kind === 'folder') {
      entries.set(name, build(node, entriesOf, dataOf));
    } else {
      const data = Buffer.from(dataOf(node));
      entries.set(name, { kind: 'file', data, synced: data, mtimeMs: node.mtimeMs });
    }
  }
  return newFolder(entries);
}

function describeFolder(folder: FolderNode, path: string): string {
  return [...folder.entries]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, node]) =>
      node.kind === 'folder'
        ? `${path}/${name}/\n${describeFolder(node, `${path}/${name}`)}`
        : `${path}/${name} ${node.data.toString('latin1')}\n`,
    )
    .join('');
}

/** Which of the pending changes of a folder a crash keeps. */
function subsets(length: number): boolean[][] {
  if (length <= 3) {
    return Array.from({ length: 2 ** length }, (_, bits) =>
      Array.from({ length }, (_, i) => (bits & (1 << i)) !== 0),
    );
  }
  const prefixes = Array.from({ length: length + 1 }, (_, kept) =>
    Array.from({ length }, (_, i) => i < kept),
  );
  const onlyOne = Array.from({ length }, (_, only) => Array.from({ length }, (_, i) => i === only));
  const allButOne = onlyOne.map((kept) => kept.map((is) => !is));
  return [...prefixes, ...onlyOne, ...allButOne];
}

/** What a file may hold that was not synced since it was last written. */
function contentsAfterCrash(file: FileNode): Buffer[] {
  if (file.synced?.equals(file.data)) return [file.data];
  return [
    file.synced ?? Buffer.alloc(0),
    file.data,
    file.data.subarray(0, file.data.length >> 1),
    Buffer.alloc(file.data.length),
  ];
}

/** The same numbers in every run (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function crashStates(root: FolderNode, limit: number): FolderNode[] {
  const folders: FolderNode[] = [];
  const files: FileNode[] = [];
  const seen = new Set<Node>();
  const walk = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'file') {
      if (contentsAfterCrash(node).length > 1) files.push(node);
      return;
    }
    if (node.pending.length > 0) folders.push(node);
    for (const child of [...node.durable.values(), ...node.entries.values()]) walk(child);
    for (const { set } of node.pending) for (const [, child] of set) walk(child);
  };
  walk(root);

  // One choice a folder and a file: all products of them, or when there are too many, as many as are wanted, drawn.
  const choices = [
    ...folders.map((folder) => subsets(folder.pending.length).length),
    ...files.map((file) => contentsAfterCrash(file).length),
  ];
  const total = choices.reduce((product, count) => product * count, 1);
  const random = makeRandom(total);
  const states = new Map<string, FolderNode>();
  for (let at = 0; at < Math.min(total, limit); at++) {
    let rest = at;
    const pick = choices.map((count) => {
      if (total > limit) return Math.floor(random() * count);
      const chosen = rest % count;
      rest = Math.floor(rest / count);
      return chosen;
    });
    const state = build(
      root,
      (folder) => {
        const index = folders.indexOf(folder);
        if (index === -1) return folder.durable;
        const kept = subsets(folder.pending.length)[pick[index]!]!;
        const entries = new Map(folder.durable);
        folder.pending.forEach((change, i) => {
          if (!kept[i]) return;
          for (const name of change.remove) entries.delete(name);
          for (const [name, node] of change.set) entries.set(name, node);
        });
        return entries;
      },
      (file) => {
        const index = files.indexOf(file);
        return index === -1 ? file.data : contentsAfterCrash(file)[pick[folders.length + index]!]!;
      },
    );
    states.set(describeFolder(state, ''), state);
  }
  return [...states.values()];
}
