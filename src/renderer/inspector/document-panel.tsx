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
import { DraftText, Field } from '../ui/field.tsx';

const FIELD_LABELS: Readonly<Record<MetadataField, string>> = {
  title: 'Title',
  author: 'Author',
  outlet: 'Outlet',
  date: 'Date',
  language: 'Language',
};

const STATUS_LABELS = {
  proposed: 'Found in the text',
  accepted: 'Accepted',
  corrected: 'Corrected by you',
} as const;

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
    change(`correct the ${FIELD_LABELS[field].toLowerCase()}`, { ...settings, metadata } as DocumentSettings);
  }

  function acceptField(field: MetadataField): void {
    const value = settings.metadata[field];
    if (!value) return;
    change(`accept the ${FIELD_LABELS[field].toLowerCase()}`, {
      ...settings,
      metadata: { ...settings.metadata, [field]: { ...value, status: 'accepted' } },
    });
  }

  function setSource(id: string): void {
    if (id === 'new') {
      const name = settings.metadata.outlet?.value ?? settings.metadata.author?.value ?? 'New source';
      const taken = new Set<string>(project.sources.map((other) => other.id));
      const fresh: Source = {
        id: sourceIdSchema.parse(firstFree(`s-${slugify(name)}`, (candidate) => taken.has(candidate))),
        name,
        kind: 'other',
        grades: [],
      };
      change('add a source', { ...settings, sourceId: fresh.id }, [
        { kind: 'source', before: null, after: fresh },
      ]);
      return;
    }
    const { sourceId: _before, ...rest } = settings;
    change('set the source', id === '' ? rest : { ...rest, sourceId: sourceIdSchema.parse(id) });
  }

  function changeSource(label: string, after: Source): void {
    if (source) commit({ label, edits: [{ kind: 'source', before: source, after }] });
  }

  const grade = source?.grades.at(-1);
  return (
    <section className="document-panel" aria-label="About this document">
      {METADATA_FIELDS.map((field) => {
        const value = settings.metadata[field];
        return (
          <div key={field} className="document-panel__field">
            <DraftText
              label={FIELD_LABELS[field]}
              value={value?.value ?? ''}
              isReadOnly={!isEditable}
              placeholder={
                field === 'date' ? 'YYYY-MM-DD' : field === 'language' ? 'en, ur, ps …' : 'Not known'
              }
              onCommit={(next) => putField(field, next)}
            />
            {value ? (
              <div className="document-panel__status" data-status={value.status}>
                <span title={value.how}>
                  {STATUS_LABELS[value.status]}
                  {value.status === 'proposed' && value.how ? `: ${value.how}` : ''}
                </span>
                {value.found ? (
                  <IconButton
                    label={`Show where the ${FIELD_LABELS[field].toLowerCase()} stands`}
                    size="small"
                    onClick={() => value.found && onShowRange(value.found)}
                  >
                    <CornerDownRight size={13} />
                  </IconButton>
                ) : null}
                {value.status === 'proposed' && isEditable ? (
                  <Button tone="quiet" className="button--small" onClick={() => acceptField(field)}>
                    <Check size={13} aria-hidden="true" /> Accept
                  </Button>
                ) : null}
              </div>
            ) : null}
          </div>
        );
      })}

      <h3 className="tag-group__title">Source</h3>
      <Field label="Who published it">
        <select
          className="input"
          value={settings.sourceId ?? ''}
          disabled={!isEditable}
          onChange={(event) => setSource(event.target.value)}
        >
          <option value="">Not set</option>
          {project.sources.map((candidate) => (
            <option key={candidate.id} value={candidate.id}>
              {candidate.name}
            </option>
          ))}
          <option value="new">New source…</option>
        </select>
      </Field>
      {source ? (
        <>
          <DraftText
            label="Name of the source"
            value={source.name}
            isReadOnly={!isEditable}
            onCommit={(name) =>
              name.trim() && changeSource('rename a source', { ...source, name: name.trim() })
            }
          />
          <Field label="Admiralty grade of the source">
            <select
              className="input"
              value={grade?.grade ?? ''}
              disabled={!isEditable}
              onChange={(event) => {
                const next = SOURCE_GRADES.find((candidate) => candidate === event.target.value);
                if (!next) return;
                const entry = { grade: next, at: new Date().toISOString(), annotator: project.annotator.id };
                changeSource(`grade ${source.name} ${next}`, {
                  ...source,
                  grades: [...source.grades, entry],
                });
              }}
            >
              <option value="" disabled>
                Not graded
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
              label="Why this grade"
              value={grade.why ?? ''}
              isReadOnly={!isEditable}
              onCommit={(why) =>
                changeSource('explain a grade', {
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
            <ol className="grade-history" aria-label="Earlier grades">
              {source.grades
                .slice(0, -1)
                .toReversed()
                .map((entry) => (
                  <li key={entry.at}>
                    <b className="grade">{entry.grade}</b> {entry.at.slice(0, 10)} {entry.why ?? ''}
                  </li>
                ))}
            </ol>
          ) : null}
        </>
      ) : null}

      <h3 className="tag-group__title">File</h3>
      <dl className="facts">
        <dt>Name</dt>
        <dd>{document.fileName}</dd>
        <dt>Length</dt>
        <dd>{document.text.length.toLocaleString('en')} characters</dd>
        {document.original.encoding ? (
          <>
            <dt>Encoding</dt>
            <dd>
              {document.original.encoding}
              {document.original.lineEnds ? `, line ends ${document.original.lineEnds}` : ''}
            </dd>
          </>
        ) : null}
        <dt>Imported</dt>
        <dd>{document.importedAt.slice(0, 16).replace('T', ' ')} UTC</dd>
        <dt>SHA-256</dt>
        <dd className="facts__hash" title={document.text.sha256}>
          {document.text.sha256}
        </dd>
      </dl>
    </section>
  );
}
