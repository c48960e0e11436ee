import type { ProjectSnapshot } from '../../contract/calls.ts';
import { writeEntry } from '../../core/exchange/format-table.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import { setState } from '../app/state.ts';
import { spokenName } from '../app/annotator-name.ts';
import { t } from '../i18n/texts.ts';
import { WithinSelect, type Within } from '../sets/within-select.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { hasAdjudicated } from '../evidence/filter-words.ts';
import type { ExportChoice } from './export-choices.ts';

interface ScopeProps {
  readonly project: ProjectSnapshot;
  readonly choice: ExportChoice;
  readonly annotators: readonly AnnotatorId[];
  readonly within: Within | null;
  readonly filterId: string;
  /** The evidence table has said what to export. */
  readonly hasSelection: boolean;
  onChoice(choice: ExportChoice): void;
  onAnnotators(annotators: AnnotatorId[]): void;
  onWithin(within: Within | null): void;
  onFilter(id: string): void;
}

/** Whose annotations, of which documents, under which filter. */
export function ExportScopeFields(props: ScopeProps) {
  const { project, choice, annotators, within, filterId } = props;
  if (props.hasSelection) {
    return (
      <p className="exchange__selection">
        {t('exchange.selectionOfEvidence')}
        <Button tone="quiet" onClick={() => setState({ exportScope: null })}>
          {t('exchange.chooseOtherwise')}
        </Button>
      </p>
    );
  }
  const filters = project.savedFilters.filter((saved) => saved.kind === 'evidence');
  return (
    <>
      <div className="field">
        <span className="field__label">{t('exchange.annotationsOf')}</span>
        <Segmented
          label={t('exchange.annotationsOf')}
          value={choice.layers}
          options={[
            { value: 'all', text: t('exchange.layersAll') },
            { value: 'mine', text: t('exchange.layersMine') },
            { value: 'chosen', text: t('exchange.layersChosen') },
            ...(hasAdjudicated(project) || ['adjudicated', 'everything'].includes(choice.layers)
              ? [
                  { value: 'adjudicated' as const, text: t('exchange.layersAdjudicated') },
                  { value: 'everything' as const, text: t('exchange.layersEverything') },
                ]
              : []),
          ]}
          onChange={(layers) => layers && props.onChoice({ ...choice, layers })}
        />
        {choice.layers === 'chosen' ? (
          <div className="exchange__checks" role="group" aria-label={t('exchange.annotators')}>
            {project.project.annotators.map(({ id, name }) => (
              <Check
                key={id}
                text={spokenName({ id, name })}
                isChecked={annotators.includes(id)}
                onChange={(isIn) =>
                  props.onAnnotators(isIn ? [...annotators, id] : annotators.filter((one) => one !== id))
                }
              />
            ))}
          </div>
        ) : null}
      </div>
      <div className="exchange__scope">
        <Field label={t('exchange.documents')}>
          <WithinSelect project={project} value={within} className="input" onChange={props.onWithin} />
        </Field>
        {filters.length > 0 ? (
          <Field label={t('exchange.filter')}>
            <select
              className="input"
              value={filterId}
              onChange={(event) => props.onFilter(event.target.value)}
            >
              <option value="">{t('exchange.noFilter')}</option>
              {filters.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        ) : null}
      </div>
    </>
  );
}

interface OptionsProps {
  readonly choice: ExportChoice;
  onChoice(choice: ExportChoice): void;
}

/** What goes along with the annotations. */
export function ExportOptionChecks({ choice, onChoice }: OptionsProps) {
  const { options } = choice;
  const { texts } = writeEntry(choice.format);
  const change = (part: Partial<ExportChoice['options']>): void =>
    onChoice({ ...choice, options: { ...options, ...part } });
  return (
    <div className="exchange__checks" role="group" aria-label={t('exchange.goesAlong')}>
      {texts === 'never' ? null : (
        <Check
          text={t(texts === 'always' ? 'exchange.textsAlways' : 'exchange.texts')}
          isChecked={texts === 'always' || options.texts}
          isDisabled={texts === 'always'}
          onChange={(isIn) => change({ texts: isIn })}
        />
      )}
      <Check
        text={t('exchange.notes')}
        isChecked={options.notes}
        onChange={(isIn) => change({ notes: isIn })}
      />
      <Check
        text={t('exchange.pseudonyms')}
        isChecked={options.pseudonyms}
        onChange={(isIn) => change({ pseudonyms: isIn })}
      />
    </div>
  );
}

interface CheckProps {
  readonly text: string;
  readonly isChecked: boolean;
  readonly isDisabled?: boolean;
  onChange(isChecked: boolean): void;
}

export function Check({ text, isChecked, isDisabled = false, onChange }: CheckProps) {
  return (
    <label className="exchange__check">
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {text}
    </label>
  );
}
