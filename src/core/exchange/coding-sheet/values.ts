import {
  AUTHOR,
  CERTAINTIES,
  EXPRESSIONS,
  INFORMATION_GRADES,
  POLARITIES,
  SOURCE_GRADES,
  ACTOR_ROLES,
  type ActorRole,
  type Certainty,
  type Expression,
  type Polarity,
  type Reliability,
} from '../../annotation/annotation.ts';
import type { Scales } from '../../codebook/codebook.ts';
import { splitList } from '../csv/cells.ts';
import { Refusal } from '../fault.ts';
import { nameKey } from '../names.ts';
import { shorten } from '../shorten.ts';
import type { SheetColumn, SheetRow } from './columns.ts';

/** A stance with names in place of ids. */
export interface SheetStance {
  readonly holder: string;
  readonly target: string;
  readonly polarity: Polarity;
  readonly expression: Expression;
  readonly attribution: readonly string[];
}

/** A row whose every value has been understood; names are not looked up yet. */
export interface SheetAnnotation {
  readonly document: string;
  readonly quote: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly actors: readonly { readonly name: string; readonly role: ActorRole }[];
  readonly stances: readonly SheetStance[];
  readonly reliability: Reliability | undefined;
  readonly codes: readonly string[];
  readonly certainty: Certainty | undefined;
  readonly note: string | undefined;
}

/** @throws Refusal with what is wrong under which column */
export function readSheetRow({ values }: SheetRow, scales: Scales): SheetAnnotation {
  const quote = textOf(values, 'quote').trim();
  if (quote === '') throw new Refusal('has no quote');
  const actors = unique(listOf(values, 'actors').filter((name) => name !== ''));
  const note = textOf(values, 'note').trim();
  return {
    document: textOf(values, 'document').trim(),
    quote,
    prefix: textOf(values, 'prefix'),
    suffix: textOf(values, 'suffix'),
    actors: withRoles(actors, listOf(values, 'role')),
    stances: readStances(values, scales),
    reliability: readReliability(values, scales),
    codes: unique(listOf(values, 'codes').filter((name) => name !== '')),
    certainty: optionOf(values, 'certainty', CERTAINTIES),
    note: note === '' ? undefined : note,
  };
}

type Values = SheetRow['values'];

function textOf(values: Values, column: SheetColumn): string {
  const value = values[column];
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Refusal(`has no text under “${column}”`);
}

/** Values are trimmed; empty ones inside are kept, since a stance's parts stand in parallel, and those at the end go. */
function listOf(values: Values, column: SheetColumn): string[] {
  const value = values[column];
  const items = Array.isArray(value)
    ? value.map((item) => itemText(item, column))
    : splitList(textOf(values, column));
  const list = items.map((item) => item.trim());
  while (list.at(-1) === '') list.pop();
  return list;
}

function itemText(item: unknown, column: SheetColumn): string {
  if (typeof item === 'string') return item;
  if (typeof item === 'number') return String(item);
  if (item === null) return '';
  throw new Refusal(`has something under “${column}” that is no text`);
}

