import { PostilError } from '../../errors.ts';
import type { Annotation } from '../../annotation/annotation.ts';
import type { Actor, Code } from '../../codebook/codebook.ts';
import type { ProjectId } from '../../ids.ts';
import { brokenFile, Refusal } from '../fault.ts';
import type { Intake } from '../intake.ts';
import { readLines } from '../lines.ts';
import { readJson } from '../read-json.ts';
import {
  JSONL_FORMAT,
  JSONL_KINDS,
  JSONL_VERSION,
  jsonlRecordSchema,
  type JsonlRecord,
  type JsonlRecordOf,
} from './records.ts';

export type JsonlEntry =
  | { readonly kind: 'record'; readonly line: number; readonly record: JsonlRecord }
  | { readonly kind: 'invalid'; readonly line: number; readonly what: string; readonly reason: string };

/**
 * The records of a file, each checked by its schema.
 * @throws PostilError `refused` when it is no such file, holds what is no JSON, or was cut off; `newer-format`
 */
export async function* parseJsonl(chunks: AsyncIterable<string>): AsyncGenerator<JsonlEntry> {
  let isStarted = false;
  let isEnded = false;
  for await (const { line, text } of readLines(chunks)) {
    if (isEnded) throw brokenFile('Something follows the end of the export.', line);
    const value = readLine(text, line, isStarted);
    const { kind } = value;
    if (!isStarted) checkHeader(value, line);
    isStarted = true;
    const parsed = jsonlRecordSchema.safeParse(value);
    if (parsed.success) {
      isEnded = parsed.data.kind === 'end';
      yield { kind: 'record', line, record: parsed.data };
    } else if (kind === 'header' || kind === 'end') {
      throw brokenFile(`The ${kind} of the export is damaged: ${explain(parsed.error)}.`, line);
    } else {
      const id = typeof value['id'] === 'string' ? ` ${value['id']}` : '';
      const isKnown = typeof kind === 'string' && JSONL_KINDS.includes(kind);
      yield {
        kind: 'invalid',
        line,
        what: isKnown ? `${kind}${id}` : 'line',
        reason: isKnown ? explain(parsed.error) : 'is of a kind that this Postil does not know',
      };
    }
  }
  if (!isStarted) throw brokenFile('The file is empty.');
  if (!isEnded) throw brokenFile('The file has no end line: it was cut off.');
}

