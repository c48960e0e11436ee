import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import { t } from '../i18n/texts.ts';
import { WithinSelect } from '../sets/within-select.tsx';
import { Field } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { setAgreement, useAgreement, type RevisionChoice } from './agreement-state.ts';

interface ScopeBarProps {
  readonly project: ProjectSnapshot;
  readonly annotators: readonly AnnotatorId[];
  nameOf(id: AnnotatorId): string;
}

const SIDES = ['all', 'until', 'since'] as const;

/** What is compared: which documents, whose layers, under which revisions of the codebook. */
export function ScopeBar({ project, annotators, nameOf }: ScopeBarProps) {
  const within = useAgreement((state) => state.within);
  const leftOut = useAgreement((state) => state.leftOut);
  const revision = useAgreement((state) => state.revision);
  const change = (patch: Partial<RevisionChoice>): void =>
    setAgreement({ revision: { ...revision, ...patch } });

  function toggle(id: AnnotatorId): void {
    const next = new Set(leftOut);
    if (!next.delete(id)) next.add(id);
    setAgreement({ leftOut: next });
  }

  return (
    <div className="agreement__scope">
      <Field label={t('agreement.documents')}>
        <WithinSelect
          project={project}
          className="input"
          value={within}
          onChange={(next) => setAgreement({ within: next })}
        />
      </Field>
      {annotators.length > 2 ? (
        <fieldset className="agreement__people">
          <legend className="field__label">{t('agreement.annotators')}</legend>
          {annotators.map((id) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={!leftOut.has(id)}
                disabled={!leftOut.has(id) && annotators.length - leftOut.size <= 2}
                onChange={() => toggle(id)}
              />
              <bdi>{nameOf(id)}</bdi>
            </label>
          ))}
        </fieldset>
      ) : null}
      <div className="field" title={t('agreement.revisionHint')}>
        <span className="field__label">{t('agreement.revisions')}</span>
        <span className="agreement__revision">
          <Segmented
            label={t('agreement.revisions')}
            options={SIDES.map((side) => ({ value: side, text: t(`agreement.revision.${side}`) }))}
            value={revision.side}
            onChange={(side) => change({ side: side ?? 'all' })}
          />
          {revision.side === 'all' ? null : (
            <input
              className="input"
              type="number"
              min={0}
              max={project.codebook.revision}
              aria-label={t('agreement.revisionNumber')}
              value={revision.revision}
              onChange={(event) => {
                const number = event.target.valueAsNumber;
                if (Number.isInteger(number) && number >= 0) change({ revision: number });
              }}
            />
          )}
        </span>
      </div>
    </div>
  );
}
