/**
 * What a bench answers. `tests/bench/<name>/bench.mjs` (or `.ts`) exports
 * `run(options: BenchOptions): Promise<BenchReport>`; `npm run bench` runs them all and writes docs/benchmarks.md.
 */
export interface BenchReport {
  readonly title: string;
  /** How it was measured, and what was left out. */
  readonly introduction: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly goals: readonly BenchGoal[];
}

export interface BenchGoal {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  /** 'ms', 's', '×' or nothing. */
  readonly unit: string;
  /** Whether the value must be at most or at least the limit. */
  readonly kind: 'most' | 'least';
  readonly isMet: boolean;
}

export interface BenchOptions {
  /** Interleaved runs of which medians are taken. */
  readonly runs: number;
  /** Runs of contenders that take most of a minute. */
  readonly peerRuns: number;
  log(line: string): void;
}
