import { Check, CornerDownRight } from 'lucide-react';
import { SOURCE_GRADES } from '../../core/annotation/annotation.ts';
import {
  METADATA_FIELDS,
  type DocumentRecord,
  type DocumentSettings,
  type MetadataField,
  type Source,
} from '../../core/document/document.ts';
import { firstFree, slugify, sourceIdSchema } from '../../core/ids.ts';
import type { Edit } from '../../core/project/edit.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { commit } from '../app/session.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { SetsHere } from '../sets/sets-here.tsx';
import { MemosHere } from '../memos/memos-here.tsx';
import { t } from '../i18n/texts.ts';
import { formatDate, formatDateTime } from '../i18n/format.ts';
import { VersionSection } from '../versions/version-section.tsx';
import { DraftText, Field } from '../ui/field.tsx';

interface DocumentPanelProps {
  readonly document: DocumentRecord;
  readonly project: ProjectSnapshot;
  onShowRange(range: { start: number; end: number }): void;
}

/** What is known about the document: proposed metadata to accept or correct, its source and that source's grade. */
export function DocumentPanel({ document, project, onShowRange }: DocumentPanelProps) {
  const { settings } = document;
  const isEditable = project.readOnly === null;
  const source = project.sources.find((candidate) => candidate.id === settings.sourceId);

  function change(label: string, after: DocumentSettings, more: readonly Edit[] = []): void {
    commit({
      label,
      edits: [...more, { kind: 'document', documentId: document.id, before: settings, after }],
    });
  }

  function putField(field: MetadataField, value: string): void {
    const before = settings.metadata[field];
    const trimmed = value.trim();
    const { [field]: _dropped, ...others } = settings.metadata;
    const metadata =
      trimmed === ''
        ? others
        : {
            ...others,
            [field]: { ...(before?.value === trimmed ? before : {}), value: trimmed, status: 'corrected' },
          };
    change(t(`inspector.correct.${field}`), { ...settings, metadata } as DocumentSettings);
  }

  function acceptField(field: MetadataField): void {
    const value = settings.metadata[field];
    if (!value) return;
    change(t(`inspector.acceptField.${field}`), {
      ...settings,
      metadata: { ...settings.metadata, [field]: { ...value, status: 'accepted' } },
    });
  }

  function setSource(id: string): void {
    if (id === 'new') {
      const name =
        settings.metadata.outlet?.value ?? settings.metadata.author?.value ?? t('inspector.newSourceName');
      const taken = new Set<string>(project.sources.map((other) => other.id));
      const fresh: Source = {
        id: sourceIdSchema.parse(firstFree(`s-${slugify(name)}`, (candidate) => taken.has(candidate))),
        name,
        kind: 'other',
        grades: [],
      };
      change(t('inspector.addSource'), { ...settings, sourceId: fresh.id }, [
        { kind: 'source', before: null, after: fresh },
      ]);
      return;
    }
    const { sourceId: _before, ...rest } = settings;
    change(t('inspector.setSource'), id === '' ? rest : { ...rest, sourceId: sourceIdSchema.parse(id) });
  }

  function changeSource(label: string, after: Source): void {
    if (source) commit({ label, edits: [{ kind: 'source', before: source, after }] });
  }

  const grade = source?.grades.at(-1);
  return (
    <section className="document-panel" aria-label={t('inspector.aboutThisDocument')}>
      {METADATA_FIELDS.map((field) => {
        const value = settings.metadata[field];
        return (
          <div key={field} className="document-panel__field">
            <DraftText
              label={t(`inspector.field.${field}`)}
              value={value?.value ?? ''}
              isReadOnly={!isEditable}
              placeholder={
                field === 'date'
                  ? t('inspector.yyyyMmDd')
                  : field === 'language'
                    ? t('inspector.enUrPs')
                    : t('inspector.notKnown')
              }
              onCommit={(next) => putField(field, next)}
            />
            {value ? (
              <div className="document-panel__status" data-status={value.status}>
                <span title={value.how}>
                  {t(`inspector.status.${value.status}`)}
                  {value.status === 'proposed' && value.how ? `: ${value.how}` : ''}
                </span>
                {value.found ? (
                  <IconButton
                    label={t(`inspector.showField.${field}`)}
                    size="small"
                    onClick={() => value.found && onShowRange(value.found)}
                  >
                    <CornerDownRight size={13} />
                  </IconButton>
                ) : null}
                {value.status === 'proposed' && isEditable ? (
                  <Button tone="quiet" className="button--small" onClick={() => acceptField(field)}>
                    <Check size={13} aria-hidden="true" /> {t('inspector.accept')}
                  </Button>
                ) : null}
              </div>
            ) : null}
          </div>
        );
      })}

      <h3 className="tag-group__title">{t('inspector.source')}</h3>
      <Field label={t('inspector.whoPublishedIt')}>
        <select
          className="input"
          value={settings.sourceId ?? ''}
          disabled={!isEditable}
          onChange={(event) => setSource(event.target.value)}
        >
          <option value="">{t('inspector.notSet')}</option>
          {project.sources.map((candidate) => (
            <option key={candidate.id} value={candidate.id}>
              {candidate.name}
            </option>
          ))}
          <option value="new">{t('inspector.newSource')}</option>
        </select>
      </Field>
      {source ? (
        <>
          <DraftText
            label={t('inspector.nameOfTheSource')}
            value={source.name}
            isReadOnly={!isEditable}
            onCommit={(name) =>
              name.trim() && changeSource(t('inspector.renameSource'), { ...source, name: name.trim() })
            }
          />
          <Field label={t('inspector.admiraltyGradeOfTheSource')}>
            <select
              className="input"
              value={grade?.grade ?? ''}
              disabled={!isEditable}
              onChange={(event) => {
                const next = SOURCE_GRADES.find((candidate) => candidate === event.target.value);
                if (!next) return;
                const entry = { grade: next, at: new Date().toISOString(), annotator: project.annotator.id };
                changeSource(t('inspector.gradeSource', { name: source.name, grade: next }), {
                  ...source,
                  grades: [...source.grades, entry],
                });
              }}
            >
              <option value="" disabled>
                {t('inspector.notGraded')}
              </option>
              {SOURCE_GRADES.map((value) => (
                <option key={value} value={value}>
                  {value} · {project.codebook.scales.source[value]}
                </option>
              ))}
            </select>
          </Field>
          {grade ? (
            <DraftText
              label={t('inspector.whyThisGrade')}
              value={grade.why ?? ''}
              isReadOnly={!isEditable}
              onCommit={(why) =>
                changeSource(t('inspector.explainGrade'), {
                  ...source,
                  grades: source.grades.with(-1, {
                    ...grade,
                    ...(why.trim() ? { why: why.trim() } : { why: undefined }),
                  }),
                })
              }
            />
          ) : null}
          {source.grades.length > 1 ? (
            <ol className="grade-history" aria-label={t('inspector.earlierGrades')}>
              {source.grades
                .slice(0, -1)
                .toReversed()
                .map((entry) => (
                  <li key={entry.at}>
                    <b className="grade">{entry.grade}</b> {formatDate(entry.at)} {entry.why ?? ''}
                  </li>
                ))}
            </ol>
          ) : null}
        </>
      ) : null}

      <VersionSection project={project} documentId={document.id} />

      <h3 className="tag-group__title">{t('inspector.file')}</h3>
      <dl className="facts">
        <dt>{t('inspector.name')}</dt>
        <dd>{document.fileName}</dd>
        <dt>{t('inspector.length')}</dt>
        <dd>{t('inspector.characters', { count: document.text.length })}</dd>
        {document.original.encoding ? (
          <>
            <dt>{t('inspector.encoding')}</dt>
            <dd>
              {document.original.encoding}
              {document.original.lineEnds
                ? t('inspector.lineEnds', { lineEnds: document.original.lineEnds })
                : ''}
            </dd>
          </>
        ) : null}
        <dt>{t('inspector.imported')}</dt>
        <dd>{formatDateTime(document.importedAt)}</dd>
        <dt>{t('inspector.hash')}</dt>
        <dd className="facts__hash" title={document.text.sha256}>
          {document.text.sha256}
        </dd>
      </dl>
      <div className="tag-group">
        <SetsHere documentId={document.id} />
      </div>
      <div className="tag-group">
        <MemosHere target={{ kind: 'document', documentId: document.id }} />
      </div>
    </section>
  );
}