function readLine(text: string, line: number, isStarted: boolean): Record<string, unknown> {
  let value: unknown;
  try {
    value = readJson(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!isStarted) throw notJsonl(line, error);
    throw brokenFile(`The line ${error.message}.`, line, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw isStarted ? brokenFile('The line is no JSON object.', line) : notJsonl(line);
  }
  return value as Record<string, unknown>;
}

function checkHeader(value: Record<string, unknown>, line: number): void {
  if (value['kind'] !== 'header' || value['format'] !== JSONL_FORMAT) throw notJsonl(line);
  if (typeof value['version'] === 'number' && value['version'] > JSONL_VERSION) {
    throw new PostilError(
      'newer-format',
      `A newer Postil wrote this file (version ${value['version']}; this one reads up to ${JSONL_VERSION}). Nothing was read in.`,
      { line },
    );
  }
}

function notJsonl(line: number, cause?: unknown): PostilError {
  return brokenFile('This is not the beginning of a JSONL export of Postil.', line, cause);
}

/** The first thing that a schema finds wrong, with where. */
export function explain(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): string {
  const issue = error.issues[0];
  if (!issue) return 'is not as it should be';
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

interface FileDocument {
  readonly id: string;
  readonly title: string;
  readonly textHash: string;
}

/** Reads a JSONL export into a project. What cannot be taken is in the intake's report with its line. */
export async function readJsonl(chunks: AsyncIterable<string>, intake: Intake): Promise<void> {
  const documents = new Map<string, FileDocument>();
  const actors: Actor[] = [];
  const codes: Code[] = [];
  let from: ProjectId | null = null;
  let annotations = 0;
  let memos = 0;
  for await (const entry of parseJsonl(chunks)) {
    const { line } = entry;
    if (entry.kind === 'invalid') {
      if (entry.what.startsWith('annotation')) annotations++;
      intake.refuse(line, entry.what, entry.reason);
      continue;
    }
    const { record } = entry;
    switch (record.kind) {
      case 'header':
        from = record.project.id;
        break;
      case 'annotator':
        intake.addAnnotator({ id: record.id, name: record.name });
        break;
      case 'source':
        break; // Documents keep the sources that they have here.
      case 'actor': {
        const { kind: _, actorKind, ...rest } = record;
        const actor: Actor = { ...rest, kind: actorKind };
        intake.codebook.matchActor(actor, line);
        actors.push(actor);
        break;
      }
      case 'code': {
        const { kind: _, ...code } = record;
        intake.codebook.matchCode(code, line);
        codes.push(code);
        break;
      }
      case 'scales': {
        const { kind: _, ...scales } = record;
        intake.codebook.matchScales(scales, line);
        break;
      }
      case 'document':
        documents.set(record.id, record);
        break;
      case 'layer': {
        const document = documents.get(record.documentId);
        const here = document && intake.documents.tryMatch(document.textHash, document.id);
        if (here) await intake.offerState(here.id, record.annotator, record.state);
        break;
      }
      case 'mention': {
        const document = documents.get(record.documentId);
        const here = document && intake.documents.tryMatch(document.textHash, document.id);
        // Offsets mean something in this text alone.
        const isSame = here !== undefined && here.textHash === document?.textHash;
        if (isSame) await intake.offerMention(here.id, record.annotator, record.decision);
        else intake.leaveMention('their document is not here with the same text');
        break;
      }
      case 'adjudication': {
        await offerAdjudication(intake, record, line, documents, from === intake.projectId);
        break;
      }
      case 'annotation': {
        annotations++;
        const { kind: _, ...annotation } = record;
        await offer(intake, annotation, line, documents, from === intake.projectId);
        break;
      }
      case 'memo':
        memos++;
        break;
      case 'end':
        if (memos > 0) {
          intake.notice(
            `The file holds ${memos === 1 ? 'a memo' : `${memos} memos`}. Memos are their author’s own and are not read in.`,
          );
        }
        if (record.annotations !== annotations) {
          intake.notice(
            `The file was written with ${record.annotations} annotations and holds ${annotations}: somebody changed it.`,
            line,
          );
        }
        break;
    }
  }
  intake.codebook.matchParents(actors, codes);
}

async function offerAdjudication(
  intake: Intake,
  { documentId, annotator, decision }: JsonlRecordOf<'adjudication'>,
  line: number,
  documents: ReadonlyMap<string, FileDocument>,
  keepsRevision: boolean,
): Promise<void> {
  try {
    const document = documents.get(documentId);
    const here = intake.documents.match(document?.textHash ?? '', documentId, document?.title ?? documentId);
    await intake.offerAdjudication({ line, documentId: here.id, annotator, decision, keepsRevision });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    intake.refuse(line, `adjudication ${decision.id}`, error.message);
  }
}

async function offer(
  intake: Intake,
  annotation: Annotation,
  line: number,
  documents: ReadonlyMap<string, FileDocument>,
  keepsRevision: boolean,
): Promise<void> {
  try {
    const document = documents.get(annotation.documentId);
    const title = document?.title ?? annotation.documentId;
    const here = intake.documents.match(annotation.target.textHash, annotation.documentId, title);
    const { target, confidence } = await intake.place(here.id, annotation.target);
    const translated = intake.codebook.translate({ ...annotation, documentId: here.id, target });
    await intake.offer({ line, annotation: translated, confidence, keepsRevision });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    intake.refuse(line, annotation.target.quote.exact, error.message);
  }
}
