import type { Place } from '../../core/adjudication/places.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { annotatorName } from '../app/annotator-name.ts';
import { t } from '../i18n/texts.ts';
import { AnnotationFields } from './comparison-table.tsx';

/** What has come since a place was decided, before and after. */
export function ChangesSince({
  place,
  project,
}: {
  readonly place: Place;
  readonly project: ProjectSnapshot;
}) {
  return (
    <section className="changes-since" aria-label={t('adjudication.changedTitle')}>
      <h3>{t('adjudication.changedTitle')}</h3>
      <ul>
        {place.changes.map((change) => (
          <li key={`${change.kind} ${change.annotator}`}>
            <p>
              {t(`adjudication.since.${change.kind}`, { name: annotatorName(project, change.annotator) })}
            </p>
            <div className="changes-since__sides">
              {change.kind === 'changed' || change.kind === 'removed' ? (
                <div>
                  <h4>{t('adjudication.before')}</h4>
                  <AnnotationFields annotation={change.before} project={project} />
                </div>
              ) : null}
              {change.kind === 'changed' || change.kind === 'added' ? (
                <div>
                  <h4>{t('adjudication.now')}</h4>
                  <AnnotationFields annotation={change.after} project={project} />
                </div>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
