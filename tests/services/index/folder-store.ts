import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PostilError } from '../../../src/core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../src/core/ids.ts';
import type { Project } from '../../../src/core/project/project.ts';
import type { IndexedStore } from '../../../src/main/services/index/indexed-store.ts';
import { decodeFile, openEnvelope } from '../../../src/main/services/store/envelope.ts';
import { isMissing } from '../../../src/main/services/store/file-error.ts';
import { nodeFileSystem as fs } from '../../../src/main/services/store/file-system.ts';
import { listProject } from '../../../src/main/services/store/project-files.ts';
import {
  CODEBOOK_FILE,
  documentFile,
  layerFile,
  PROJECT_FILE,
} from '../../../src/main/services/store/project-paths.ts';
import { codebookFormat, projectFormat } from '../../../src/main/services/store/record-formats.ts';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The reading half of a store over a project folder, with a count of what was read. */
export interface FolderStore extends IndexedStore {
  readonly scanned: string[];
}

export async function openFolderStore(folder: string): Promise<FolderStore> {
  const bytes = await fs.readFile(join(folder, PROJECT_FILE));
  const project: Project = decodeFile(projectFormat, bytes, PROJECT_FILE, sha256).content;
  const scanned: string[] = [];
  const codebookBytes = await fs.readFile(join(folder, CODEBOOK_FILE));
  const codebook = decodeFile(codebookFormat, codebookBytes, CODEBOOK_FILE, sha256).content;

  async function scan(file: string): Promise<unknown> {
    scanned.push(file);
    try {
      return openEnvelope(await fs.readFile(join(folder, file)), file, sha256).content;
    } catch (error) {
      if (isMissing(error)) return null;
      if (error instanceof PostilError) throw error;
      throw new PostilError('io', `${file} could not be read.`, { file }, error);
    }
  }

  return {
    folder,
    scanned,
    documentSets: () => [],
    project: () => project,
    codebook: () => codebook,
    async fileStats() {
      const listing = await listProject(fs, folder);
      const key = async (file: string) => {
        const { size, mtimeMs } = await fs.stat(join(folder, file));
        return { size, mtimeMs };
      };
      return {
        documents: await Promise.all(
          listing.documents.map(async (id) => ({ id, ...(await key(documentFile(id))) })),
        ),
        layers: await Promise.all(
          listing.layers.map(async (layer) => ({
            ...layer,
            ...(await key(layerFile(layer.documentId, layer.annotator))),
          })),
        ),
      };
    },
    scanDocument: (id: DocumentId) => scan(documentFile(id)),
    scanLayer: (documentId: DocumentId, annotator: AnnotatorId) => scan(layerFile(documentId, annotator)),
  };
}
