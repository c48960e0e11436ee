/** A file that breaks one rule of CONTRIBUTING's import table, and must not get through. */
export interface Plant {
  readonly rule: string;
  /** Relative to `src`. */
  readonly file: string;
  readonly code: string;
}

/** The smallest tree that uses everything that the table allows. */
export const CLEAN_TREE: Readonly<Record<string, string>> = {
  'core/base.ts': `import { z } from 'zod';\nexport const base = z.string();`,
  'core/other/inside.ts': `import { base } from '../base.ts';\nexport const inside = base;`,
  'core/exchange/base.ts': `import { SaxesParser } from 'saxes';
import { v5 } from 'uuid';
import { base as core } from '../base.ts';
export const base: unknown[] = [SaxesParser, v5, core];`,
  'contract/base.ts': `import { z } from 'zod';\nimport { base as core } from '../core/base.ts';\nexport const base = z.array(core);`,
  'contract/channel.ts': `export const CHANNEL = 'x';`,
  'main/services/base.ts': `import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { Readability } from '@mozilla/readability';
import { decodeHTML } from 'entities';
import { parseHTML } from 'linkedom';
import mammoth from 'mammoth';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { SaxesParser } from 'saxes';
import { v7 } from 'uuid';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { base as contract } from '../../contract/base.ts';
import { base as core } from '../../core/base.ts';
const documents = [Readability, decodeHTML, parseHTML, mammoth, getDocument, SaxesParser, fromBufferPromise, ZipFile];
export const base: unknown[] = [readFileSync, readFile, parse, parseSync, fromMarkdown, v7, documents, contract, core];`,
  'main/services/store/base.ts': `import { Low } from 'lowdb';
import { base as services } from '../base.ts';
export const base = [Low, services, process.pid];`,
  'main/electron/base.ts': `import { join } from 'node:path';
import { app } from 'electron';
import { base as contract } from '../../contract/base.ts';
import { base as core } from '../../core/base.ts';
import { base as services } from '../services/base.ts';
export const base: unknown[] = [join, app, contract, core, services];`,
  'main/index.ts': `import { base } from './electron/base.ts';\nexport const start = base;`,
  'main/loopback/base.ts': `import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { base as contract } from '../../contract/base.ts';
import { base as core } from '../../core/base.ts';
import { base as services } from '../services/base.ts';
export const base: unknown[] = [createServer, WebSocketServer, contract, core, services];`,
  'main/cli/base.ts': `import { argv } from 'node:process';
import { base as contract } from '../../contract/base.ts';
import { base as core } from '../../core/base.ts';
import { base as loopback } from '../loopback/base.ts';
import { base as services } from '../services/base.ts';
export const base: unknown[] = [argv, contract, core, loopback, services];`,
  'preload/base.ts': `import { ipcRenderer } from 'electron';
import { CHANNEL } from '../contract/channel.ts';
export const base: unknown = [ipcRenderer, CHANNEL];`,
  'renderer/base.tsx': `import { Editor } from '@tiptap/core';
import { useState } from 'react';
import { create } from 'zustand';
import { base as contract } from '../contract/base.ts';
import { base as core } from '../core/base.ts';
export const base: unknown = [Editor, useState, create, contract, core, window.document];`,
};

const up = (room: string): string => '../'.repeat(room.split('/').length);

function uses(room: string, what: string, code: string): Plant {
  const name = `plant-${what.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}`;
  return { rule: `${room}: ${what}`, file: `${room}/${name}.ts`, code };
}

function imports(room: string, specifier: string): Plant {
  return uses(
    room,
    specifier,
    `import * as planted from '${specifier}';\nexport const x: unknown = planted;`,
  );
}

function importsRoom(room: string, other: string): Plant {
  return imports(room, `${up(room)}${other}/leaf.ts`);
}

function reads(room: string, global: string): Plant {
  return uses(room, `the global ${global}`, `export const x: unknown = ${global};`);
}

/** Each also has a `leaf.ts`, which imports nothing: importing it breaks one rule and drags nothing in. */
export const ROOMS = [
  'core',
  'contract',
  'main/services',
  'main/electron',
  'main/loopback',
  'main/cli',
  'preload',
  'renderer',
] as const;

/** The rows of the table: a room, and the rooms that it may import. */
const MAY_IMPORT: Readonly<Record<(typeof ROOMS)[number], readonly string[]>> = {
  core: [],
  contract: ['core'],
  'main/services': ['core', 'contract'],
  'main/electron': ['core', 'contract', 'main/services'],
  'main/loopback': ['core', 'contract', 'main/services'],
  'main/cli': ['core', 'contract', 'main/services', 'main/loopback'],
  preload: ['contract'],
  renderer: ['core', 'contract'],
};

/** Every direction between two rooms that the table does not have. */
export const FORBIDDEN_DIRECTIONS: readonly Plant[] = ROOMS.flatMap((room) =>
  ROOMS.filter((other) => other !== room && !MAY_IMPORT[room].includes(other)).map((other) =>
    importsRoom(room, other),
  ),
);

export const PLANTS: readonly Plant[] = [
  ...FORBIDDEN_DIRECTIONS,
  ...['node:fs', 'fs', 'lowdb', 'electron', 'react', 'uuid', 'saxes'].map((name) => imports('core', name)),
  ...['node:fs', 'csv-parse', 'linkedom'].map((name) => imports('core/exchange', name)),
  ...['window', 'document', 'process', 'Buffer', 'setTimeout', 'fetch', 'console'].map((name) =>
    reads('core', name),
  ),
  ...['node:fs', 'electron', 'react', 'ws', 'uuid'].map((name) => imports('contract', name)),
  ...['window', 'process', 'Buffer'].map((name) => reads('contract', name)),
  ...['electron', 'lowdb', 'lowdb/node', 'ws', 'react', '@tiptap/core'].map((name) =>
    imports('main/services', name),
  ),
  ...['window', 'document'].map((name) => reads('main/services', name)),
  ...['electron', 'ws', 'react', 'lowdb/node'].map((name) => imports('main/services/store', name)),
  ...['lowdb', 'ws', 'react', 'uuid'].map((name) => imports('main/electron', name)),
  ...['electron', 'electron/main', 'lowdb', 'react'].map((name) => imports('main/loopback', name)),
  ...['electron', 'lowdb', 'react'].map((name) => imports('main/cli', name)),
  ...['node:fs', 'zod', 'react', 'uuid'].map((name) => imports('preload', name)),
  ...['node:fs', 'node:fs/promises', 'fs', 'electron', 'ws', 'lowdb', 'csv-parse'].map((name) =>
    imports('renderer', name),
  ),
  ...['process', 'Buffer', 'require'].map((name) => reads('renderer', name)),
  // The other ways to write an import.
  uses('main/services', 'electron imported late', `export const x: unknown = await import('electron');`),
  uses('main/loopback', 'electron handed on', `export { app } from 'electron';`),
  uses('main/cli', 'a type of electron', `import type { App } from 'electron';\nexport type X = App;`),
  uses(
    'core',
    'a type of contract',
    `export type X = typeof import('../contract/leaf.ts').leaf;\nexport const x: X | null = null;`,
  ),
];
