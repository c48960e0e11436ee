import type { BootstrapOptions } from '../../../core/agreement/bootstrap.ts';
import { BOOTSTRAP_ROUNDS } from '../../../core/agreement/bootstrap.ts';
import { DEFAULT_SEED } from '../../../core/agreement/random.ts';
import type { FileFault } from '../../../core/agreement/read-table.ts';
import type { CliContext } from '../context.ts';
import { formatProblem, type Output } from '../output.ts';
import type { ParsedArguments } from '../parse-arguments.ts';
import { UsageError } from '../usage-error.ts';

/** More would fill the terminal and help nobody. */
const TOLD = 20;
const MAX_ROUNDS = 1_000_000;

/** `--rounds` and `--seed`, with a look at every round whether Ctrl+C was pressed. */
export function bootstrapOptions(args: ParsedArguments, job: CliContext['job']): BootstrapOptions {
  return {
    rounds: wholeNumber(args, 'rounds', BOOTSTRAP_ROUNDS, MAX_ROUNDS),
    seed: wholeNumber(args, 'seed', DEFAULT_SEED, Number.MAX_SAFE_INTEGER),
    onRound: () => job.signal.throwIfAborted(),
  };
}

export function wholeNumber(args: ParsedArguments, name: string, standard: number, most: number): number {
  const text = args.text(name);
  if (text === undefined) return standard;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most) {
    throw new UsageError(`--${name} takes a whole number of 0 to ${most}, not “${text}”.`);
  }
  return number;
}

export function oneOf<T extends string>(args: ParsedArguments, name: string, known: readonly T[]): T {
  const found = known.find((one) => one === args.text(name));
  if (found === undefined) throw new UsageError(`--${name} is one of ${known.join(', ')}.`);
  return found;
}

/** Whether the first row is a header, where `--header` or `--no-header` says. */
export function headerOption(args: ParsedArguments): boolean | undefined {
  if (args.flag('header') && args.flag('no-header')) {
    throw new UsageError('--header and --no-header exclude each other.');
  }
  if (args.flag('header')) return true;
  return args.flag('no-header') ? false : undefined;
}

/** Nothing was computed. */
export function tellFaults(output: Output, file: string, faults: readonly FileFault[]): void {
  for (const { line, problem } of faults.slice(0, TOLD)) output.error(formatProblem({ file, line }, problem));
  if (faults.length > TOLD)
    output.error(formatProblem({ file }, `and ${faults.length - TOLD} more problems.`));
}

export function tellNotices(
  output: Output,
  file: string,
  notices: readonly { readonly problem: string; readonly line?: number }[],
): void {
  for (const { line, problem } of notices) output.error(formatProblem({ file, line }, `note: ${problem}`));
}

export function formatValue(value: number | null): string {
  return value === null ? 'undefined' : value.toFixed(4);
}

export function formatInterval(interval: { readonly low: number; readonly high: number } | null): string {
  return interval === null ? '–' : `${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}`;
}
