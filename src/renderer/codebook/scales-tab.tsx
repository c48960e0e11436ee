import { RotateCcw } from 'lucide-react';
import { INFORMATION_GRADES, POLARITIES, SOURCE_GRADES } from '../../core/annotation/annotation.ts';
import type { Scales } from '../../core/codebook/codebook.ts';
import { DEFAULT_SCALES } from '../../core/codebook/scales.ts';
import { isEqual } from '../../core/equal.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { PolarityMark } from '../ui/polarity.tsx';
import { changeScales } from './codebook-edits.ts';
import { RequiredText } from './required-text.tsx';
import { t } from '../i18n/texts.ts';
import { SCALE_NAMES, stepText } from './scale-words.ts';

const SCALES: readonly { scale: keyof Scales; steps: readonly (string | number)[] }[] = [
  {
    scale: 'polarity',
    steps: POLARITIES,
  },
  { scale: 'source', steps: SOURCE_GRADES },
  {
    scale: 'information',
    steps: INFORMATION_GRADES,
  },
];

/** The wording of the scales. Their steps are fixed, so that datasets stay comparable. */
export function ScalesTab({ project }: { readonly project: ProjectSnapshot }) {
  const { scales } = project.codebook;
  const isReadOnly = project.readOnly !== null;

  return (
    <div className="scales">
      <div className="scales__head">
        <p>{t('codebook.theStepsAreFixedSo')}</p>
        <Button
          disabled={isReadOnly || isEqual(scales, DEFAULT_SCALES)}
          onClick={() => changeScales(scales, DEFAULT_SCALES, 'put all scale labels back to default')}
        >
          <RotateCcw size={14} aria-hidden="true" /> {t('codebook.allBackToDefault')}
        </Button>
      </div>
      <div className="scales__grid">
        {SCALES.map(({ scale, steps }) => (
          <section key={scale} className="scales__scale" aria-label={t(`codebook.scale.${scale}`)}>
            <h2>{t(`codebook.scale.${scale}`)}</h2>
            <p className="field__hint">{t(`codebook.scale.${scale}.note`)}</p>
            <ul>
              {steps.map((step) => {
                const label = labelOf(scales, scale, step);
                const normal = labelOf(DEFAULT_SCALES, scale, step);
                return (
                  <li key={step} className="scales__step">
                    {scale === 'polarity' ? (
                      <PolarityMark
                        polarity={POLARITIES.find((polarity) => polarity === step)!}
                        scales={scales}
                      />
                    ) : (
                      <b className="grade">{step}</b>
                    )}
                    <RequiredText
                      label={`${t(`codebook.scale.${scale}`)} ${stepText(scale, String(step))}`}
                      maxLength={120}
                      value={label}
                      isReadOnly={isReadOnly}
                      onCommit={(text) =>
                        changeScales(
                          scales,
                          withLabel(scales, scale, step, text),
                          `reword ${SCALE_NAMES[scale]} ${stepText(scale, String(step))}`,
                        )
                      }
                    />
                    {label === normal || isReadOnly ? (
                      <span className="scales__spacer" />
                    ) : (
                      <IconButton
                        label={t('codebook.backToDefault', { normal })}
                        size="small"
                        onClick={() =>
                          changeScales(
                            scales,
                            withLabel(scales, scale, step, normal),
                            `put the label of ${SCALE_NAMES[scale]} ${stepText(scale, String(step))} back to default`,
                          )
                        }
                      >
                        <RotateCcw size={13} />
                      </IconButton>
                    )}
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

function labelOf(scales: Scales, scale: keyof Scales, step: string | number): string {
  return (scales[scale] as Readonly<Record<string, string>>)[String(step)] ?? String(step);
}

function withLabel(scales: Scales, scale: keyof Scales, step: string | number, text: string): Scales {
  return { ...scales, [scale]: { ...scales[scale], [String(step)]: text } };
}
