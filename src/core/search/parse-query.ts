import { foldTerm } from '../document/fold-with-offsets.ts';

/** A word or phrase to look for. `isPrefix`: its last word may go on. */
export interface Term {
  /** As `foldTerm` has it; not empty. */
  readonly folded: string;
  readonly isPrefix: boolean;
}

/** `term` is a place in `Query.terms`. */
export type Expression =
  | { readonly kind: 'term'; readonly term: number }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression };

export interface Query {
  readonly expression: Expression;
  /** Each once. */
  readonly terms: readonly Term[];
  /** Those under no NOT, or under an even number of them: their occurrences are the hits. At least one. */
  readonly positive: readonly number[];
}

/** What can be wrong with a query, as whole sentences; `{{word}}` is what the user wrote there, or a limit. */
export const QUERY_FAULTS = {
  'phrase-open': 'The phrase that begins here is not closed: add a quotation mark.',
  'star-inside': 'A * can only end a word: “peace*” finds peace and peaceful.',
  'star-alone': 'A * needs the beginning of a word before it.',
  'star-apart': 'The * must follow its word without a space.',
  nothing: 'There is nothing to look for here.',
  'only-not': 'This only says what must not be there: add a word to look for.',
  'closes-none': 'This parenthesis closes none.',
  'not-closed': 'This parenthesis is not closed.',
  'not-closed-empty': 'This parenthesis is not closed, and nothing stands in it.',
  empty: 'Nothing stands in these parentheses.',
  'needs-after': 'A word or a phrase must follow “{{word}}”.',
  'needs-between': 'A word or a phrase must stand between “{{word}}” and this parenthesis.',
  'needs-before':
    '“{{word}}” needs a word or a phrase before it. To look for the word itself, put it in quotation marks.',
  'too-deep': 'This goes too deep.',
  'too-many': 'A search can have {{word}} words and phrases.',
} as const;
export type QueryFaultCode = keyof typeof QUERY_FAULTS;

/** What is wrong with a query, and where: 0-based code units, half-open. */
export interface QueryFault {
  readonly code: QueryFaultCode;
  /** What fills `{{word}}`; empty where the sentence has none. */
  readonly word: string;
  /** The whole sentence. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type ParsedQuery =
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'fault'; readonly fault: QueryFault }
  /** Nothing but white space. */
  | { readonly kind: 'empty' };

/** Beyond it a query is no question any more, and the recursion below stays shallow. */
const MAX_DEPTH = 50;
const MAX_TERMS = 200;

type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' }
  | { readonly kind: 'term'; readonly term: Term }
);

class Fault extends Error {
  readonly fault: QueryFault;

  constructor(code: QueryFaultCode, start: number, end: number, word = '') {
    const message = QUERY_FAULTS[code].replace('{{word}}', () => word);
    super(message);
    this.fault = { code, word, message, start, end };
  }
}

/**
 * Parses what the user asks for. Words side by side must all be there; `OR` (binds less than side by side), `NOT` or a
 * leading minus, parentheses; `"a phrase"` in any kind of quotation marks; `word*` for words that begin so, also as
 * the last word of a phrase. `AND`, `OR` and `NOT` are operators in capitals only.
 */
export function parseQuery(text: string): ParsedQuery {
  try {
    const tokens = tokenise(text);
    if (tokens.length === 0) return { kind: 'empty' };
    return { kind: 'query', query: new Parser(text, tokens).query() };
  } catch (error) {
    if (error instanceof Fault) return { kind: 'fault', fault: error.fault };
    throw error;
  }
}

const QUOTE = /["“”„‟«»＂]/u;
const SPACE = /\s/u;
const OPERATORS: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['AND', 'and'],
  ['OR', 'or'],
  ['NOT', 'not'],
]);

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    const start = at;
    if (SPACE.test(char)) {
      at++;
    } else if (char === '(' || char === ')') {
      tokens.push({ kind: char === '(' ? 'open' : 'close', start, end: ++at });
    } else if (char === '-' || char === '−') {
      tokens.push({ kind: 'not', start, end: ++at });
    } else if (QUOTE.test(char)) {
      at = endOf(text, at + 1, (next) => QUOTE.test(next));
      if (at === text.length) {
        throw new Fault('phrase-open', start, at);
      }
      at++;
      tokens.push({ kind: 'term', term: makeTerm(text.slice(start + 1, at - 1), start, at), start, end: at });
    } else {
      at = endOf(text, at, (next) => SPACE.test(next) || next === '(' || next === ')' || QUOTE.test(next));
      const word = text.slice(start, at);
      const operator = OPERATORS.get(word);
      if (operator) tokens.push({ kind: operator, start, end: at });
      else tokens.push({ kind: 'term', term: makeTerm(word, start, at), start, end: at });
    }
  }
  return tokens;
}

