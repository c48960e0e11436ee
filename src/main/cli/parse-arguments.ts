import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage-error.ts';

type ParseArgsOptionsConfig = NonNullable<ParseArgsConfig['options']>;

/**
 * How a command is called. `flag` stands alone, `text` takes one value, `list` takes one or more, and may be repeated:
 * `--alias A --alias B` and `--alias A B` are the same.
 */
export interface CommandShape {
  /** In order; the last may end in `…`, for one or more, or in `?`, for none or one. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, 'flag' | 'text' | 'list'>>;
}

export interface ParsedArguments {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
}

/** @throws UsageError */
export function parseArguments(shape: CommandShape, args: readonly string[]): ParsedArguments {
  const options: ParseArgsOptionsConfig = {};
  for (const [name, kind] of Object.entries(shape.options)) {
    options[name] = kind === 'flag' ? { type: 'boolean' } : { type: 'string', multiple: kind === 'list' };
  }
  const flags = new Set<string>();
  const texts = new Map<string, string>();
  const lists = new Map<string, string[]>();
  const positionals: string[] = [];
  const isOpenEnded = shape.positionals.at(-1)?.endsWith('…') ?? false;
  const required = shape.positionals.filter((name) => !name.endsWith('?')).length;
  let openList: string[] | null = null;

  for (const token of tokenise(args, options)) {
    if (token.kind === 'positional') {
      if (openList && positionals.length >= required && !isOpenEnded) openList.push(token.value);
      else positionals.push(token.value);
      continue;
    }
    if (token.kind === 'option-terminator') {
      openList = null;
      continue;
    }
    openList = null;
    const kind = shape.options[token.name];
    if (kind === 'flag') flags.add(token.name);
    else if (kind === 'text') {
      if (texts.has(token.name)) throw new UsageError(`--${token.name} can be given once.`);
      texts.set(token.name, token.value!);
    } else {
      openList = lists.get(token.name) ?? [];
      openList.push(token.value!);
      lists.set(token.name, openList);
    }
  }
  const missing = shape.positionals[positionals.length];
  if (missing !== undefined && positionals.length < required)
    throw new UsageError(`<${missing.replace('…', '')}> is missing.`);
  if (!isOpenEnded && positionals.length > shape.positionals.length) {
    throw new UsageError(`“${positionals[shape.positionals.length]}” is one argument too many.`);
  }
  return {
    positionals,
    flag: (name) => flags.has(name),
    text: (name) => texts.get(name),
    list: (name) => lists.get(name) ?? [],
  };
}

function tokenise(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true }).tokens;
  } catch (error) {
    throw new UsageError((error as Error).message, error);
  }
}
