import { describe, expect, test } from 'vitest';
import { parseArguments, type CommandShape } from '../../../src/main/cli/parse-arguments.ts';
import { UsageError } from '../../../src/main/cli/usage-error.ts';

const shape: CommandShape = {
  positionals: ['project'],
  options: { json: 'flag', add: 'text', alias: 'list' },
};

function parse(...args: string[]) {
  const parsed = parseArguments(shape, args);
  return {
    positionals: parsed.positionals,
    json: parsed.flag('json'),
    add: parsed.text('add'),
    alias: parsed.list('alias'),
  };
}

describe('a list option', () => {
  test('takes values one by one or in a row', () => {
    const expected = { positionals: ['p'], json: false, add: 'N', alias: ['A', 'B', 'C'] };
    expect(parse('p', '--add', 'N', '--alias', 'A', '--alias', 'B', '--alias', 'C')).toEqual(expected);
    expect(parse('p', '--add', 'N', '--alias', 'A', 'B', 'C')).toEqual(expected);
    expect(parse('p', '--alias=A', 'B', '--add=N', '--alias', 'C')).toEqual(expected);
  });

  test('ends where another option begins', () => {
    expect(parse('p', '--alias', 'A', '--json')).toMatchObject({ alias: ['A'], json: true });
    expect(() => parse('p', '--alias', 'A', '--json', 'B')).toThrow(UsageError);
  });

  test('does not swallow what the command itself needs', () => {
    expect(parse('--alias', 'A', 'p')).toMatchObject({ positionals: ['p'], alias: ['A'] });
  });
});

test('a positional that may be left out leaves lists their values', () => {
  const optional: CommandShape = { ...shape, positionals: ['project?'] };
  expect(parseArguments(optional, []).positionals).toEqual([]);
  expect(parseArguments(optional, ['p']).positionals).toEqual(['p']);
  const listed = parseArguments(optional, ['--alias', 'A', 'B']);
  expect([listed.positionals, listed.list('alias')]).toEqual([[], ['A', 'B']]);
  expect(() => parseArguments(optional, ['p', 'q'])).toThrow(UsageError);
});

describe('what is wrong', () => {
  test.each([
    [[]],
    [['p', 'q']],
    [['p', '--nothing']],
    [['p', '--add']],
    [['p', '--add', 'a', '--add', 'b']],
    [['p', '--json=yes']],
  ])('%j', (args) => {
    expect(() => parse(...args)).toThrow(UsageError);
  });

  test('an open end needs one at least', () => {
    const open: CommandShape = { positionals: ['project', 'file…'], options: {} };
    expect(() => parseArguments(open, ['p'])).toThrow('<file> is missing');
    expect(parseArguments(open, ['p', 'a', 'b', '--', '-c']).positionals).toEqual(['p', 'a', 'b', '-c']);
  });
});
