import type { ToChoose } from '../../core/adjudication/merge-annotations.ts';
import type { Certainty } from '../../core/annotation/annotation.ts';
import type { Codebook } from '../../core/codebook/codebook.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { polarityText } from '../ui/polarity.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { t } from '../i18n/texts.ts';
import { setDraft } from './adjudication-actions.ts';
import type { AdjudicationView } from './adjudication-view.ts';
import { choosePolarity, chooseValue, isChosen, shownJudgement, type Draft } from './draft.ts';

interface JudgementChoiceProps {
  readonly choice: ToChoose;
  readonly draft: Draft;
  readonly view: AdjudicationView;
  readonly codebook: Codebook;
}

/** What annotators say in two ways: one of them, or nothing. */
export function JudgementChoice({ choice, draft, view: { resolve }, codebook }: JudgementChoiceProps) {
  const judgement = shownJudgement(draft);
  const isMade = isChosen(draft, choice, resolve);
  const label = labelOf(choice, codebook);
  return (
    <div className="judgement-form__choice" data-open={!isMade || undefined}>
      <span className="field__label">
        <bdi>{label}</bdi>{' '}
        <span className="judgement-form__state">
          {isMade ? t('adjudication.chosen') : t('adjudication.stillToChoose')}
        </span>
      </span>
      {choice.kind === 'polarity' ? (
        <Segmented<string>
          label={label}
          options={choice.stances.map(({ polarity }) => ({
            value: String(polarity),
            text: polarityText(polarity),
            title: codebook.scales.polarity[String(polarity)] ?? String(polarity),
          }))}
          value={
            isMade
              ? String(
                  choice.stances.find((stance) => judgement.stances.some(({ id }) => id === stance.id))
                    ?.polarity,
                )
              : undefined
          }
          onChange={(polarity) => {
            const stance = choice.stances.find((each) => String(each.polarity) === polarity);
            if (stance) setDraft(choosePolarity(draft, choice.claim, stance, resolve));
          }}
        />
      ) : (
        <Segmented<string>
          label={label}
          options={[
            ...valuesOf(choice).map((value) => ({
              value: String(value),
              text:
                choice.kind === 'certainty' ? t(`tagging.certainty.${value as Certainty}`) : String(value),
            })),
            { value: '', text: t('adjudication.chooseNone') },
          ]}
          value={
            draft.leftEmpty.includes(choice.kind)
              ? ''
              : optionalText(
                  choice.kind === 'certainty' ? judgement.certainty : judgement.reliability?.[choice.kind],
                )
          }
          onChange={(chosen) =>
            setDraft(
              chooseValue(draft, choice, valuesOf(choice).find((value) => String(value) === chosen) ?? null),
            )
          }
        />
      )}
    </div>
  );
}

function valuesOf(choice: Exclude<ToChoose, { kind: 'polarity' }>): readonly (string | number)[] {
  return choice.kind === 'certainty' ? choice.certainties : choice.grades;
}

function optionalText(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function labelOf(choice: ToChoose, codebook: Codebook): string {
  if (choice.kind !== 'polarity') return t(`adjudication.choose.${choice.kind}`);
  const { holder, target } = choice.stances[0]!;
  return t('adjudication.choose.polarity', {
    claim: `${partyName(codebook, holder)} → ${partyName(codebook, target)}`,
  });
}
