import { basename } from 'node:path';
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';

/** The native dialogs that `dialog.*` of the contract shows. */
export interface NativeDialogs {
  chooseFiles(args: {
    readonly title: string;
    readonly extensions: readonly string[];
    readonly many: boolean;
  }): Promise<string[]>;
  chooseFolder(args: { readonly title: string }): Promise<string | null>;
  saveFile(args: { readonly title: string; readonly suggestedName: string }): Promise<string | null>;
}

/**
 * Dialogs that hang on the window. `grant` hears every path that the user chose, before the page does: a path that was
 * never granted is refused by the services, whatever the page says.
 */
export function makeDialogs(
  ownerWindow: () => BrowserWindow | null,
  grant: (path: string, access: 'read' | 'write') => void,
): NativeDialogs {
  async function open(options: OpenDialogOptions): Promise<string[]> {
    const owner = ownerWindow();
    const answer = owner ? await dialog.showOpenDialog(owner, options) : await dialog.showOpenDialog(options);
    return answer.canceled ? [] : answer.filePaths;
  }

  return {
    async chooseFiles({ title, extensions, many }) {
      const paths = await open({
        title,
        properties: many ? ['openFile', 'multiSelections'] : ['openFile'],
        filters: [
          ...(extensions.length > 0 ? [{ name: title, extensions: [...extensions] }] : []),
          { name: 'All files', extensions: ['*'] },
        ],
      });
      for (const path of paths) grant(path, 'read');
      return paths;
    },
    async chooseFolder({ title }) {
      const [folder] = await open({ title, properties: ['openDirectory', 'createDirectory'] });
      if (folder === undefined) return null;
      grant(folder, 'write');
      return folder;
    },
    async saveFile({ title, suggestedName }) {
      const owner = ownerWindow();
      const options = { title, defaultPath: basename(suggestedName) };
      const answer = owner
        ? await dialog.showSaveDialog(owner, options)
        : await dialog.showSaveDialog(options);
      if (answer.canceled || answer.filePath === '') return null;
      grant(answer.filePath, 'write');
      return answer.filePath;
    },
  };
}