function unique(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = nameKey(name);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function withRoles(actors: readonly string[], roles: readonly string[]): SheetAnnotation['actors'] {
  if (roles.length > 1 && roles.length !== actors.length) {
    throw new Refusal(`has ${roles.length} roles for ${actors.length} actors`);
  }
  return actors.map((name, i) => {
    const role = roles.length === 1 ? roles[0]! : (roles[i] ?? '');
    return { name, role: role === '' ? 'about' : choiceOf(role, 'role', ACTOR_ROLES) };
  });
}

function choiceOf<T extends string>(text: string, column: SheetColumn, choices: readonly T[]): T {
  const key = nameKey(text);
  const choice = choices.find((one) => one === key);
  if (choice === undefined) {
    throw new Refusal(`“${shorten(text)}” is no ${column}: it is one of ${choices.join(', ')}`);
  }
  return choice;
}

function optionOf<T extends string>(
  values: Values,
  column: SheetColumn,
  choices: readonly T[],
): T | undefined {
  const text = textOf(values, column).trim();
  return text === '' ? undefined : choiceOf(text, column, choices);
}

// Stances

function readStances(values: Values, scales: Scales): SheetStance[] {
  const targets = listOf(values, 'target');
  const holders = listOf(values, 'holder');
  const polarities = listOf(values, 'polarity');
  const expressions = listOf(values, 'expression');
  const chains = chainsOf(values, targets.length);
  if (targets.length === 0) {
    const given = Object.entries({
      holder: holders,
      polarity: polarities,
      expression: expressions,
      attribution: chains,
    })
      .filter(([, list]) => list.length > 0)
      .map(([column]) => column);
    if (given.length > 0)
      throw new Refusal(`has a ${given[0]} and no target: a stance is towards somebody or something`);
    return [];
  }
  const part = (list: readonly string[], column: string): readonly string[] =>
    inParallel(list, targets.length, column, '');
  const inParallelChains = inParallel(chains, targets.length, 'attribution', [] as readonly string[]);
  const allHolders = part(holders, 'holder');
  const allPolarities = part(polarities, 'polarity');
  const allExpressions = part(expressions, 'expression');
  return targets.map((target, i) => {
    if (target === '') throw new Refusal(`has no target for stance ${i + 1}`);
    const attribution = inParallelChains[i]!;
    const holder = isAuthor(allHolders[i]!) || allHolders[i] === '' ? AUTHOR : allHolders[i]!;
    return {
      holder,
      target,
      polarity: readPolarity(allPolarities[i]!, target, scales),
      expression:
        allExpressions[i] === ''
          ? likelyExpression(holder, attribution)
          : choiceOf(allExpressions[i]!, 'expression', EXPRESSIONS),
      attribution,
    };
  });
}

/** One value stands for all stances; otherwise there is one for each. */
function inParallel<T>(list: readonly T[], count: number, column: string, missing: T): readonly T[] {
  if (list.length > count)
    throw new Refusal(`has ${list.length} values under “${column}” for ${count} targets`);
  if (list.length === 1) return Array.from({ length: count }, () => list[0]!);
  return Array.from({ length: count }, (_, i) => list[i] ?? missing);
}

/** Where the sheet does not say: with a chain somebody else says so, the author's own stance is stated; else inferred. */
function likelyExpression(holder: string, attribution: readonly string[]): Expression {
  if (attribution.length > 0) return 'reported';
  return holder === AUTHOR ? 'stated' : 'inferred';
}

/** One chain a stance: `author > X`. In JSONL an array of chains, each text or an array of names. */
function chainsOf(values: Values, stances: number): (readonly string[])[] {
  const value = values.attribution;
  if (Array.isArray(value)) {
    const isOneChain = stances === 1 && value.length > 1 && value.every((item) => typeof item === 'string');
    const chains = isOneChain ? [value] : value;
    return chains.map((chain) =>
      (Array.isArray(chain)
        ? chain.map((item) => itemText(item, 'attribution'))
        : [itemText(chain, 'attribution')]
      )
        .flatMap((text) => text.split(/\s*>\s*/u))
        .map(speakerName)
        .filter((name) => name !== ''),
    );
  }
  return listOf(values, 'attribution').map((chain) =>
    chain
      .split(/\s*>\s*/u)
      .map(speakerName)
      .filter((name) => name !== ''),
  );
}

function speakerName(text: string): string {
  return isAuthor(text) ? AUTHOR : text.trim();
}

function isAuthor(text: string): boolean {
  return ['author', 'the author'].includes(nameKey(text));
}

function readPolarity(text: string, target: string, scales: Scales): Polarity {
  if (text === '') {
    throw new Refusal(`has no polarity for the stance towards ${shorten(target)}: -2 to 2, or unclear`);
  }
  const key = nameKey(text).replace(/[\u2212\u2013\u2010\u2011]/gu, '-');
  const number = key.replace(/^\+/, '').replace(/^-0$/, '0');
  const found =
    POLARITIES.find((polarity) => String(polarity) === number) ??
    POLARITIES.find((polarity) => nameKey(scales.polarity[String(polarity)] ?? '') === key);
  if (found === undefined) throw new Refusal(`“${shorten(text)}” is no polarity: -2 to 2, or unclear`);
  return found;
}

// Reliability

function readReliability(values: Values, scales: Scales): Reliability | undefined {
  const source = textOf(values, 'source').trim();
  const information = textOf(values, 'information').trim();
  const why = textOf(values, 'why').trim();
  if (source === '' && information === '') {
    if (why !== '') throw new Refusal('says why, and has neither a source grade nor an information grade');
    return undefined;
  }
  return {
    ...(source === ''
      ? {}
      : { source: gradeOf(source, SOURCE_GRADES, scales.source, 'source grade, A to F') }),
    ...(information === ''
      ? {}
      : {
          information: gradeOf(
            information,
            INFORMATION_GRADES,
            scales.information,
            'information grade, 1 to 6',
          ),
        }),
    ...(why === '' ? {} : { why }),
  };
}

function gradeOf<T extends string | number>(
  text: string,
  grades: readonly T[],
  labels: Readonly<Record<string, string>>,
  what: string,
): T {
  const key = nameKey(text);
  const grade = grades.find(
    (one) => String(one).toLowerCase() === key || nameKey(labels[String(one)] ?? '') === key,
  );
  if (grade === undefined) throw new Refusal(`“${shorten(text)}” is no ${what}`);
  return grade;
}
