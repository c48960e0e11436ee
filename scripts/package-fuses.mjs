// The fuses of a packaged Postil, and what burns them into a copy of Electron's program: `node scripts/package-fuses.mjs
// <program>`. Electron reads them from a wire of bytes behind a sentinel in its own binary
// (electronjs.org/docs/latest/tutorial/fuses). Not for the program in node_modules: with `onlyLoadAppFromAsar` it would
// no longer start this checkout.
import { readFileSync, writeFileSync } from 'node:fs';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const WIRE_VERSION = 1;

/** In the order of the wire, version 1. Null stands for a fuse that stays as it is. */
const WIRE = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  null, // loadBrowserProcessSpecificV8Snapshot
  'grantFileProtocolExtraPrivileges',
];

export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
};

/**
 * A copy of the program with the fuses set.
 * @param {Buffer} program
 * @returns {Buffer}
 * @throws Error where there is no wire, one of another version, or one on which a fuse is missing or removed
 */
export function setFuses(program) {
  const result = Buffer.from(program);
  let wires = 0;
  // A universal binary of macOS holds one wire for each of its architectures.
  for (let at = result.indexOf(SENTINEL); at !== -1; at = result.indexOf(SENTINEL, at + SENTINEL.length)) {
    setWire(result, at + SENTINEL.length);
    wires++;
  }
  if (wires === 0) throw new Error('This is no Electron program: it has no fuses.');
  return result;
}

function setWire(program, at) {
  const version = program[at];
  const length = program[at + 1] ?? 0;
  if (version !== WIRE_VERSION) throw new Error(`Fuses of version ${version} are unknown here.`);
  WIRE.forEach((name, index) => {
    if (name === null) return;
    const place = at + 2 + index;
    const state = String.fromCharCode(program[place] ?? 0);
    if (index >= length || (state !== '0' && state !== '1')) {
      throw new Error(`This Electron has no fuse ${name}.`);
    }
    program[place] = (FUSES[name] ? '1' : '0').charCodeAt(0);
  });
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  const file = process.argv[2];
  if (!file) {
    console.error('Usage: node scripts/package-fuses.mjs <the packaged program>');
    process.exitCode = 2;
  } else {
    writeFileSync(file, setFuses(readFileSync(file)));
    console.log(`The fuses of ${file} are set.`);
  }
}
