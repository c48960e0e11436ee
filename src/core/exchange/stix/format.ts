import { z } from 'zod';
import type { Annotation } from '../../annotation/annotation.ts';
import { describeLocator } from '../../document/locate.ts';
import {
  inChunks,
  occurring,
  READING_STATE_LOSS,
  withoutUndefined,
  type ExportFrame,
  type ExportInput,
  type LossCounter,
} from '../exchange.ts';
import { Refusal } from '../fault.ts';
import { singleFile, type ExchangeFiles, type ReadBack, type WritableFormat } from '../format.ts';
import { readJsonItems } from '../json-items.ts';
import { readJson } from '../read-json.ts';
import { EXTENSION_ID, makeStix, type StixObject } from './objects.ts';

/**
 * A STIX 2.1 bundle (OASIS Standard of 2021): a report a document, a note an annotation, a relationship a stance between
 * actors. What the standard has no word for stands in an extension; the same project gives the same ids.
 */
export const stixFormat: WritableFormat = {
  write: (input) => singleFile(inChunks(writeBundle(input))),
  cannotHold,
  held,
  readBack,
};

async function* writeBundle(input: ExportInput): AsyncGenerator<string> {
  const stix = makeStix(input);
  yield `{\n"type": "bundle",\n"id": "${stix.bundleId(input.exportId)}",\n"objects": [\n`;
  const written = new Set<string>();
  function* put(object: StixObject): Generator<string> {
    if (written.has(object.id)) return;
    yield `${written.size === 0 ? '' : ',\n'}${JSON.stringify(object)}`;
    written.add(object.id);
  }
  for (const object of stix.head()) yield* put(object);
  for (const person of input.project.annotators) yield* put(stix.personObject(person));
  for (const actor of input.codebook.actors) yield* put(stix.actorObject(actor));
  for await (const { record, layers, locate: locator } of input.documents) {
    const locate = await locator();
    const source = stix.sourceOf(record);
    yield* put(source);
    const report = stix.reportId(record);
    const refs = new Set<string>();
    for (const { annotations } of layers) {
      for (const annotation of annotations) {
        const objects = annotation.stances.flatMap(
          (stance) => stix.stanceObject(annotation, stance, source.id) ?? [],
        );
        for (const id of idsOf(annotation)) yield* put(stix.actorObject(entryOf(id, input)));
        for (const object of [
          stix.noteObject(annotation, report, describeLocator(locate(annotation.target.ranges))),
          ...objects,
        ]) {
          yield* put(object);
          if (object.type === 'relationship') refs.add(object.id);
        }
      }
    }
    yield* put(stix.reportObject(record, source.id, [...refs]));
  }
  yield '\n]}\n';
}

/** Actors that an annotation names; those that the codebook lost are objects all the same. */
function idsOf({ actors, stances }: Annotation): string[] {
  const named = [
    ...actors.map(({ actorId }) => actorId as string),
    ...stances.flatMap(({ holder, target, attribution }) => [holder, target, ...attribution]),
  ];
  return named.filter((id) => id.startsWith('a-'));
}

function entryOf(id: string, { codebook }: ExportFrame) {
  const known = codebook.actors.find((actor) => actor.id === id);
  return known ?? { id: id as Annotation['actors'][number]['actorId'], name: id, kind: 'other' as const };
}

/** Stances towards a code have no relationship, and annotations without a note the quote in its place. */
function held({
  id,
  target,
  actors,
  codes,
  stances,
  reliability,
  certainty,
  note,
  createdAt,
  updatedAt,
}: Annotation): unknown {
  return {
    id,
    quote: target.quote.exact,
    ranges: target.ranges,
    textHash: target.textHash,
    actors,
    codes,
    stances: stances.filter(({ target: towards }) => towards.startsWith('a-')).toSorted(byId),
    reliability,
    certainty,
    note,
    createdAt,
    updatedAt,
  };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

function cannotHold(): LossCounter {
  const counts = { states: 0, towardsCodes: 0 };
  return {
    addLayer(layer) {
      if (layer.state !== 'unread') counts.states++;
    },
    add({ stances }) {
      counts.towardsCodes += stances.filter(({ target }) => !target.startsWith('a-')).length;
    },
    losses: () =>
      occurring([
        { what: READING_STATE_LOSS, count: counts.states },
        { what: 'stances towards a code (STIX relates objects only)', count: counts.towardsCodes },
      ]),
  };
}

const extensionSchema = z.looseObject({});
const objectSchema = z.looseObject({
  type: z.string(),
  id: z.string(),
  abstract: z.string().optional(),
  content: z.string().optional(),
  created: z.string(),
  modified: z.string(),
  description: z.string().optional(),
  extensions: z.record(z.string(), extensionSchema).optional(),
});

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  const notes: z.infer<typeof objectSchema>[] = [];
  const stances = new Map<unknown, unknown[]>();
  for await (const { kind, line, json } of readJsonItems(files.text(''), ['objects'])) {
    if (kind !== 'item') continue;
    let value: unknown;
    try {
      value = readJson(json);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      yield `The object on line ${line} ${error.message}.`;
      continue;
    }
    const parsed = objectSchema.safeParse(value);
    if (!parsed.success) {
      yield `The object on line ${line} is none of STIX.`;
      continue;
    }
    const own = parsed.data.extensions?.[EXTENSION_ID];
    if (parsed.data.type === 'note') notes.push(parsed.data);
    if (parsed.data.type !== 'relationship' || !own) continue;
    const { annotation, stance, extension_type: _, ...rest } = own;
    const found = withoutUndefined({ id: stance, ...rest, note: parsed.data.description });
    stances.set(annotation, [...(stances.get(annotation) ?? []), found]);
  }
  for (const { abstract, content, created, modified, extensions } of notes) {
    const own = extensions?.[EXTENSION_ID] ?? {};
    const actors = z
      .array(z.object({ actor: z.string(), role: z.string() }))
      .catch([])
      .parse(own['actors']);
    yield {
      id: String(own['annotation']),
      held: withoutUndefined({
        id: own['annotation'],
        quote: abstract,
        ranges: own['ranges'],
        textHash: own['text_hash'],
        actors: actors.map(({ actor, role }) => ({ actorId: actor, role })),
        codes: own['codes'],
        stances: (stances.get(own['annotation']) ?? []).toSorted((a, b) => byId(a as never, b as never)),
        reliability: own['reliability'],
        certainty: own['certainty'],
        note: own['has_note'] === true ? content : undefined,
        createdAt: created,
        updatedAt: modified,
      }),
    };
  }
}
