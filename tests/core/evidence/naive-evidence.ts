import { INFORMATION_GRADES, type Annotation } from '../../../src/core/annotation/annotation.ts';
import { compareAnnotations } from '../../../src/core/annotation/edit-layer.ts';
import type { EvidenceFilter, EvidenceSort } from '../../../src/core/evidence/evidence.ts';
import type { IndexedDocument } from '../../../src/core/evidence/evidence-index.ts';

/** What evidence.ts promises, over plain objects, with no thought of speed: what the columns are compared with. */
export function naiveEvidence(
  annotations: readonly Annotation[],
  documents: readonly IndexedDocument[],
  filter: EvidenceFilter,
  sort: EvidenceSort,
): Annotation[] {
  const place = (a: Annotation) => documents.findIndex((document) => document.id === a.documentId);
  const base = (a: Annotation, b: Annotation) =>
    place(a) - place(b) || compareAnnotations(a, b) || compareStrings(a.annotator, b.annotator);
  return annotations
    .filter((a) => place(a) !== -1 && passes(a, documents[place(a)]!, filter))
    .sort((a, b) => {
      const left = sortKey(a, place(a), sort);
      const right = sortKey(b, place(b), sort);
      if (left === null || right === null) {
        return left === right ? base(a, b) : left === null ? 1 : -1;
      }
      const difference =
        typeof left === 'string' ? compareStrings(left, String(right)) : left - Number(right);
      return (sort.descending ? -difference : difference) || base(a, b);
    });
}

function passes(a: Annotation, document: IndexedDocument, filter: EvidenceFilter): boolean {
  const anyOf = <T>(wanted: readonly T[] | undefined, had: readonly T[]) =>
    !wanted || wanted.length === 0 || had.some((item) => wanted.includes(item));
  const parts = partsOf(a).filter((part) => anyOf(filter.roles, [part.role]));
  const isPartAsked = (filter.actors?.length ?? 0) + (filter.roles?.length ?? 0) > 0;
  return (
    anyOf(filter.documents, [a.documentId]) &&
    anyOf(filter.sources, document.sourceId ? [document.sourceId] : []) &&
    isInLayers(a, filter) &&
    anyOf(filter.annotators, [a.annotator]) &&
    (!isPartAsked || parts.some((part) => anyOf<string>(filter.actors, [part.actor]))) &&
    anyOf(
      filter.polarities,
      a.stances.map((stance) => stance.polarity),
    ) &&
    anyOf(filter.sourceGrades, [a.reliability?.source ?? 'none']) &&
    anyOf(filter.informationGrades, [a.reliability?.information ?? 'none']) &&
    anyOf<string>(filter.codes, codesOf(a)) &&
    anyOf(filter.annotations, [a.id]) &&
    naiveFold(filter.text ?? '')
      .split(/\s/)
      .every((word) => textsOf(a).some((text) => naiveFold(text).includes(word)))
  );
}

function isInLayers(
  { annotator }: Annotation,
  { layers, annotators = [], annotations = [] }: EvidenceFilter,
) {
  const isAdjudicated = annotator.startsWith('adj--');
  if (layers === undefined) return !isAdjudicated || annotators.length + annotations.length > 0;
  return layers === 'all' || isAdjudicated === (layers === 'adjudicated');
}

export function partsOf(a: Annotation) {
  return [
    ...a.actors.map(({ actorId, role }) => ({ actor: String(actorId), role })),
    ...a.stances.flatMap((stance) => [
      { actor: String(stance.holder), role: 'holder' as const },
      { actor: String(stance.target), role: 'target' as const },
      ...stance.attribution.map((link) => ({ actor: String(link), role: 'attributed' as const })),
    ]),
  ].filter((part) => part.actor.startsWith('a-'));
}

export function codesOf(a: Annotation): string[] {
  return [...a.codes, ...a.stances.map((stance) => stance.target)].filter((id) => id.startsWith('c-'));
}

function textsOf(a: Annotation): string[] {
  return [a.target.quote.exact, a.note ?? '', ...a.stances.map((stance) => stance.note ?? '')];
}

function naiveFold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function sortKey(a: Annotation, place: number, { by, descending }: EvidenceSort): number | string | null {
  switch (by) {
    case 'document':
      return place;
    case 'position':
      return a.target.ranges[0]!.start;
    case 'annotator':
      return a.annotator;
    case 'source':
      return a.reliability?.source === 'F' ? null : (a.reliability?.source ?? null);
    case 'information':
      return a.reliability?.information === INFORMATION_GRADES.at(-1)
        ? null
        : (a.reliability?.information ?? null);
    case 'polarity': {
      const values = a.stances.map((stance) => stance.polarity).filter((p) => p !== 'unclear');
      if (values.length === 0) return null;
      return descending ? Math.max(...values) : Math.min(...values);
    }
    default:
      return Date.parse(a[by]);
  }
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
