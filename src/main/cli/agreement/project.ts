import type { AgreementScope } from '../../../contract/agreement-calls.ts';
import { reasonSentence } from '../../../core/agreement/outcome.ts';
import { compareLayers } from '../../../core/agreement/project/compare-layers.ts';
import type { ComparedDocument } from '../../../core/agreement/project/compared.ts';
import { decisionUnits } from '../../../core/agreement/project/decision-units.ts';
import type { DecisionResult } from '../../../core/agreement/project/report.ts';
import { PostilError } from '../../../core/errors.ts';
import type { AnnotatorId, DocumentId } from '../../../core/ids.ts';
import { tellHidden } from '../tell-hidden.ts';
import { gatherLayers } from '../../services/agreement/gather-layers.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import { requireAnnotator } from '../annotator-option.ts';
import type { CliContext } from '../context.ts';
import { requireDocument, requireSet } from '../document-option.ts';
import { formatProblem, writeJson, writeTable } from '../output.ts';
import type { ParsedArguments } from '../parse-arguments.ts';
import { bootstrapOptions, formatInterval, formatValue, wholeNumber } from './options.ts';

/** The decisions of some annotators, on all compared documents or on one. */
interface Section {
  readonly annotators: readonly AnnotatorId[];
  readonly documents: readonly DocumentId[];
  readonly document: DocumentId | null;
  readonly decisions: readonly DecisionResult[];
}

/** `postil agreement <project>` */
export async function agreementOfProject(
  folder: string,
  args: ParsedArguments,
  { output, withProject, job }: CliContext,
): Promise<boolean> {
  const { rounds, seed } = bootstrapOptions(args, job);
  const revisions = revisionRange(args);
  return withProject(folder, 'read', async (session) => {
    const scope: AgreementScope = {
      documents: args.list('document').map((id) => requireDocument(session, id)),
      sets: args.list('set').map((name) => requireSet(session, name)),
      annotators: args.list('annotator').map((name) => requireAnnotator(session.store.project(), name).id),
      revisions,
    };
    tellHidden(output, session, {
      layers: true,
      annotators: scope.annotators ?? [],
      documents: (scope.documents?.length ?? 0) > 0 ? new Set(scope.documents) : null,
    });
    const { documents, annotators } = await gatherLayers(session.store, session.index, scope, job);
    if (annotators.length < 2) {
      throw new PostilError(
        'not-found',
        'No document was read by two of these annotators: there is nothing to compare.',
        { file: folder },
      );
    }
    const report = compareLayers(documents, annotators, {
      rounds,
      seed,
      byDocument: args.flag('by-document'),
      onStep: () => job.signal.throwIfAborted(),
    });
    if (report.unfinishedLayers > 0) {
      const layers = report.unfinishedLayers === 1 ? '1 layer is' : `${report.unfinishedLayers} layers are`;
      output.error(formatProblem({ file: folder }, `note: ${layers} not marked as done.`));
    }
    const sections: Section[] = [
      ...[report.all, ...report.pairs].map(({ annotators: group, decisions }) => ({
        annotators: group,
        documents: comparedBy(documents, group),
        document: null,
        decisions,
      })),
      ...report.documents.map(({ documentId, decisions }) => ({
        annotators,
        documents: [documentId],
        document: documentId,
        decisions,
      })),
    ];
    if (args.flag('json')) {
      await writeJson(output, records(sections, documents, args.flag('ids')));
      return true;
    }
    for (const section of sections) {
      await output.out(`${heading(session, section)}\n`);
      await writeTable(
        output,
        ['DECISION', 'COEFFICIENT', 'VALUE', '95 % INTERVAL', 'UNITS', 'REASON'],
        section.decisions.flatMap(({ decision, pairable, units, coefficients }) =>
          coefficients.map(({ coefficient, value, interval, reason }) => [
            decision,
            coefficient,
            formatValue(value),
            formatInterval(interval),
            `${pairable} of ${units}`,
            reason === null ? '' : reasonSentence(reason),
          ]),
        ),
      );
      await output.out('\n');
    }
    return true;
  });
}

function comparedBy(documents: readonly ComparedDocument[], group: readonly AnnotatorId[]): DocumentId[] {
  return documents
    .filter(({ layers }) => layers.filter(({ annotator }) => group.includes(annotator)).length >= 2)
    .map(({ documentId }) => documentId);
}

function* records(
  sections: readonly Section[],
  documents: readonly ComparedDocument[],
  withIds: boolean,
): Generator<unknown> {
  for (const section of sections) {
    const own = documents.filter(({ documentId }) => section.documents.includes(documentId));
    for (const { decision, units, pairable, disagreements, coefficients } of section.decisions) {
      const annotations = withIds
        ? decisionUnits(decision, own, section.annotators).flatMap((unit) =>
            unit.annotations.filter((id) => id !== null),
          )
        : null;
      for (const { coefficient, value, reason, interval } of coefficients) {
        yield {
          decision,
          coefficient,
          value,
          reason: reason && reasonSentence(reason),
          reasonCode: reason,
          interval,
          units,
          pairableUnits: pairable,
          disagreements,
          annotators: section.annotators,
          documents: section.documents,
          ...(section.document !== null && { document: section.document }),
          ...(annotations && { annotations: [...new Set(annotations)] }),
        };
      }
    }
  }
}

function heading({ store }: ProjectSession, { annotators, documents, document }: Section): string {
  const known = store.project().annotators;
  const names = annotators.map((id) => known.find((annotator) => annotator.id === id)?.name ?? id).join(', ');
  if (document !== null) return `${document}: ${names}`;
  return `${names} (${documents.length === 1 ? '1 document' : `${documents.length} documents`})`;
}

function revisionRange(args: ParsedArguments): { from?: number; to?: number } {
  const read = (name: string): number | undefined =>
    args.text(name) === undefined ? undefined : wholeNumber(args, name, 0, Number.MAX_SAFE_INTEGER);
  const [from, to] = [read('since-revision'), read('until-revision')];
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