function endOf(text: string, from: number, isEnd: (char: string) => boolean): number {
  let at = from;
  while (at < text.length && !isEnd(text[at]!)) at++;
  return at;
}

function makeTerm(written: string, start: number, end: number): Term {
  const trimmed = written.trim();
  const isPrefix = trimmed.endsWith('*');
  const words = isPrefix ? trimmed.slice(0, -1) : trimmed;
  if (words.includes('*')) {
    throw new Fault('star-inside', start, end);
  }
  const folded = foldTerm(words);
  if (folded === '') {
    throw new Fault(isPrefix ? 'star-alone' : 'nothing', start, end);
  }
  if (isPrefix && /\s$/u.test(words)) {
    throw new Fault('star-apart', start, end);
  }
  return { folded, isPrefix };
}

class Parser {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;
  private readonly terms: Term[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text;
    this.tokens = tokens;
  }

  query(): Query {
    const expression = this.either();
    const left = this.tokens[this.at];
    if (left) throw this.fault('closes-none', left);
    const positive = [...new Set(positiveTerms(expression, true))];
    if (positive.length === 0) {
      throw new Fault('only-not', 0, this.text.length);
    }
    return { expression, terms: this.terms, positive };
  }

  private either(): Expression {
    const parts = [this.all()];
    while (this.tokens[this.at]?.kind === 'or') {
      this.at++;
      parts.push(this.all());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  }

  private all(): Expression {
    const parts = [this.one()];
    for (;;) {
      const next = this.tokens[this.at];
      if (!next || next.kind === 'close' || next.kind === 'or') break;
      if (next.kind === 'and') this.at++;
      parts.push(this.one());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  }

  private one(): Expression {
    const token = this.tokens[this.at++];
    if (!token) {
      const last = this.tokens.at(-1)!;
      throw this.fault(last.kind === 'open' ? 'not-closed-empty' : 'needs-after', last, last, last);
    }
    switch (token.kind) {
      case 'term':
        return { kind: 'term', term: this.number(token.term, token) };
      case 'not':
        this.enter(token);
        try {
          return { kind: 'not', part: this.one() };
        } finally {
          this.depth--;
        }
      case 'open': {
        this.enter(token);
        if (this.tokens[this.at]?.kind === 'close') {
          throw this.fault('empty', token, this.tokens[this.at]);
        }
        const inner = this.either();
        if (this.tokens[this.at]?.kind !== 'close') {
          throw this.fault('not-closed', token);
        }
        this.at++;
        this.depth--;
        return inner;
      }
      case 'close': {
        const before = this.tokens[this.at - 2];
        if (before && before.kind !== 'open' && before.kind !== 'close' && before.kind !== 'term') {
          throw this.fault('needs-between', token, token, before);
        }
        throw this.fault('closes-none', token);
      }
      case 'and':
      case 'or':
        throw this.fault('needs-before', token, token, token);
    }
  }

  private enter(token: Token): void {
    if (++this.depth > MAX_DEPTH) throw this.fault('too-deep', token);
  }

  private number(term: Term, token: Token): number {
    const key = `${term.isPrefix ? '*' : ' '}${term.folded}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    if (this.terms.length === MAX_TERMS) {
      throw new Fault('too-many', token.start, token.end, String(MAX_TERMS));
    }
    this.terms.push(term);
    this.numbers.set(key, this.terms.length - 1);
    return this.terms.length - 1;
  }

  private fault(code: QueryFaultCode, from: Token, to: Token = from, named?: Token): Fault {
    const word = named && this.text.slice(named.start, named.end);
    return new Fault(code, from.start, to.end, word);
  }
}

function positiveTerms(expression: Expression, isPositive: boolean): number[] {
  switch (expression.kind) {
    case 'term':
      return isPositive ? [expression.term] : [];
    case 'not':
      return positiveTerms(expression.part, !isPositive);
    default:
      return expression.parts.flatMap((part) => positiveTerms(part, isPositive));
  }
}

/** Whether a text in which just those terms occur that `has` says answers the query. */
export function isSatisfied(expression: Expression, has: (term: number) => boolean): boolean {
  switch (expression.kind) {
    case 'term':
      return has(expression.term);
    case 'not':
      return !isSatisfied(expression.part, has);
    case 'and':
      return expression.parts.every((part) => isSatisfied(part, has));
    case 'or':
      return expression.parts.some((part) => isSatisfied(part, has));
  }
}
