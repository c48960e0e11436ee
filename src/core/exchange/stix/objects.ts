import { v5 } from 'uuid';
import type { Annotation, InformationGrade } from '../../annotation/annotation.ts';
import type { Actor } from '../../codebook/codebook.ts';
import { entryName, resolvedId } from '../../codebook/resolve-entry.ts';
import { titleOf, type DocumentRecord } from '../../document/document.ts';
import type { Annotator } from '../../project/project.ts';
import type { ExportFrame } from '../exchange.ts';

/** Of Postil's names in STIX: ids are UUIDs of version 5 in it, so that an export made twice is the same bundle. */
const NAMESPACE = 'c7b3f0a4-1f4f-5b57-9d5c-6d2f3d5f6c11';

/**
 * The extension that stances and Admiralty grades stand in, documented in docs/exchange.md: STIX has relationships
 * between actors but no polarity, and opinions on reports but no source grades.
 */
export const EXTENSION_ID = `extension-definition--${v5('extension-definition', NAMESPACE)}`;

export type StixObject = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

const PROPERTY = 'property-extension';

/** Information credibility as STIX confidence (docs of the scales); 6, *cannot be judged*, has none. */
const CONFIDENCE: Readonly<Record<InformationGrade, number | undefined>> = {
  1: 90,
  2: 70,
  3: 50,
  4: 30,
  5: 10,
  6: undefined,
};

const EPOCH = '2026-01-01T00:00:00.000Z';

