import { CircleCheck, Layers, TriangleAlert } from 'lucide-react';
import type { CallValue, ExportReport } from '../../contract/calls.ts';
import { formatNumber } from '../i18n/format.ts';
import { BOLD, rich } from '../i18n/rich.tsx';
import { t } from '../i18n/texts.ts';
import { HiddenNote } from '../team/hidden-note.tsx';

/** What an export would hold and lose, and how it begins. */
export function ExportPreview({ preview }: { readonly preview: CallValue<'export.preview'> }) {
  return (
    <div className="exchange__preview">
      <p role="status">
        {rich(
          t('exchange.preview', {
            annotations: t('exchange.annotations', { count: preview.annotations }),
            stances: t('exchange.stances', { count: preview.stances }),
            documents: t('exchange.documentCount', { count: preview.documents }),
          }),
          BOLD,
        )}
      </p>
      <HiddenNote {...preview.hidden} />
      <LayerNotes notes={preview.layers} />
      <LossList losses={preview.losses} />
      {preview.sample === '' ? null : (
        <details>
          <summary>{t('exchange.theFirstLines')}</summary>
          <pre className="exchange__sample" tabIndex={0}>
            {preview.sample}
          </pre>
        </details>
      )}
    </div>
  );
}

/** What of the layers is left out, or there twice. */
function LayerNotes({ notes }: { readonly notes: ExportReport['layers'] }) {
  return notes.map(({ kind, documents, annotations }) => (
    <p key={kind} className="verdict" data-tone={kind === 'mixed' ? 'warning' : undefined}>
      {kind === 'mixed' ? (
        <TriangleAlert size={15} aria-hidden="true" />
      ) : (
        <Layers size={15} aria-hidden="true" />
      )}
      <span>
        {t(`exchange.layerNote.${kind}`, {
          documents: t('exchange.documentCount', { count: documents }),
          annotations: t('exchange.annotations', { count: annotations }),
        })}
      </span>
    </p>
  ));
}

function LossList({ losses }: { readonly losses: ExportReport['losses'] }) {
  const real = losses.filter((loss) => loss.count > 0);
  if (real.length === 0) {
    return (
      <p className="verdict" data-tone="ok">
        <CircleCheck size={15} aria-hidden="true" /> {t('exchange.nothingIsLostInThis')}
      </p>
    );
  }
  return (
    <div className="verdict" data-tone="warning">
      <TriangleAlert size={15} aria-hidden="true" />
      <div>
        {t('exchange.cannotHold')}
        <ul>
          {real.map((loss) => (
            <li key={loss.what}>
              {loss.what}: {formatNumber(loss.count)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** What was written, and what reading it back has shown. */
export function ExportReportView({ report }: { readonly report: ExportReport }) {
  const { differences, compared } = report.selfCheck;
  return (
    <div className="exchange__report" role="status">
      <p className="verdict" data-tone={differences.length === 0 ? 'ok' : 'error'}>
        {differences.length === 0 ? (
          <>
            <CircleCheck size={15} aria-hidden="true" /> {t('exchange.equal', { count: compared })}
          </>
        ) : (
          <>
            <TriangleAlert size={15} aria-hidden="true" />{' '}
            {t('exchange.differ', {
              different: differences.length,
              compared,
              examples: differences.slice(0, 3).join(' · '),
            })}
          </>
        )}
      </p>
      <HiddenNote {...report.hidden} />
      <LayerNotes notes={report.layers} />
      <LossList losses={report.losses} />
      <ul className="exchange__files">
        {report.files.map((file) => (
          <li key={file.path}>
            <code>{file.path}</code>{' '}
            <span className="count">{t('exchange.bytes', { count: file.bytes })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
