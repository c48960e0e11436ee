import { homedir } from 'node:os';
import { join } from 'node:path';

export interface UserFolders {
  /** Settings, remembered views, backups, the copy of the sample project. */
  readonly userData: string;
  /** Derived things, rebuilt when missing. */
  readonly cache: string;
}

/**
 * Where Postil keeps what belongs to the user and not to a project, by the custom of the platform. `POSTIL_HOME` puts
 * all of it into one folder.
 */
export function userFolders(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
): UserFolders {
  const own = environment['POSTIL_HOME'];
  if (own) return { userData: own, cache: join(own, 'cache') };
  const home = homedir();
  switch (platform) {
    case 'win32':
      return {
        userData: join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Postil'),
        cache: join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Postil', 'Cache'),
      };
    case 'darwin':
      return {
        userData: join(home, 'Library', 'Application Support', 'Postil'),
        cache: join(home, 'Library', 'Caches', 'Postil'),
      };
    default:
      return {
        userData: join(environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'postil'),
        cache: join(environment['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'postil'),
      };
  }
}
