import { parseServeArguments, SERVE_USAGE } from '../loopback/parse-serve-arguments.ts';
import { runLoopback } from '../loopback/run-loopback.ts';
import type { Command } from './command.ts';
import { actors } from './commands/actors.ts';
import { adjudication } from './commands/adjudication.ts';
import { agreement } from './commands/agreement.ts';
import { annotations } from './commands/annotations.ts';
import { check } from './commands/check.ts';
import { codebook } from './commands/codebook.ts';
import { documents } from './commands/documents.ts';
import { exportCommand } from './commands/export.ts';
import { identity } from './commands/identity.ts';
import { importCommand } from './commands/import.ts';
import { init } from './commands/init.ts';
import { memos } from './commands/memos.ts';
import { history } from './commands/history.ts';
import { join } from './commands/join.ts';
import { mentions } from './commands/mentions.ts';
import { publish } from './commands/publish.ts';
import { read } from './commands/read.ts';
import { receive } from './commands/receive.ts';
import { search } from './commands/search.ts';
import { sets } from './commands/sets.ts';
import { team } from './commands/team.ts';
import { makeContext } from './context.ts';
import { formatError, type Output } from './output.ts';
import { parseArguments } from './parse-arguments.ts';
import { UsageError } from './usage-error.ts';

const COMMANDS: readonly Command[] = [
  init,
  importCommand,
  documents,
  sets,
  actors,
  codebook,
  annotations,
  search,
  mentions,
  memos,
  read,
  exportCommand,
  team,
  publish,
  receive,
  join,
  history,
  identity,
  agreement,
  adjudication,
  check,
];

const USAGE = `Usage: postil <command> …

${COMMANDS.map(({ usage }) => `  postil ${usage}`).join('\n')}
  postil serve [<project>] [--port N]

--json on each prints one array of records. \`postil <command> --help\` says more. The exit status is 0 when all went
well, 1 when something failed or was refused, 2 when the command line is wrong.
`;

/** @returns the exit status */
export async function runCli(args: readonly string[], output: Output, installation: string): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await output.out(USAGE);
    return name === undefined ? 2 : 0;
  }
  try {
    if (name === 'serve') return await serve(rest, output, installation);
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (!command) {
      output.error(`postil: there is no command “${name}”.\n\n${USAGE}`);
      return 2;
    }
    if (rest.includes('--help') || rest.includes('-h')) {
      await output.out(`Usage: postil ${command.usage} [--json]\n\n${command.help}\n`);
      return 0;
    }
    return await runCommand(command, rest, output, installation);
  } catch (error) {
    output.error(formatError(error));
    return 1;
  }
}

async function runCommand(
  command: Command,
  args: readonly string[],
  output: Output,
  installation: string,
): Promise<number> {
  let parsed;
  const stop = new AbortController();
  const onSignal = (): void => {
    // Whoever asks twice does not want to wait.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    parsed = parseArguments(command.shape, args);
    return (await command.run(parsed, makeContext(output, installation, stop.signal))) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.error(`postil: ${error.message}\nUsage: postil ${command.usage} [--json]\n`);
    return 2;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

async function serve(args: readonly string[], output: Output, installation: string): Promise<number> {
  let options;
  try {
    options = parseServeArguments(args, installation);
  } catch (error) {
    output.error(`postil: ${(error as Error).message}\n\n${SERVE_USAGE}`);
    return 2;
  }
  if (options === 'help') {
    await output.out(SERVE_USAGE);
    return 0;
  }
  return runLoopback(options);
}
