import { useState } from 'react';
import {
  INFORMATION_GRADES,
  SOURCE_GRADES,
  type InformationGrade,
  type Reliability,
  type SourceGrade,
} from '../../core/annotation/annotation.ts';
import type { Scales } from '../../core/codebook/codebook.ts';
import { Button } from '../ui/button.tsx';
import { t } from '../i18n/texts.ts';
import { isOwnButton } from '../ui/segmented.tsx';

interface ReliabilityFormProps {
  readonly scales: Scales;
  readonly reliability: Reliability | undefined;
  onSave(reliability: Reliability | undefined): void;
  onClose(): void;
}

/** Source A–F and information 1–6, rated apart. The grades' own keys choose them; Enter keeps. */
export function ReliabilityForm({ scales, reliability, onSave, onClose }: ReliabilityFormProps) {
  const [source, setSource] = useState<SourceGrade | undefined>(reliability?.source);
  const [information, setInformation] = useState<InformationGrade | undefined>(reliability?.information);
  const [why, setWhy] = useState(reliability?.why ?? '');

  function save(): void {
    const trimmed = why.trim();
    onSave(
      source === undefined && information === undefined
        ? undefined
        : {
            ...(source === undefined ? {} : { source }),
            ...(information === undefined ? {} : { information }),
            ...(trimmed === '' ? {} : { why: trimmed }),
          },
    );
  }

  return (
    <form
      className="reliability-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey)
          return;
        const grade = SOURCE_GRADES.find((candidate) => candidate === event.key.toUpperCase());
        const number = INFORMATION_GRADES.find((candidate) => String(candidate) === event.key);
        if (grade) setSource(grade === source ? undefined : grade);
        else if (number) setInformation(number === information ? undefined : number);
        if (grade || number) event.preventDefault();
        else if (event.key === 'Enter' && !isOwnButton(event.target)) {
          event.preventDefault();
          save();
        }
      }}
    >
      <div className="reliability-form__columns">
        <Scale<SourceGrade>
          title={t('tagging.source')}
          options={SOURCE_GRADES.map((value) => ({ value, label: scales.source[value] ?? '' }))}
          missing="F"
          value={source}
          onChange={setSource}
        />
        <Scale<InformationGrade>
          title={t('tagging.information')}
          options={INFORMATION_GRADES.map((value) => ({
            value,
            label: scales.information[String(value)] ?? '',
          }))}
          missing={6}
          value={information}
          onChange={setInformation}
        />
      </div>
      <input
        className="input"
        aria-label={t('tagging.whyThisRating')}
        placeholder={t('tagging.whyThisRating')}
        dir="auto"
        value={why}
        onChange={(event) => setWhy(event.target.value)}
      />
      <div className="stance-form__foot">
        <Button tone="quiet" onClick={onClose}>
          {t('tagging.cancel')}
        </Button>
        <Button type="submit" tone="primary" autoFocus>
          {t('tagging.rate', { source: source ?? '–', information: information ?? '–' })}
        </Button>
      </div>
    </form>
  );
}

interface ScaleProps<T extends string | number> {
  readonly title: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  /** The grade that is no grade: *cannot be judged*. */
  readonly missing: T;
  readonly value: T | undefined;
  onChange(value: T | undefined): void;
}

function Scale<T extends string | number>({ title, options, missing, value, onChange }: ScaleProps<T>) {
  return (
    <fieldset className="grade-scale">
      <legend className="field__label">{title}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="grade-scale__grade"
          aria-pressed={option.value === value}
          data-missing={option.value === missing || undefined}
          onClick={() => onChange(option.value === value ? undefined : option.value)}
        >
          <b>{option.value}</b>
          <span>{option.label}</span>
        </button>
      ))}
    </fieldset>
  );
}
