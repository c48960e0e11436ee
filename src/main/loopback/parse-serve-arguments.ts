import { parseArgs } from 'node:util';
import { userFolders } from '../services/settings/user-folders.ts';
import type { LoopbackRunOptions } from './run-loopback.ts';

export const SERVE_USAGE = `Usage: postil serve [<project>] [--port N] [--allow <folder>]… [--user-data <folder>] [--open] [--no-sample]

Serves Postil to a browser on this machine only, at 127.0.0.1. Prints a one-time address.

  <project>     a project folder to open
  --port N      the port; without it the system chooses a free one
  --allow       a further folder that the page may use, beside the home and the temporary folder
  --user-data   where settings and backups are kept (else $POSTIL_HOME, else the custom of the platform)
  --open        opens the browser, where there is a display
  --no-sample   the very first start does not open the sample project
`;

/**
 * @throws TypeError with a sentence for the user.
 */
export function parseServeArguments(
  args: readonly string[],
  installation: string,
): LoopbackRunOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      allow: { type: 'string', multiple: true },
      'user-data': { type: 'string' },
      open: { type: 'boolean' },
      'no-sample': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  if (positionals.length > 1) throw new TypeError('At most one project can be opened.');
  const port = values.port === undefined ? 0 : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`“${values.port}” is no port; a port is a number from 1 to 65535.`);
  }
  const userData = values['user-data'];
  const folders = userFolders(userData === undefined ? process.env : { POSTIL_HOME: userData });
  return {
    installation,
    userDataFolder: folders.userData,
    cacheFolder: folders.cache,
    project: positionals[0] ?? null,
    allow: values.allow ?? [],
    port,
    isSampleWanted: !values['no-sample'],
    isBrowserWanted: values.open ?? false,
  };
}
