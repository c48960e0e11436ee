import { z } from 'zod';
import { AUTHOR, type Annotation } from '../annotation/annotation.ts';
import type { DeepReadonly } from '../readonly.ts';
import type { Codebook } from './codebook.ts';
import { codebookAt } from './compare-codebooks.ts';
import { knownEntries } from './entries.ts';
import { resolveEntry } from './resolve-entry.ts';

/** From the one that needs a decision to the one that needs none. */
export const DOUBT_KINDS = ['split', 'deleted', 'retired', 'definition', 'scale', 'older'] as const;
export type DoubtKind = (typeof DOUBT_KINDS)[number];

/** Why the codebook's changes since an annotation was made, or last confirmed, make it doubtful. */
export const doubtSchema = z.discriminatedUnion('kind', [
  /** `id` is as the annotation has it, here and below. */
  z.object({ kind: z.literal('split'), id: z.string(), parts: z.array(z.string()).min(2) }),
  z.object({ kind: z.literal('deleted'), id: z.string() }),
  z.object({ kind: z.literal('retired'), id: z.string() }),
  /** The code's definition, or that of what it was merged into, reads differently now. '' where there is none. */
  z.object({ kind: z.literal('definition'), id: z.string(), before: z.string(), after: z.string() }),
  z.object({
    kind: z.literal('scale'),
    scale: z.enum(['polarity', 'source', 'information']),
    step: z.string(),
    before: z.string(),
    after: z.string(),
  }),
  /** Only that: of an older revision than the present one, and nothing that it uses has changed in these ways. */
  z.object({ kind: z.literal('older'), revision: z.int().nonnegative() }),
]);
export type Doubt = DeepReadonly<z.infer<typeof doubtSchema>>;

/**
 * What has become doubtful in an annotation since the codebook's revision that it carries. What was changed and
 * changed back is none; a merge is none, for it says that the two are the same.
 */
export function doubtsOf(codebook: Codebook, annotation: Annotation): Doubt[] {
  const revision = Math.min(annotation.codebookRevision, codebook.revision);
  if (revision === codebook.revision) return [];
  const then = codebookAt(codebook, revision);
  const doubts: Doubt[] = [];
  for (const id of idsOf(annotation)) {
    const doubt = entryDoubt(codebook, then, id);
    if (doubt) doubts.push(doubt);
  }
  doubts.push(...scaleDoubts(codebook, then, annotation));
  return doubts.length > 0 ? doubts : [{ kind: 'older', revision }];
}

/** Whether it needs to be looked at, and is not merely of an older revision. */
export function isDoubtful(codebook: Codebook, annotation: Annotation): boolean {
  return doubtsOf(codebook, annotation).some((doubt) => doubt.kind !== 'older');
}

/** Every actor and code that it names, each once, in the order of its tags. */
function idsOf(annotation: Annotation): Set<string> {
  const ids = new Set<string>([...annotation.actors.map(({ actorId }) => actorId), ...annotation.codes]);
  for (const { holder, target, attribution } of annotation.stances) {
    for (const id of [holder, target, ...attribution]) if (id !== AUTHOR) ids.add(id);
  }
  return ids;
}

function entryDoubt(codebook: Codebook, then: Codebook, id: string): Doubt | null {
  const now = resolveEntry(codebook, id);
  const before = resolveEntry(then, id);
  if (now.kind === 'unknown') return null;
  if (now.kind === 'several') {
    const isKnown = before.kind === 'several' && before.parts.join(' ') === now.parts.join(' ');
    return isKnown ? null : { kind: 'split', id, parts: [...now.parts] };
  }
  const end = knownEntries(codebook).get(now.id);
  const endThen = before.id === now.id ? knownEntries(then).get(before.id) : undefined;
  if (end?.isDeleted) return endThen?.isDeleted ? null : { kind: 'deleted', id };
  if (end?.ended?.kind === 'retired') {
    return endThen?.ended?.kind === 'retired' ? null : { kind: 'retired', id };
  }
  if (before.kind !== 'one') return null;
  const definition = definitionOf(codebook, now.id);
  const definitionThen = definitionOf(then, before.id);
  // One that was not there then was brought in with the annotation.
  if (definition === null || definitionThen === null || definition === definitionThen) return null;
  return { kind: 'definition', id, before: definitionThen, after: definition };
}

const definitionsOf = new WeakMap<Codebook, ReadonlyMap<string, string>>();

/** Null where there is no such code. */
function definitionOf(codebook: Codebook, id: string): string | null {
  let definitions = definitionsOf.get(codebook);
  if (!definitions) {
    definitions = new Map(codebook.codes.map((code) => [code.id, code.definition ?? '']));
    definitionsOf.set(codebook, definitions);
  }
  return definitions.get(id) ?? null;
}

function scaleDoubts(codebook: Codebook, then: Codebook, annotation: Annotation): Doubt[] {
  if (codebook.scales === then.scales) return [];
  const { reliability } = annotation;
  const used: ['polarity' | 'source' | 'information', string][] = [
    ...[...new Set(annotation.stances.map((stance) => String(stance.polarity)))].map(
      (step): ['polarity', string] => ['polarity', step],
    ),
    ...(reliability?.source ? [['source', reliability.source] as ['source', string]] : []),
    ...(reliability?.information
      ? [['information', String(reliability.information)] as ['information', string]]
      : []),
  ];
  return used.flatMap(([scale, step]): Doubt[] => {
    const before = (then.scales[scale] as Readonly<Record<string, string>>)[step] ?? '';
    const after = (codebook.scales[scale] as Readonly<Record<string, string>>)[step] ?? '';
    return before === after ? [] : [{ kind: 'scale', scale, step, before, after }];
  });
}
