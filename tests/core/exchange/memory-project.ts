import { createHash } from 'node:crypto';
import type { Annotation } from '../../../src/core/annotation/annotation.ts';
import { compareAnnotations, editLayer, isLayerEdit } from '../../../src/core/annotation/edit-layer.ts';
import { emptyLayer, layerSchema, type Layer } from '../../../src/core/annotation/layer.ts';
import { codebookSchema, type Codebook, type CodebookChange } from '../../../src/core/codebook/codebook.ts';
import { findPlainStructure } from '../../../src/core/document/plain-structure.ts';
import { makeLocate } from '../../../src/core/document/locate.ts';
import { editCodebook } from '../../../src/core/codebook/edit-codebook.ts';
import { emptyCodebook } from '../../../src/core/codebook/scales.ts';
import { isEqual } from '../../../src/core/equal.ts';
import { titleOf, type DocumentRecord, type Source } from '../../../src/core/document/document.ts';
import type { ExportDocument, ExportInput } from '../../../src/core/exchange/exchange.ts';
import { Intake, type IntakeOptions, type IntakeReport } from '../../../src/core/exchange/intake.ts';
import type { AnnotatorId, DocumentId, ProjectId } from '../../../src/core/ids.ts';
import type { Sha256 } from '../../../src/core/ports.ts';
import { editSchema, type Change } from '../../../src/core/project/edit.ts';
import type { Annotator, DocumentSummary, Project } from '../../../src/core/project/project.ts';
import type { ExchangeSource } from '../../../src/main/services/exchange/exchange-source.ts';

export const sha256: Sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
export const AT = '2024-03-05T06:07:08.009Z';
export const SELF: Annotator = { id: 'tess' as AnnotatorId, name: 'Tess' };

/** Ids in a row, so that baselines stay. */
export function countingIds(): { uuid(): string } {
  let n = 0;
  return { uuid: () => `01900000-0000-7000-8000-${(++n).toString(16).padStart(12, '0')}` };
}

export interface MemoryDocument {
  readonly id: string;
  readonly text: string;
  readonly title?: string;
  readonly fileName?: string;
  readonly removedAt?: string;
}

/** A project in memory over the real edits and schemas: what services need of a store. */
export class MemoryProject implements ExchangeSource {
  readonly texts = new Map<DocumentId, string>();
  readonly records = new Map<DocumentId, DocumentRecord>();
  readonly layers = new Map<string, Layer>();
  readonly changes: Change[] = [];
  sourceList: readonly Source[] = [];
  #project: Project;
  #codebook: Codebook;

  constructor(documents: readonly MemoryDocument[], codebook = emptyCodebook(), annotators = [SELF], n = 1) {
    const id = `01900000-0000-7000-9000-${String(n).padStart(12, '0')}` as ProjectId;
    this.#project = { id, title: 'Golden', createdAt: AT, annotators };
    this.#codebook = codebookSchema.parse(structuredClone(codebook));
    for (const document of documents) this.addGiven(document);
  }

  /** Of an id, a text and little else. */
  addGiven({ id, text, title, fileName, removedAt }: MemoryDocument): void {
    const documentId = id as DocumentId;
    this.texts.set(documentId, text);
    this.records.set(documentId, {
      id: documentId,
      fileName: fileName ?? `${id}.txt`,
      mediaType: 'text/plain',
      importedAt: AT,
      text: { sha256: sha256(text), length: text.length },
      original: { sha256: sha256(text), bytes: text.length, encoding: 'utf-8', lineEnds: 'lf' },
      structure: findPlainStructure(text),
      settings: {
        metadata: title === undefined ? {} : { title: { value: title, status: 'accepted' } },
        zones: [],
        ...(removedAt === undefined ? {} : { removedAt }),
      },
    });
  }

  /** A document as import makes it. */
  addRecord(record: DocumentRecord, text: string): void {
    this.texts.set(record.id, text);
    this.records.set(record.id, record);
  }

  project = (): Project => this.#project;
  codebook = (): Codebook => this.#codebook;
  sources = (): readonly Source[] => this.sourceList;

  documents(): DocumentSummary[] {
    return [...this.records.values()].map((record) => ({
      id: record.id,
      title: titleOf(record),
      fileName: record.fileName,
      metadata: record.settings.metadata,
      importedAt: record.importedAt,
      textHash: record.text.sha256,
      characters: record.text.length,
      layers: [...this.layers.values()].flatMap(({ documentId, annotator, state, annotations }) =>
        documentId === record.id ? [{ annotator, state, annotations: annotations.length }] : [],
      ),
      ...(record.settings.removedAt === undefined ? {} : { removedAt: record.settings.removedAt }),
    }));
  }

