import { Gavel } from 'lucide-react';
import { isAdjudicatedId } from '../../core/adjudication/adjudicated-id.ts';
import type { Annotation } from '../../core/annotation/annotation.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { annotatorName } from '../app/annotator-name.ts';
import { openDocument } from '../app/session.ts';
import { run } from '../app/notices.ts';
import { usePostil } from '../app/state.ts';
import { Button } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';
import { openAdjudication } from './adjudication-actions.ts';
import { decisionWords } from './words.ts';

/** In the inspector: from which annotations an adjudicated passage came, by whom and why; nothing for any other. */
export function OriginSection({
  annotation,
  project,
}: {
  readonly annotation: Annotation;
  readonly project: ProjectSnapshot;
}) {
  const layers = usePostil((state) => state.open?.layers);
  if (!isAdjudicatedId(annotation.annotator)) return null;
  const adjudication = layers
    ?.get(annotation.annotator)
    ?.adjudications?.find(({ results }) => results.includes(annotation.id));
  const taken = adjudication?.of.filter(({ id }) => adjudication.taken.includes(id)) ?? [];
  const isThere = (source: Annotation): boolean =>
    layers?.get(source.annotator)?.annotations.some(({ id }) => id === source.id) ?? false;
  return (
    <div className="tag-group origin">
      <h3 className="tag-group__title">{t('adjudication.origin.title')}</h3>
      <p>{adjudication ? decisionWords(adjudication, project) : t('adjudication.origin.unknown')}</p>
      {adjudication?.reason ? <p dir="auto">{adjudication.reason}</p> : null}
      <div className="origin__links">
        {taken.map((source) => {
          const name = annotatorName(project, source.annotator);
          return (
            <Button
              key={source.id}
              className="button--small"
              disabled={!isThere(source)}
              title={isThere(source) ? undefined : t('adjudication.origin.gone', { name })}
              onClick={() => run(() => openDocument(source.documentId, source.id))}
            >
              {t('adjudication.origin.from', { name })}
            </Button>
          );
        })}
        <Button
          className="button--small"
          onClick={() => openAdjudication(annotation.documentId, annotation.id)}
        >
          <Gavel size={13} aria-hidden="true" /> {t('adjudication.openHere')}
        </Button>
      </div>
    </div>
  );
}