export function makeStix({ project, codebook, sources }: ExportFrame) {
  const scope = project.id;
  const idOf = (type: string, name: string): string => `${type}--${v5(`${scope} ${name}`, NAMESPACE)}`;
  const at = project.createdAt;
  const common = (type: string, id: string, created: string, modified: string) => ({
    type,
    spec_version: '2.1',
    id,
    created,
    modified,
  });
  const postil = idOf('identity', 'postil');

  function actorId(id: string): string {
    const actor = codebook.actors.find((one) => one.id === resolvedId(codebook, id));
    return idOf(actor?.kind === 'armed-group' ? 'intrusion-set' : 'identity', `actor ${actor?.id ?? id}`);
  }

  function actorObject(actor: Pick<Actor, 'id' | 'name' | 'note'> & Partial<Actor>): StixObject {
    const shared = {
      name: actor.name,
      ...(actor.note !== undefined && { description: actor.note }),
      created_by_ref: postil,
    };
    const aliases = (actor.aliases ?? []).map(({ text }) => text);
    const id = actorId(actor.id);
    if (actor.kind === 'armed-group') {
      return { ...common('intrusion-set', id, at, at), ...shared, ...(aliases.length > 0 && { aliases }) };
    }
    const extension = { kind: actor.kind ?? 'other', ...(aliases.length > 0 && { aliases }) };
    return {
      ...common('identity', id, at, at),
      ...shared,
      ...identityClass(actor.kind),
      ...extended(extension),
    };
  }

  function personObject({ id, name }: Annotator): StixObject {
    return {
      ...common('identity', idOf('identity', `annotator ${id}`), at, at),
      name,
      identity_class: 'individual',
      created_by_ref: postil,
    };
  }

  function sourceOf(record: DocumentRecord): StixObject {
    const source = sources.find((one) => one.id === record.settings.sourceId);
    const name =
      source?.name ??
      record.settings.metadata.outlet?.value ??
      record.settings.metadata.author?.value ??
      titleOf(record);
    return {
      ...common('identity', idOf('identity', `source ${source?.id ?? record.id}`), at, at),
      name,
      identity_class: 'unspecified',
      created_by_ref: postil,
    };
  }

  function noteObject(annotation: Annotation, report: string, place: string): StixObject {
    const { id, target, reliability, certainty, createdAt, updatedAt, annotator } = annotation;
    const confidence = reliability?.information && CONFIDENCE[reliability.information];
    const named = [...new Set(annotation.actors.map(({ actorId: one }) => actorId(one)))];
    const labels = annotation.codes.map((code) => entryName(codebook, code));
    return {
      ...common('note', idOf('note', id), createdAt, updatedAt),
      abstract: target.quote.exact,
      content: annotation.note ?? target.quote.exact,
      authors: [project.annotators.find((one) => one.id === annotator)?.name ?? annotator],
      created_by_ref: idOf('identity', `annotator ${annotator}`),
      ...(confidence !== undefined && { confidence }),
      ...(labels.length > 0 && { labels }),
      object_refs: [report, ...named],
      ...extended({
        annotation: id,
        has_note: annotation.note !== undefined,
        ranges: target.ranges,
        text_hash: target.textHash,
        ...(place !== '' && { locator: place }),
        actors: annotation.actors.map(({ actorId: one, role }) => ({ actor: one, role })),
        codes: annotation.codes,
        stances: annotation.stances.map((stance) => stance.id),
        reliability,
        certainty,
      }),
    };
  }

  /** A stance between actors as a relationship; towards a code there is no object to relate to. */
  function stanceObject(
    annotation: Annotation,
    stance: Annotation['stances'][number],
    author: string,
  ): StixObject | null {
    if (!stance.target.startsWith('a-')) return null;
    const speaker = (one: string): string => (one === 'author' ? author : actorId(one));
    return {
      ...common('relationship', idOf('relationship', stance.id), annotation.createdAt, annotation.updatedAt),
      relationship_type: relationshipType(stance.polarity),
      source_ref: speaker(stance.holder),
      target_ref: actorId(stance.target),
      ...(stance.note !== undefined && { description: stance.note }),
      created_by_ref: idOf('identity', `annotator ${annotation.annotator}`),
      ...extended({
        stance: stance.id,
        annotation: annotation.id,
        holder: stance.holder,
        target: stance.target,
        polarity: stance.polarity,
        expression: stance.expression,
        attribution: stance.attribution,
      }),
    };
  }

  function reportObject(record: DocumentRecord, source: string, refs: readonly string[]): StixObject {
    const { metadata } = record.settings;
    return {
      ...common('report', idOf('report', record.id), record.importedAt, record.importedAt),
      name: titleOf(record),
      published: publishedAt(metadata.date?.value) ?? record.importedAt,
      object_refs: [source, ...refs],
      created_by_ref: postil,
      ...extended({
        document: record.id,
        file_name: record.fileName,
        text_hash: record.text.sha256,
        date: metadata.date?.value,
        author: metadata.author?.value,
      }),
    };
  }

  return {
    bundleId: (exportId: string) => idOf('bundle', exportId),
    reportId: (record: DocumentRecord) => idOf('report', record.id),
    actorId,
    actorObject,
    personObject,
    sourceOf,
    noteObject,
    stanceObject,
    reportObject,
    /** What stands at the head of every bundle. */
    head: (): StixObject[] => [
      { ...common('identity', postil, EPOCH, EPOCH), name: 'Postil', identity_class: 'system' },
      {
        ...common('extension-definition', EXTENSION_ID, EPOCH, EPOCH),
        created_by_ref: postil,
        name: 'Postil close reading',
        description: 'Stances with polarity, expression and attribution, passages, Admiralty grades.',
        schema: 'docs/exchange.md of Postil, section STIX 2.1',
        version: '1.0.0',
        extension_types: [PROPERTY],
      },
    ],
  };
}

function extended(properties: Readonly<Record<string, unknown>>) {
  return { extensions: { [EXTENSION_ID]: { extension_type: PROPERTY, ...properties } } };
}

function identityClass(kind: Actor['kind'] | undefined): { readonly identity_class: string } {
  if (kind === 'person') return { identity_class: 'individual' };
  if (kind === 'place' || kind === 'other' || kind === undefined) return { identity_class: 'unspecified' };
  return { identity_class: kind === 'state' ? 'class' : 'organization' };
}

function relationshipType(polarity: Annotation['stances'][number]['polarity']): string {
  if (polarity === 'unclear') return 'unclear-towards';
  if (polarity === 0) return 'neutral-towards';
  return polarity > 0 ? 'supports' : 'opposes';
}

/** A date of a year, a month or a day, at its beginning. */
function publishedAt(date: string | undefined): string | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date ?? '');
  return match ? `${match[1]}-${match[2] ?? '01'}-${match[3] ?? '01'}T00:00:00.000Z` : undefined;
}
