import type { DocumentId } from '../ids.ts';
import type { DocumentSummary } from '../project/project.ts';
import { Refusal } from './fault.ts';
import { nameKey } from './names.ts';

/** Finds this project's documents as files of other hands name them. Removed documents are known, and refused. */
export class DocumentIndex {
  readonly #byId = new Map<string, DocumentSummary>();
  readonly #byHash = new Map<string, DocumentSummary[]>();
  /** By what a person may call a document, from the surest to the vaguest. */
  readonly #byName: readonly Map<string, DocumentSummary[]>[] = [new Map(), new Map(), new Map()];

  constructor(documents: readonly DocumentSummary[]) {
    for (const document of documents) this.add(document);
  }

  add(document: DocumentSummary): void {
    const [fileNames, titles, stems] = this.#byName;
    this.#byId.set(document.id, document);
    insert(this.#byHash, document.textHash, document);
    insert(fileNames!, nameKey(document.fileName), document);
    insert(titles!, nameKey(document.title), document);
    insert(stems!, nameKey(stemOf(document.fileName)), document);
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** A document with this text that was removed from the project, where none with it is left. */
  removedWithText(textHash: string): DocumentSummary | undefined {
    const same = this.#byHash.get(textHash) ?? [];
    return same.every((document) => document.removedAt !== undefined) ? same[0] : undefined;
  }

  byId(id: DocumentId): DocumentSummary | undefined {
    return this.#byId.get(id);
  }

  /** The document of a text, and of this id where several have the text. `undefined` where none has it. */
  byText(textHash: string, id: string): DocumentSummary | undefined {
    const same = (this.#byHash.get(textHash) ?? []).filter((document) => document.removedAt === undefined);
    return same.find((document) => document.id === id) ?? same[0];
  }

  tryMatch(textHash: string, id: string): DocumentSummary | undefined {
    const found = this.byText(textHash, id) ?? this.#byId.get(id);
    return found?.removedAt === undefined ? found : undefined;
  }

  /**
   * The document with this text; failing that, the one with this id.
   * @throws Refusal when there is none, or it was removed
   */
  match(textHash: string, id: string, title: string): DocumentSummary {
    const found = this.byText(textHash, id) ?? this.#byId.get(id);
    if (!found) throw new Refusal(`its document “${title}” is not in this project`);
    return notRemoved(found);
  }

  /**
   * By id, file name, title, or file name without its ending.
   * @throws Refusal when none is called so, or several are
   */
  named(name: string): DocumentSummary {
    if (name.trim() === '') throw new Refusal('names no document');
    const found = this.find(name);
    if (!found) throw new Refusal(`there is no document “${name.trim()}” in this project`);
    return found;
  }

  /** @throws Refusal when several are called so, or the one is removed */
  find(name: string): DocumentSummary | undefined {
    const byId = this.#byId.get(name.trim());
    if (byId) return notRemoved(byId);
    const fileName = name.trim().split(/[\\/]/u).at(-1)!;
    for (const key of new Set([nameKey(name), nameKey(fileName)])) {
      for (const index of this.#byName) {
        const there = index.get(key) ?? [];
        const live = there.filter((document) => document.removedAt === undefined);
        if (live.length > 1) {
          const ids = live.map((document) => document.id).join(', ');
          throw new Refusal(`“${name.trim()}” is the name of several documents: ${ids}`);
        }
        if (live.length === 1) return live[0];
        if (there.length > 0) notRemoved(there[0]!);
      }
    }
    return undefined;
  }
}

function notRemoved(document: DocumentSummary): DocumentSummary {
  if (document.removedAt !== undefined) {
    throw new Refusal(`the document “${document.title}” was removed from this project`);
  }
  return document;
}

function stemOf(fileName: string): string {
  return fileName.replace(/\.[^.]+$/, '');
}

function insert(index: Map<string, DocumentSummary[]>, key: string, document: DocumentSummary): void {
  const there = index.get(key);
  if (there) there.push(document);
  else index.set(key, [document]);
}
