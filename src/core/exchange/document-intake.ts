import { prepareText, type AnchorText } from '../anchoring/anchor-text.ts';
import { titleOf, type DocumentRecord } from '../document/document.ts';
import type { DocumentId } from '../ids.ts';
import { timestamp } from '../ports.ts';
import type { Edit } from '../project/edit.ts';
import type { DocumentSummary } from '../project/project.ts';
import { DocumentIndex } from './document-index.ts';
import { Refusal } from './fault.ts';
import { makeForeignText } from './foreign-text.ts';
import { placeInText, type IntakeDocument } from './intake-document.ts';
import type { IntakeOptions, IntakePorts, IntakeProject, IntakeReport } from './intake-types.ts';
import { keepRecent } from './keep-recent.ts';
import { makeNewDocument, type GivenDocument, type NewDocument } from './new-document.ts';

/** The documents of a reading: those of the project, and those that a file brings. */
export class DocumentIntake {
  readonly index: DocumentIndex;
  readonly #project: Pick<IntakeProject, 'readText' | 'readDocument'>;
  readonly #lacking: IntakeOptions['documents'];
  readonly #ports: IntakePorts;
  readonly #texts = new Map<DocumentId, Promise<AnchorText>>();
  readonly #added = new Map<DocumentId, NewDocument>();
  readonly #returning = new Map<DocumentId, DocumentRecord>();

  /** @param lacking what becomes of documents that the project lacks */
  constructor(project: IntakeProject, lacking: IntakeOptions['documents'], ports: IntakePorts) {
    this.index = new DocumentIndex(project.documents);
    this.#project = project;
    this.#lacking = lacking;
    this.#ports = ports;
  }

  isNew(id: DocumentId): boolean {
    return this.#added.has(id);
  }

  text(id: DocumentId): Promise<AnchorText> {
    const added = this.#added.get(id);
    return keepRecent(this.#texts, id, async () =>
      prepareText(added?.text ?? (await this.#project.readText(id))),
    );
  }

  async document(given: GivenDocument): Promise<IntakeDocument> {
    const foreign = makeForeignText(given.text);
    const hash = this.#ports.sha256(foreign.text);
    const known = this.index.byText(hash, given.id ?? '') ?? (await this.#bring(given, foreign.text, hash));
    const source = await this.text(known.id);
    return {
      id: known.id,
      title: known.title,
      textHash: hash,
      text: foreign.text,
      isNew: this.#added.has(known.id),
      target: (ranges, system, quote) => placeInText(foreign, source, hash, ranges, system, quote),
    };
  }

  async #bring(given: GivenDocument, text: string, hash: string): Promise<DocumentSummary> {
    const removed = this.index.removedWithText(hash);
    if (this.#lacking === 'leave') {
      throw new Refusal(
        removed
          ? `the document “${removed.title}” was removed from this project`
          : `its document “${given.title}” is not in this project`,
      );
    }
    if (removed) {
      this.#returning.set(removed.id, await this.#project.readDocument(removed.id));
      const { removedAt: _, ...back } = removed;
      this.index.add(back);
      return back;
    }
    const { sha256 } = this.#ports;
    const added = makeNewDocument(
      given,
      text,
      (id) => this.index.has(id),
      sha256,
      timestamp(this.#ports.clock),
    );
    const { record } = added;
    this.#added.set(record.id, added);
    const summary: DocumentSummary = {
      id: record.id,
      title: titleOf(record),
      fileName: record.fileName,
      metadata: record.settings.metadata,
      importedAt: record.importedAt,
      textHash: hash,
      characters: text.length,
      layers: [],
    };
    this.index.add(summary);
    return summary;
  }

  /** The documents to be added, hidden, and the edits that show them and bring back those that were removed. */
  finish(
    now: string,
  ): Pick<IntakeReport, 'newDocuments' | 'returning'> & { readonly edits: readonly Edit[] } {
    const newDocuments = [...this.#added.values()].map((added) => hidden(added, now));
    const returning = [...this.#returning.values()];
    return {
      newDocuments,
      returning: returning.map((record) => ({ id: record.id, title: titleOf(record) })),
      edits: [...newDocuments.map(({ record }) => record), ...returning].map(show),
    };
  }
}

/** As it is added: not there for anybody until the change shows it, so that the two are one act. */
function hidden({ record, text }: NewDocument, removedAt: string): NewDocument {
  return { record: { ...record, settings: { ...record.settings, removedAt } }, text };
}

function show({ id, settings }: DocumentRecord): Edit {
  const { removedAt: _, ...after } = settings;
  return { kind: 'document', documentId: id, before: settings, after };
}
