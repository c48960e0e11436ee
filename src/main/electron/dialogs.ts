import { basename } from 'node:path';
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { NativeDialogs } from '../services/workbench/create-workbench.ts';
import type { ShellTexts } from './shell-texts.ts';

/** Dialogs that hang on the window. */
export function makeDialogs(ownerWindow: () => BrowserWindow | null, texts: () => ShellTexts): NativeDialogs {
  async function open(options: OpenDialogOptions): Promise<string[]> {
    const owner = ownerWindow();
    const answer = owner ? await dialog.showOpenDialog(owner, options) : await dialog.showOpenDialog(options);
    return answer.canceled ? [] : answer.filePaths;
  }

  return {
    chooseFiles({ title, extensions, many }) {
      return open({
        title,
        properties: many ? ['openFile', 'multiSelections'] : ['openFile'],
        filters: [
          ...(extensions.length > 0 ? [{ name: title, extensions: [...extensions] }] : []),
          { name: texts().allFiles, extensions: ['*'] },
        ],
      });
    },
    async chooseFolder({ title }) {
      const [folder] = await open({ title, properties: ['openDirectory', 'createDirectory'] });
      return folder ?? null;
    },
    async saveFile({ title, suggestedName }) {
      const owner = ownerWindow();
      const options = { title, defaultPath: basename(suggestedName) };
      const answer = owner
        ? await dialog.showSaveDialog(owner, options)
        : await dialog.showSaveDialog(options);
      return answer.canceled || answer.filePath === '' ? null : answer.filePath;
    },
  };
}
