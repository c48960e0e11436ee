import type { ProjectSnapshot } from '../../contract/calls.ts';
import { DECISIONS, type Decision } from '../../core/agreement/project/decision.ts';
import type { AgreementReport } from '../../core/agreement/project/report.ts';
import type { DocumentId } from '../../core/ids.ts';
import { t } from '../i18n/texts.ts';
import { coefficientWord, decisionWord, HEADLINES, valueWord } from './agreement-words.ts';

interface DocumentTableProps {
  readonly report: AgreementReport;
  readonly project: ProjectSnapshot;
  onOpen(documentId: DocumentId, decision: Decision): void;
}

/** Each document by every decision’s first coefficient, of all annotators together. */
export function DocumentTable({ report, project, onOpen }: DocumentTableProps) {
  const titles = new Map(project.documents.map(({ id, title }) => [id, title]));
  return (
    <section aria-labelledby="agreement-documents">
      <h2 id="agreement-documents">{t('agreement.byDocument')}</h2>
      <div className="agreement__scroll" tabIndex={0} role="group" aria-label={t('agreement.byDocument')}>
        <table className="agreement-matrix" data-kind="documents">
          <thead>
            <tr>
              <th scope="col">{t('agreement.document')}</th>
              {DECISIONS.map((decision) => (
                <th key={decision} scope="col" title={coefficientWord(HEADLINES[decision])}>
                  {decisionWord(decision)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.documents.map(({ documentId, decisions }) => {
              const title = titles.get(documentId) ?? documentId;
              return (
                <tr key={documentId}>
                  <th scope="row">
                    <bdi>{title}</bdi>
                  </th>
                  {decisions.map(({ decision, coefficients }) => {
                    const value = valueWord(
                      coefficients.find(({ coefficient }) => coefficient === HEADLINES[decision]),
                    );
                    return (
                      <td key={decision}>
                        <button
                          type="button"
                          className="agreement-matrix__cell"
                          data-undefined={value === t('agreement.undefined') || undefined}
                          aria-label={t('agreement.documentOpen', {
                            title,
                            decision: decisionWord(decision),
                            value,
                          })}
                          onClick={() => onOpen(documentId, decision)}
                        >
                          {value === t('agreement.undefined') ? '–' : value}
                        </button>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
