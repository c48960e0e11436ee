import { z } from 'zod';
import { aliasSchema, type Codebook } from '../../core/codebook/codebook.ts';
import type { CallValue } from '../../contract/calls.ts';
import { t } from '../i18n/texts.ts';
import type { PlainKey } from '../i18n/catalogue.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { aliasText } from './describe-change.ts';

type Preview = CallValue<'codebook.previewImport'>;
type Row = Preview['rows'][number];

const STATUSES = ['refused', 'new', 'changed', 'same'] as const;
/** More than anyone reads through before it is done; undo takes it back. */
const SHOWN = 200;

interface ImportRowsProps {
  readonly preview: Preview;
  readonly codebook: Codebook;
  readonly isUpdating: boolean;
  onUpdating(isUpdating: boolean): void;
}

/** What a file would bring: refused, new, changed field by field, and how much is the same. */
export function ImportRows({ preview, codebook, isUpdating, onUpdating }: ImportRowsProps) {
  const count = (status: Row['status']): number => preview.rows.filter((row) => row.status === status).length;
  const shown = STATUSES.filter((status) => status !== 'same').flatMap((status) =>
    preview.rows.filter((row) => row.status === status),
  );
  return (
    <section className="import-rows" aria-label={t('codebookChanges.import.preview')}>
      <p role="status">
        {t('codebookChanges.import.counts', {
          added: count('new'),
          changed: count('changed'),
          same: count('same'),
          refused: count('refused'),
        })}
      </p>
      {count('changed') > 0 ? (
        <label className="check">
          <input
            type="checkbox"
            checked={isUpdating}
            onChange={(event) => onUpdating(event.target.checked)}
          />
          {t('codebookChanges.import.update')}
        </label>
      ) : null}
      {preview.notices.map((notice) => (
        <p key={notice} className="field__hint">
          {notice}
        </p>
      ))}
      <ul className="import-rows__list">
        {shown.slice(0, SHOWN).map((row, at) => (
          // The preview never changes, so a row's place names it.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at} className="import-rows__row" data-status={row.status}>
            <span className="import-rows__status">{t(`codebookChanges.status.${row.status}`)}</span>
            <span className="import-rows__name">
              <bdi>{row.kind === 'scales' ? t('codebook.tab.scales') : row.name || '—'}</bdi>{' '}
              <span className="import-rows__kind">
                {row.kind === 'scales' ? '' : t(`codebookChanges.kind.${row.kind}`)}
                {row.line === undefined ? '' : ` · ${t('codebookChanges.import.line', { line: row.line })}`}
              </span>
            </span>
            {row.reason === undefined ? null : <span className="import-rows__reason">{row.reason}</span>}
            {row.fields.length > 0 ? (
              <ul className="import-rows__fields">
                {row.fields.map((field) => (
                  <li key={field.field}>
                    <span className="import-rows__kind">{fieldName(field.field)}</span>{' '}
                    {field.before === undefined ? null : (
                      <del dir="auto">{valueText(field.field, field.before, codebook)}</del>
                    )}{' '}
                    {field.after === undefined ? null : (
                      <ins dir="auto">{valueText(field.field, field.after, codebook)}</ins>
                    )}
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
      {shown.length > SHOWN ? (
        <p className="field__hint">{t('codebookChanges.import.more', { count: shown.length - SHOWN })}</p>
      ) : null}
    </section>
  );
}

const FIELD_NAMES: Readonly<Record<string, PlainKey>> = {
  name: 'codebook.name',
  kind: 'codebook.kind',
  aliases: 'codebook.alsoCalled',
  parent: 'codebook.partOf',
  note: 'codebook.note',
  definition: 'codebook.definition',
  colour: 'codebook.colour',
  ended: 'codebookChanges.field.ended',
};

/** Of the scales, the step as the record names it. */
function fieldName(field: string): string {
  const key = Object.hasOwn(FIELD_NAMES, field) ? FIELD_NAMES[field] : undefined;
  return key ? t(key) : field;
}

const aliasesSchema = z.array(aliasSchema);

function valueText(field: string, value: unknown, codebook: Codebook): string {
  if (field === 'aliases') {
    const aliases = aliasesSchema.safeParse(value);
    if (aliases.success) return aliases.data.map(aliasText).join(', ') || '—';
  }
  if (field === 'parent' && typeof value === 'string') return partyName(codebook, value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
