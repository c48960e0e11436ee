import { anchorQuote } from '../../anchoring/anchor-quote.ts';
import { AUTHOR, type Annotation, type Speaker } from '../../annotation/annotation.ts';
import { makeTarget } from '../../annotation/target.ts';
import type { ActorId, AnnotationId, CodeId, StanceId } from '../../ids.ts';
import { Refusal } from '../fault.ts';
import type { Intake } from '../intake.ts';
import type { Scales } from '../../codebook/codebook.ts';
import type { SheetEntry, SheetRow } from './columns.ts';
import { readSheetRow, type SheetAnnotation } from './values.ts';

/** Reads the rows of a coding sheet into a project, one annotation a row. What is not found is listed with its line. */
export async function readSheet(
  entries: AsyncIterable<SheetEntry>,
  intake: Intake,
  scales: Scales,
): Promise<void> {
  for await (const entry of entries) {
    if (entry.kind === 'notice') intake.notice(entry.notice, entry.line);
    else if (entry.kind === 'invalid') intake.refuse(entry.line, 'row', entry.reason);
    else await offerRow(entry.row, intake, scales);
  }
}

async function offerRow(row: SheetRow, intake: Intake, scales: Scales): Promise<void> {
  const { line } = row;
  try {
    const sheet = readSheetRow(row, scales);
    const document = intake.documents.named(sheet.document);
    const source = await intake.text(document.id);
    const found = anchorQuote(source, { exact: sheet.quote, prefix: sheet.prefix, suffix: sheet.suffix });
    if (found.kind === 'missing') throw new Refusal(`the quote is not in “${document.title}”`);
    if (found.kind === 'ambiguous') {
      throw new Refusal(
        `the quote is in ${found.count} places of “${document.title}”; a prefix or suffix would tell them apart`,
      );
    }
    const now = intake.now();
    const annotation: Annotation = {
      id: intake.ports.ids.uuid() as AnnotationId,
      documentId: document.id,
      annotator: (intake.options.annotator ?? intake.options.self).id,
      target: makeTarget(source.text, document.textHash, found.ranges),
      ...resolveNames(sheet, intake),
      ...(sheet.reliability ? { reliability: sheet.reliability } : {}),
      ...(sheet.note === undefined ? {} : { note: sheet.note }),
      ...(sheet.certainty === undefined ? {} : { certainty: sheet.certainty }),
      codebookRevision: 0,
      createdAt: now,
      updatedAt: now,
    };
    await intake.offer({ line, annotation, confidence: found.confidence, isUnnamed: true });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { quote } = row.values;
    intake.refuse(line, typeof quote === 'string' && quote.trim() !== '' ? quote : 'row', error.message);
  }
}

function resolveNames(
  sheet: SheetAnnotation,
  intake: Intake,
): Pick<Annotation, 'actors' | 'stances' | 'codes'> {
  const { codebook, ports } = intake;
  const speaker = (name: string): Speaker => (name === AUTHOR ? AUTHOR : codebook.actorNamed(name));
  const actors = sheet.actors.map(({ name, role }) => ({ actorId: codebook.actorNamed(name), role }));
  return {
    // Two names of one actor make one reference.
    actors: actors.filter(
      (one, i) => actors.findIndex((other) => other.actorId === one.actorId && other.role === one.role) === i,
    ),
    codes: [...new Set(sheet.codes.map((name) => codebook.codeNamed(name)))],
    stances: sheet.stances.map((stance) => ({
      id: ports.ids.uuid() as StanceId,
      holder: speaker(stance.holder),
      target: targetNamed(stance.target, intake),
      polarity: stance.polarity,
      expression: stance.expression,
      attribution: stance.attribution.map(speaker),
    })),
  };
}

/** An actor of that name; failing that, a code; failing that, a new actor. */
function targetNamed(name: string, intake: Intake): ActorId | CodeId {
  const { codebook } = intake;
  if (codebook.actors.find(name).kind === 'none' && codebook.codes.find(name).kind !== 'none') {
    return codebook.codeNamed(name);
  }
  return codebook.actorNamed(name);
}
