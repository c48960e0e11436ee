import {
  ACTOR_ROLES,
  INFORMATION_GRADES,
  POLARITIES,
  SOURCE_GRADES,
} from '../../core/annotation/annotation.ts';
import { isAdjudicatedId } from '../../core/adjudication/adjudicated-id.ts';
import type { LayerChoice } from '../../core/adjudication/layer-choice.ts';
import { layersOfFilter, type EvidenceFilter } from '../../core/evidence/evidence.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { annotatorName } from '../app/annotator-name.ts';
import { t } from '../i18n/texts.ts';
import { polarityText } from '../ui/polarity.tsx';

/** The fields of a filter that are lists. */
export type ListField = Exclude<keyof EvidenceFilter, 'text' | 'layers'>;
type Value<Field extends ListField> = NonNullable<EvidenceFilter[Field]>[number];
export type Part = Value<'roles'>;

export const PARTS: readonly Part[] = [...ACTOR_ROLES, 'holder', 'target', 'attributed'];
export const LIST_FIELDS = [
  'documents',
  'sets',
  'sources',
  'actors',
  'roles',
  'polarities',
  'sourceGrades',
  'informationGrades',
  'codes',
  'annotators',
  'annotations',
] as const satisfies readonly ListField[];

/** The filter with one field set; an empty list or text is left out, so that equal filters are equal. */
export function withField<Field extends keyof EvidenceFilter>(
  filter: EvidenceFilter,
  field: Field,
  value: EvidenceFilter[Field],
): EvidenceFilter {
  const { [field]: _before, ...rest } = filter;
  return value === undefined || value.length === 0 ? rest : { ...rest, [field]: value };
}

/** The filter over other layers; the choice that it makes anyway is left out. */
export function withLayers(filter: EvidenceFilter, layers: LayerChoice): EvidenceFilter {
  const { layers: _before, ...rest } = filter;
  return layersOfFilter(rest) === layers ? rest : { ...rest, layers };
}

/** Whether there is anything adjudicated that a filter may look at or leave out. */
export function hasAdjudicated({ project }: ProjectSnapshot): boolean {
  return project.annotators.some(({ id }) => isAdjudicatedId(id));
}

export function isFilterEmpty(filter: EvidenceFilter): boolean {
  return Object.keys(filter).length === 0;
}

/** What one value of a field is called. */
export function valueText(field: ListField, value: string | number, project: ProjectSnapshot): string {
  const { codebook } = project;
  switch (field) {
    case 'documents': {
      const summary = project.documents.find((candidate) => candidate.id === value);
      return summary?.title ?? String(value);
    }
    case 'sets':
      return project.documentSets.find((set) => set.id === value)?.name ?? t('sets.deleted');
    case 'sources':
      return project.sources.find((source) => source.id === value)?.name ?? String(value);
    case 'annotators':
      return annotatorName(project, String(value));
    case 'actors':
    case 'codes':
      return partyName(codebook, String(value));
    case 'roles':
      return PARTS.includes(value as Part) ? t(`evidence.part.${value as Part}`) : String(value);
    case 'polarities': {
      const polarity = POLARITIES.find((candidate) => candidate === value);
      if (polarity === undefined) return String(value);
      return `${polarityText(polarity)} ${codebook.scales.polarity[String(polarity)] ?? ''}`.trim();
    }
    case 'sourceGrades': {
      if (value === 'none') return t('evidence.noGrade');
      const grade = SOURCE_GRADES.find((candidate) => candidate === value);
      return grade === undefined ? String(value) : `${grade} ${codebook.scales.source[grade]}`;
    }
    case 'informationGrades':
      if (value === 'none') return t('evidence.noGrade');
      return INFORMATION_GRADES.some((candidate) => candidate === value)
        ? `${value} ${codebook.scales.information[String(value)]}`
        : String(value);
    case 'annotations':
      return String(value);
  }
}

export interface FilterChip {
  readonly key: string;
  readonly field: string;
  readonly text: string;
  /** The filter without it. */
  readonly without: EvidenceFilter;
}

/** Above this many, the values of a field are one chip. */
const CHIPS_PER_FIELD = 6;

/** The filter as chips, each of which can be taken away. */
export function filterChips(filter: EvidenceFilter, project: ProjectSnapshot): FilterChip[] {
  const chips: FilterChip[] = [];
  if (filter.layers) {
    chips.push({
      key: 'layers',
      field: t('evidence.layers'),
      text: t(`evidence.layers.${filter.layers}`),
      without: withField(filter, 'layers', undefined),
    });
  }
  if (filter.text) {
    chips.push({
      key: 'text',
      field: t('evidence.field.text'),
      text: `“${filter.text}”`,
      without: withField(filter, 'text', undefined),
    });
  }
  for (const field of LIST_FIELDS) {
    const values: readonly (string | number)[] = filter[field] ?? [];
    if (values.length > CHIPS_PER_FIELD || (field === 'annotations' && values.length > 0)) {
      chips.push({
        key: field,
        field: t(`evidence.field.${field}`),
        text: t('evidence.anyOf', { length: values.length }),
        without: withField(filter, field, undefined),
      });
      continue;
    }
    for (const value of values) {
      chips.push({
        key: `${field} ${value}`,
        field: t(`evidence.field.${field}`),
        text: valueText(field, value, project),
        without: withField(
          filter,
          field,
          values.filter((other) => other !== value) as EvidenceFilter[typeof field],
        ),
      });
    }
  }
  return chips;
}
