import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainPage } from './plain-page.ts';

/**
 * Opens the user's browser at a one-time address, where there is a display. The address goes through a page in a
 * file that only the user can read, since a command line can be read by everybody on the machine.
 * @returns whether a browser was asked to open; whether it did is its own affair.
 */
export async function openBrowser(address: string, userDataFolder: string): Promise<boolean> {
  const opener = findOpener();
  if (!opener) return false;
  const file = join(userDataFolder, 'open-postil.html');
  const page = plainPage(
    'Opening Postil',
    ['If nothing happens, use the address in the terminal.'],
    `<meta http-equiv="refresh" content="0;url=${address}">`,
  );
  await rm(file, { force: true });
  await writeFile(file, page, { mode: 0o600, flag: 'wx' });
  const isStarted = await new Promise<boolean>((resolve) => {
    const child = spawn(opener.command, [...opener.args, file], { detached: true, stdio: 'ignore' });
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
    child.once('error', () => resolve(false));
  });
  // The key works once, and the browser has read the file long before that.
  setTimeout(() => void rm(file, { force: true }), 60_000).unref();
  return isStarted;
}

function findOpener(): { readonly command: string; readonly args: readonly string[] } | null {
  switch (process.platform) {
    case 'darwin':
      return { command: 'open', args: [] };
    case 'win32':
      return { command: 'explorer.exe', args: [] };
    default:
      return process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
        ? { command: 'xdg-open', args: [] }
        : null;
  }
}
