import { CalendarRange, X } from 'lucide-react';
import { useState } from 'react';
import type { Actor, Alias } from '../../core/codebook/codebook.ts';
import { foldText } from '../../core/text-fold.ts';
import { notify } from '../app/notices.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { changeActor } from './codebook-edits.ts';
import { t } from '../i18n/texts.ts';
import { RequiredText } from './required-text.tsx';

interface AliasEditorProps {
  readonly actor: Actor;
  readonly isReadOnly: boolean;
}

/** The names by which texts call the actor, each optionally bounded in time. */
export function AliasEditor({ actor, isReadOnly }: AliasEditorProps) {
  const [draft, setDraft] = useState('');
  const [datedAt, setDatedAt] = useState<number | null>(null);

  function put(aliases: readonly Alias[], label: string): void {
    changeActor(actor, { ...actor, aliases }, label);
  }
  function replace(at: number, alias: Alias, label: string): void {
    put(actor.aliases.with(at, alias), label);
  }
  function has(text: string, exceptAt: number | null): boolean {
    return actor.aliases.some((alias, at) => at !== exceptAt && foldText(alias.text) === foldText(text));
  }
  function add(): void {
    const text = draft.trim();
    if (text === '') return;
    if (has(text, null) || foldText(actor.name) === foldText(text)) {
      notify('info', t('codebook.hasTheNameAlready', { name: actor.name, text }));
      return;
    }
    setDraft('');
    put([...actor.aliases, { text }], `add alias ${text} to ${actor.name}`);
  }

  return (
    <div className="field">
      <h2 className="field__label">{t('codebook.alsoCalled')}</h2>
      <ul className="aliases">
        {actor.aliases.map((alias, at) => {
          const isDated = alias.from !== undefined || alias.until !== undefined || datedAt === at;
          return (
            // An alias has no id of its own; its place is what is edited.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={at} className="aliases__row">
              <RequiredText
                className="aliases__text"
                label={t('codebook.aliasNumber', { number: at + 1 })}
                maxLength={200}
                value={alias.text}
                isReadOnly={isReadOnly}
                onCommit={(text) => {
                  if (has(text, at))
                    notify('info', t('codebook.hasTheNameTwiceNow', { name: actor.name, text }));
                  replace(at, { ...alias, text }, `change alias ${alias.text} of ${actor.name}`);
                }}
              />
              {isDated ? (
                <span className="aliases__dates">
                  <DayField
                    label={t('codebook.fromOf', { text: alias.text })}
                    text={t('codebook.fromLabel')}
                    value={alias.from}
                    isReadOnly={isReadOnly}
                    isFit={(day) => alias.until === undefined || day <= alias.until}
                    onCommit={(from) =>
                      replace(at, bounded(alias.text, from, alias.until), datesLabel(actor, alias))
                    }
                  />
                  <DayField
                    label={t('codebook.untilOf', { text: alias.text })}
                    text={t('codebook.untilLabel')}
                    value={alias.until}
                    isReadOnly={isReadOnly}
                    isFit={(day) => alias.from === undefined || day >= alias.from}
                    onCommit={(until) =>
                      replace(at, bounded(alias.text, alias.from, until), datesLabel(actor, alias))
                    }
                  />
                </span>
              ) : isReadOnly ? null : (
                <IconButton
                  label={t('codebook.boundInTime', { text: alias.text })}
                  size="small"
                  onClick={() => setDatedAt(at)}
                >
                  <CalendarRange size={14} />
                </IconButton>
              )}
              {isReadOnly ? null : (
                <IconButton
                  label={t('codebook.removeAlias', { text: alias.text })}
                  size="small"
                  onClick={() => {
                    setDatedAt(null);
                    put(actor.aliases.toSpliced(at, 1), `remove alias ${alias.text} of ${actor.name}`);
                  }}
                >
                  <X size={14} />
                </IconButton>
              )}
            </li>
          );
        })}
      </ul>
      {isReadOnly ? null : (
        <form
          className="aliases__add"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <input
            className="input"
            aria-label={t('codebook.newAliasOf', { name: actor.name })}
            placeholder={t('codebook.anotherNameAbbreviationOrSpelling')}
            dir="auto"
            maxLength={200}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
          <Button type="submit" disabled={draft.trim() === ''}>
            {t('codebook.addAlias')}
          </Button>
        </form>
      )}
    </div>
  );
}

function datesLabel(actor: Actor, alias: Alias): string {
  return `bound alias ${alias.text} of ${actor.name} in time`;
}

function bounded(text: string, from: string | undefined, until: string | undefined): Alias {
  return { text, ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

interface DayFieldProps {
  readonly label: string;
  readonly text: string;
  readonly value: string | undefined;
  readonly isReadOnly: boolean;
  isFit(day: string): boolean;
  onCommit(day: string | undefined): void;
}

/** A calendar day. A date that is being typed passes through years such as 0002, so it counts only when left. */
function DayField({ label, text, value, isReadOnly, isFit, onCommit }: DayFieldProps) {
  const [draft, setDraft] = useState(value ?? '');
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setDraft(value ?? '');
  }
  const isWrong = draft !== '' && !isFit(draft);

  function commit(): void {
    if (draft === (value ?? '')) return;
    if (isWrong) {
      notify('info', t('codebook.aliasEnds', { date: value ?? t('codebook.noDate') }));
      setDraft(value ?? '');
      return;
    }
    onCommit(draft === '' ? undefined : draft);
  }

  return (
    <label className="day-field">
      <span aria-hidden="true">{text}</span>
      <input
        className="input"
        type="date"
        aria-label={label}
        aria-invalid={isWrong}
        max="9999-12-31"
        value={draft}
        readOnly={isReadOnly}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </label>
  );
}