  readDocument = async (id: DocumentId): Promise<DocumentRecord> => this.records.get(id)!;
  readText = async (id: DocumentId): Promise<string> => this.texts.get(id)!;

  async layersOf(id: DocumentId): Promise<AnnotatorId[]> {
    return [...this.layers.values()]
      .filter((layer) => layer.documentId === id)
      .map((layer) => layer.annotator);
  }

  async readLayer(id: DocumentId, annotator: AnnotatorId): Promise<Layer> {
    return this.layers.get(`${id}/${annotator}`) ?? emptyLayer(id, annotator);
  }

  putLayer(layer: Layer): void {
    const ordered = { ...layer, annotations: layer.annotations.toSorted(compareAnnotations) };
    this.layers.set(`${layer.documentId}/${layer.annotator}`, layerSchema.parse(structuredClone(ordered)));
  }

  async ensureAnnotator(annotator: Annotator): Promise<void> {
    const { annotators } = this.#project;
    if (annotators.some((one) => one.id === annotator.id)) return;
    this.#project = { ...this.#project, annotators: [...annotators, annotator] };
  }

  async addDocument({ record, text }: { record: DocumentRecord; text: string }): Promise<void> {
    if (this.records.has(record.id)) throw new Error('there already');
    this.addRecord(record, text);
  }

  async apply(change: Change, annotator: AnnotatorId): Promise<void> {
    for (const edit of change.edits) editSchema.parse(edit);
    const codebookChanges = change.edits.filter(
      (edit) => edit.kind === 'actor' || edit.kind === 'code' || edit.kind === 'scales',
    ) as CodebookChange[];
    if (codebookChanges.length > 0) {
      const stamp = { at: AT, annotator, label: change.label };
      this.#codebook = codebookSchema.parse(editCodebook(this.#codebook, codebookChanges, stamp));
    }
    for (const edit of change.edits) {
      if (edit.kind === 'document') {
        const record = this.records.get(edit.documentId)!;
        if (!isEqual(record.settings, edit.before)) throw new Error('stale');
        this.records.set(record.id, { ...record, settings: edit.after });
      }
      if (!isLayerEdit(edit)) continue;
      if (!this.#project.annotators.some((one) => one.id === edit.annotator))
        throw new Error('no such annotator');
      this.putLayer(editLayer(await this.readLayer(edit.documentId, edit.annotator), edit));
    }
    this.changes.push(change);
  }

  annotations(): Annotation[] {
    return [...this.layers.values()].flatMap((layer) => layer.annotations);
  }

  exportInput(): ExportInput {
    return {
      project: this.#project,
      codebook: this.#codebook,
      sources: this.sourceList,
      exportedAt: AT,
      exportId: '01900000-0000-8000-8000-00000000ee00',
      includesTexts: true,
      documents: this.#exportDocuments(),
    };
  }

  async *#exportDocuments(): AsyncGenerator<ExportDocument> {
    for (const [id, record] of this.records) {
      const layers = [...this.layers.values()].filter((layer) => layer.documentId === id);
      const text = () => this.readText(id);
      yield { record, text, locate: async () => makeLocate(record, await text()), layers };
    }
  }

  /** Reads by `read` and applies, as the service does. */
  async take(
    read: (intake: Intake) => Promise<void>,
    options: Partial<IntakeOptions> = {},
    ids = countingIds(),
  ): Promise<IntakeReport> {
    const intake = new Intake(
      {
        project: this.#project,
        codebook: this.#codebook,
        documents: this.documents(),
        readText: this.readText,
        layersOf: (id) => this.layersOf(id),
        readLayer: (id, annotator) => this.readLayer(id, annotator),
        readDocument: this.readDocument,
      },
      { annotator: null, self: SELF, documents: 'take', changes: 'refuse', ...options },
      { clock: { now: () => Date.parse(AT) }, ids, sha256 },
    );
    await read(intake);
    const report = intake.finish('read');
    for (const document of report.newDocuments) await this.addDocument(document);
    for (const annotator of report.annotators) await this.ensureAnnotator(annotator);
    if (report.change) await this.apply(report.change, SELF.id);
    return report;
  }
}

export async function collect(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

/** The text in pieces of this many units, wherever that cuts. */
export async function* inPieces(text: string, size = 7): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** Without the revision, which means something else in another project. */
export function withoutRevision(annotations: readonly Annotation[]): unknown[] {
  return annotations
    .map((annotation) => ({ ...annotation, codebookRevision: 0 }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
