import type { Connection } from '../../../contract/dispatcher.ts';
import type { Transport } from '../../../contract/envelope.ts';
import type { SecretBox } from '../team/identity-file.ts';
import type { PathUse } from './path-access.ts';

export interface WorkbenchOptions {
  readonly host: 'electron' | 'loopback' | 'memory';
  readonly version: string;
  readonly platform: string;
  /** Settings, remembered views, backups, the copy of the sample project. Absolute, as are all. */
  readonly userDataFolder: string;
  /** Derived things. */
  readonly cacheFolder: string;
  /** The sample project as it is shipped. Only read. */
  readonly sampleFolder: string;
  /** The search's built worker, where it is not the program's own. */
  readonly searchWorkerFile?: string;
  /** That of agreement, likewise. */
  readonly agreementWorkerFile?: string;
  /** Null where the page brings its own choosers. */
  readonly dialogs: NativeDialogs | null;
  /** Where the host can seal secrets for this user of this machine. */
  readonly secretBox?: SecretBox;
  /** The folders that a page may use. Null where every path comes by a dialog or another grant. */
  readonly allowedRoots: readonly string[] | null;
  onFault(fault: unknown): void;
}

/** Native dialogs. What the user chooses there is granted to the page. */
export interface NativeDialogs {
  chooseFiles(args: {
    readonly title: string;
    readonly extensions: readonly string[];
    readonly many: boolean;
  }): Promise<readonly string[]>;
  chooseFolder(args: { readonly title: string }): Promise<string | null>;
  saveFile(args: { readonly title: string; readonly suggestedName: string }): Promise<string | null>;
}

/** The services behind one host: at most one open project, shared by all connections. */
export interface Workbench {
  /** Serves a page until its transport closes. */
  connect(transport: Transport): Connection;
  /** Opens a project for all pages, as the command line or the system asked. What fails is told to the pages. */
  openFolder(folder: string): Promise<void>;
  /** Opens the sample project if this user has never opened any. What fails is told to the pages. */
  openAtFirstStart(): Promise<void>;
  /** A command of the native menu, to all pages. */
  emitCommand(command: string): void;
  /** The user named this path outside of the page; it may be used from now on. */
  grantPath(path: string, access: PathUse): void;
  /** Waits for what is under way, saves, closes the project, removes what was uploaded and not used. */
  close(): Promise<void>;
}
