import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { Actor, Code, Scales } from '../../core/codebook/codebook.ts';
import { METADATA_FIELDS, type DocumentSettings, type Source } from '../../core/document/document.ts';
import { assertNever } from '../../core/errors.ts';
import { parseEntry } from '../../core/team/registry-state.ts';
import { aliasText, useText } from '../codebook/describe-change.ts';
import { stepText } from '../codebook/scale-words.ts';
import { formatDate } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { actorKindText, partyName } from '../tagging/codebook-items.tsx';

/** One thing that is said of an entry. `parts` are several where it is a list, and none where nothing is said. */
export interface EntryField {
  readonly key: string;
  readonly label: string;
  readonly parts: readonly string[];
}

/** All that a value says of an entry, in words; null where it is that the entry is no more. */
export function entryFields(
  key: string,
  value: unknown,
  project: ProjectSnapshot,
): readonly EntryField[] | null {
  const entry = parseEntry(key, value);
  if (!entry) return null;
  switch (entry.kind) {
    case 'actor':
      return actorFields(entry.value, project);
    case 'code':
      return codeFields(entry.value, project);
    case 'scales':
      return scaleFields(entry.value);
    case 'source':
      return sourceFields(entry.value, project);
    case 'document':
      return documentFields(entry.value, project);
    case 'set':
      return [
        field('name', t('team.field.name'), entry.value.name),
        list('documents', t('team.field.documents'), entry.value.documents.map(titles(project))),
      ];
    default:
      return assertNever(entry);
  }
}

function field(key: string, label: string, text: string | undefined): EntryField {
  return { key, label, parts: text ? [text] : [] };
}

function list(key: string, label: string, parts: readonly string[]): EntryField {
  return { key, label, parts };
}

function titles({ documents }: ProjectSnapshot): (id: string) => string {
  return (id) => documents.find((document) => document.id === id)?.title ?? id;
}

function actorFields(actor: Actor, { codebook }: ProjectSnapshot): EntryField[] {
  const nameOf = (id: string): string => partyName(codebook, id);
  return [
    field('name', t('team.field.name'), actor.name),
    field('kind', t('team.field.kind'), actorKindText(actor.kind)),
    list('aliases', t('team.field.aliases'), actor.aliases.map(aliasText)),
    field('parent', t('team.field.parent'), actor.parent && nameOf(actor.parent)),
    field('note', t('team.field.note'), actor.note),
    field('use', t('team.field.use'), useText(actor, nameOf)),
  ];
}

function codeFields(code: Code, { codebook }: ProjectSnapshot): EntryField[] {
  const nameOf = (id: string): string => partyName(codebook, id);
  return [
    field('name', t('team.field.name'), code.name),
    field('parent', t('team.field.parent'), code.parent && nameOf(code.parent)),
    field('definition', t('team.field.definition'), code.definition),
    field('colour', t('team.field.colour'), code.colour),
    field('use', t('team.field.use'), useText(code, nameOf)),
  ];
}

function scaleFields(scales: Scales): EntryField[] {
  return (['polarity', 'source', 'information'] as const).flatMap((scale) =>
    Object.entries(scales[scale]).map(([step, label]) =>
      field(`${scale} ${step}`, `${t(`codebook.scale.${scale}`)} ${stepText(scale, step)}`, label),
    ),
  );
}

function sourceFields(source: Source, { project }: ProjectSnapshot): EntryField[] {
  const nameOf = (id: string | null): string =>
    project.annotators.find((person) => person.id === id)?.name ?? id ?? t('codebook.postil');
  return [
    field('name', t('team.field.name'), source.name),
    field('kind', t('team.field.kind'), t(`team.sourceKind.${source.kind}`)),
    field('note', t('team.field.note'), source.note),
    list(
      'grades',
      t('team.field.grades'),
      source.grades.map(({ grade, at, annotator, why }) => {
        const said = { grade, date: formatDate(at), name: nameOf(annotator) };
        return why ? t('team.gradeWhy', { ...said, why }) : t('team.grade', said);
      }),
    ),
  ];
}

function documentFields(settings: DocumentSettings, project: ProjectSnapshot): EntryField[] {
  const { metadata, zones, sourceId, removedAt, versionOf } = settings;
  return [
    ...METADATA_FIELDS.map((name) => {
      const known = metadata[name];
      const text = known && (known.value === '' ? t('team.field.empty') : known.value);
      return field(name, t(`inspector.field.${name}`), text);
    }),
    field(
      'source',
      t('inspector.source'),
      sourceId && (project.sources.find(({ id }) => id === sourceId)?.name ?? sourceId),
    ),
    list(
      'zones',
      t('team.field.zones'),
      zones.map(({ kind, status, start, end }) =>
        t(`team.zone.${status}`, { kind: t(`reader.zone.${kind}`), start, end }),
      ),
    ),
    field(
      'removed',
      t('team.field.removed'),
      removedAt && t('team.removedOn', { date: formatDate(removedAt) }),
    ),
    field('versionOf', t('team.field.versionOf'), versionOf && titles(project)(versionOf)),
  ];
}
