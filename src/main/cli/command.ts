import type { CliContext } from './context.ts';
import type { CommandShape, ParsedArguments } from './parse-arguments.ts';

export interface Command {
  readonly name: string;
  /** What follows `postil`. */
  readonly usage: string;
  /** One line on what it does, then more where there is more to say. */
  readonly help: string;
  readonly shape: CommandShape;
  /** @returns whether all went well; what did not, stderr has. */
  run(args: ParsedArguments, context: CliContext): Promise<boolean>;
}
