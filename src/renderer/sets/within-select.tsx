import type { DocumentId, DocumentSetId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { t } from '../i18n/texts.ts';

/** One document, the documents of one set, or (null) all. */
export type Within =
  | { readonly kind: 'document'; readonly id: DocumentId }
  | { readonly kind: 'set'; readonly id: DocumentSetId };

interface WithinSelectProps {
  readonly project: ProjectSnapshot;
  readonly value: Within | null;
  readonly className: string;
  /** Where no label stands around it. */
  readonly label?: string;
  onChange(value: Within | null): void;
}

/** As a scope in terms of lists: of a call, or of an export. */
export function scopeOfWithin(within: Within | null): { documents?: DocumentId[]; sets?: DocumentSetId[] } {
  if (within === null) return {};
  return within.kind === 'document' ? { documents: [within.id] } : { sets: [within.id] };
}

/** Where to look: everywhere, in a set, or in one document. */
export function WithinSelect({ project, value, className, label, onChange }: WithinSelectProps) {
  const present = project.documents.filter((summary) => !summary.removedAt);
  const sets = project.documentSets.toSorted((a, b) => a.name.localeCompare(b.name));
  function choose(chosen: string): void {
    const set = sets.find(({ id }) => id === chosen);
    const document = present.find(({ id }) => id === chosen);
    onChange(set ? { kind: 'set', id: set.id } : document ? { kind: 'document', id: document.id } : null);
  }
  const documents = present.map(({ id, title }) => (
    <option key={id} value={id}>
      {title}
    </option>
  ));
  return (
    <select
      className={className}
      aria-label={label}
      value={value?.id ?? ''}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{t('sets.all')}</option>
      {sets.length > 0 ? (
        <>
          <optgroup label={t('sets.heading')}>
            {sets.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
          <optgroup label={t('sets.single')}>{documents}</optgroup>
        </>
      ) : (
        documents
      )}
    </select>
  );
}
