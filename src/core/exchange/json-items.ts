import { brokenFile } from './fault.ts';
import { MAX_LINE } from './lines.ts';
import { MAX_DEPTH } from './read-json.ts';

export interface JsonMember {
  /** `item`: of the array at the top, or of an `items` array. `member`: any other member of an object on the way. */
  readonly kind: 'item' | 'member';
  /** Of a member: its key. */
  readonly key: string;
  /** Of a member: 1 for one of the object at the top. */
  readonly depth: number;
  /** 1-based line on which the value begins. */
  readonly line: number;
  readonly json: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;

interface Frame {
  readonly isArray: boolean;
  key: string;
  /** An object waits for a key, then for a colon, then for a value. */
  state: 'key' | 'colon' | 'value' | 'after';
  isAfterComma: boolean;
}

/**
 * Takes one JSON document apart as it streams in, so that a collection of any size needs the memory of one item.
 * Entered are the value at the top and, in objects so entered, the members `entered` (objects or arrays); everything
 * else comes out as text to be parsed.
 * @throws PostilError `refused` where it is no JSON document; what stands inside a value is for its parser to judge
 */
export async function* readJsonItems(
  chunks: AsyncIterable<string>,
  entered: readonly string[],
): AsyncGenerator<JsonMember> {
  const stack: Frame[] = [];
  let line = 1;
  let isDone = false;
  /** The value being gathered, its depth, and whether the scan is inside a string. */
  let value: string[] | null = null;
  let valueLength = 0;
  let valueLine = 0;
  let depth = 0;
  let isString = false;
  let isEscaped = false;
  let isKey = false;

  function fail(problem: string): never {
    throw brokenFile(`${problem}.`, line);
  }

  function finishValue(): JsonMember | null {
    const json = value!.join('');
    value = null;
    const frame = stack.at(-1);
    if (isKey) {
      isKey = false;
      frame!.key = parseKey(json) ?? fail('A key is not a JSON string');
      frame!.state = 'colon';
      return null;
    }
    if (!frame) fail('The file holds neither an object nor an array');
    frame.state = 'after';
    return {
      kind: frame.isArray ? 'item' : 'member',
      key: frame.key,
      depth: stack.length,
      line: valueLine,
      json,
    };
  }

  for await (const chunk of chunks) {
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const unit = chunk.charCodeAt(i);
      if (unit === 0x0a) line++;
      if (value) {
        if (isString) {
          if (isEscaped) isEscaped = false;
          else if (unit === BACKSLASH) isEscaped = true;
          else if (unit === QUOTE) {
            isString = false;
            if (depth === 0) {
              value.push(chunk.slice(from, i + 1));
              const member = finishValue();
              if (member) yield member;
            }
          }
          continue;
        }
        if (unit === QUOTE) {
          // A bare word with a quotation mark in it is no JSON; its parser will say so.
          isString = true;
        } else if (unit === OPEN_OBJECT || unit === OPEN_ARRAY) {
          if (++depth + stack.length > MAX_DEPTH) fail(`Nested deeper than ${MAX_DEPTH} levels`);
        } else if (unit === CLOSE_OBJECT || unit === CLOSE_ARRAY) {
          if (depth > 0) {
            if (--depth === 0) {
              value.push(chunk.slice(from, i + 1));
              const member = finishValue();
              if (member) yield member;
            }
            continue;
          }
          // The end of the object or array around a bare value such as `1`.
          value.push(chunk.slice(from, i));
          const member = finishValue();
          if (member) yield member;
        } else if (depth === 0 && (unit === COMMA || isBlank(unit))) {
          value.push(chunk.slice(from, i));
          const member = finishValue();
          if (member) yield member;
        }
        if (value) continue;
      }
      if (isBlank(unit)) continue;
      if (isDone) fail('Something follows the end of the JSON document');
      const frame = stack.at(-1);
      if (unit === CLOSE_OBJECT || unit === CLOSE_ARRAY) {
        const isFitting = frame && frame.isArray === (unit === CLOSE_ARRAY) && frame.state !== 'colon';
        if (!isFitting || frame.isAfterComma || (!frame.isArray && frame.state === 'value'))
          fail('A bracket closes what is not open');
        stack.pop();
        const outer = stack.at(-1);
        if (outer) outer.state = 'after';
        else isDone = true;
        continue;
      }
      if (frame?.state === 'colon') {
        if (unit !== COLON) fail('A colon is missing after a key');
        frame.state = 'value';
        continue;
      }
      if (frame?.state === 'after') {
        if (unit !== COMMA) fail('A comma is missing');
        frame.state = frame.isArray ? 'value' : 'key';
        frame.isAfterComma = true;
        continue;
      }
      if (frame?.state === 'key' && unit !== QUOTE) fail('A key is missing');
      if (frame) frame.isAfterComma = false;
      const isEntered = !frame || (!frame.isArray && frame.state === 'value' && entered.includes(frame.key));
      if (isEntered && (unit === OPEN_OBJECT || unit === OPEN_ARRAY)) {
        if (stack.length === MAX_DEPTH) fail(`Nested deeper than ${MAX_DEPTH} levels`);
        stack.push({
          isArray: unit === OPEN_ARRAY,
          key: '',
          state: unit === OPEN_ARRAY ? 'value' : 'key',
          isAfterComma: false,
        });
        continue;
      }
      value = [];
      valueLength = 0;
      valueLine = line;
      from = i;
      isKey = frame?.state === 'key';
      isString = unit === QUOTE;
      isEscaped = false;
      depth = unit === OPEN_OBJECT || unit === OPEN_ARRAY ? 1 : 0;
    }
    if (value) {
      value.push(chunk.slice(from));
      valueLength += chunk.length - from;
      if (valueLength > MAX_LINE) fail(`One entry is longer than ${MAX_LINE} characters`);
    }
  }
  if (!isDone) fail('The file ends in the middle: it may have been cut off');
}

function parseKey(json: string): string | null {
  try {
    const key: unknown = JSON.parse(json);
    return typeof key === 'string' ? key : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}
