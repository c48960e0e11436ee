import { ArrowRight, Plus, X } from 'lucide-react';
import { useState } from 'react';
import {
  AUTHOR,
  EXPRESSIONS,
  POLARITIES,
  type Expression,
  type Polarity,
  type Speaker,
  type Stance,
} from '../../core/annotation/annotation.ts';
import type { Codebook } from '../../core/codebook/codebook.ts';
import type { ActorId } from '../../core/ids.ts';
import type { Edit } from '../../core/project/edit.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Picker, type PickerGroup } from '../ui/picker.tsx';
import { polarityText } from '../ui/polarity.tsx';
import { isOwnButton, Segmented } from '../ui/segmented.tsx';
import { actorGroups, codeGroups, partyName } from './codebook-items.tsx';
import { t } from '../i18n/texts.ts';
import { newActor } from './tag-actions.ts';

interface StanceFormProps {
  readonly codebook: Codebook;
  readonly recentActors: readonly ActorId[];
  readonly stance: Stance | null;
  onSave(stance: Omit<Stance, 'id'> & { id?: Stance['id'] | undefined }, creating: readonly Edit[]): void;
  onClose(): void;
}

type Step = 'holder' | 'target' | 'chain' | 'rest';
type Party = Stance['target'] | typeof AUTHOR;

/** Holder → target, then polarity, expression and the chain of who reports it. Keyboard: pick, pick, −2…+2, Enter. */
export function StanceForm({ codebook, recentActors, stance, onSave, onClose }: StanceFormProps) {
  const [step, setStep] = useState<Step>(stance ? 'rest' : 'holder');
  const [holder, setHolder] = useState<Speaker | null>(stance?.holder ?? null);
  const [target, setTarget] = useState<Stance['target'] | null>(stance?.target ?? null);
  const [polarity, setPolarity] = useState<Polarity | undefined>(stance?.polarity);
  const [expression, setExpression] = useState<Expression>(stance?.expression ?? 'stated');
  const [attribution, setAttribution] = useState<readonly Speaker[]>(stance?.attribution ?? [AUTHOR]);
  const [note, setNote] = useState(stance?.note ?? '');
  const [created, setCreated] = useState<readonly Edit[]>([]);

  // Actors made in this form are not in the codebook before it is saved.
  const known: Codebook = {
    ...codebook,
    actors: [
      ...codebook.actors,
      ...created.flatMap((edit) => (edit.kind === 'actor' && edit.after ? [edit.after] : [])),
    ],
  };
  const isComplete = holder !== null && target !== null && polarity !== undefined;

  function save(): void {
    if (holder === null || target === null || polarity === undefined) return;
    const trimmed = note.trim();
    onSave(
      {
        id: stance?.id,
        holder,
        target,
        polarity,
        expression,
        attribution,
        ...(trimmed === '' ? {} : { note: trimmed }),
      },
      created,
    );
  }

  function take(party: Party): void {
    if (step === 'holder') {
      setHolder(party as Speaker);
      setStep(target === null ? 'target' : 'rest');
    } else if (step === 'target') {
      if (party !== AUTHOR) setTarget(party);
      setStep('rest');
    } else {
      setAttribution([...attribution, party as Speaker]);
      setStep('rest');
    }
  }

  function create(name: string): void {
    const same = created.find((edit) => edit.kind === 'actor' && edit.after?.name === name);
    if (same?.kind === 'actor' && same.after) {
      take(same.after.id);
      return;
    }
    const { actor, edit } = newActor(name);
    setCreated([...created, edit]);
    take(actor.id);
  }

  if (step !== 'rest') {
    const question = t(`tagging.ask.${step}`);
    return (
      <div className="stance-form">
        <p className="stance-form__question">{question}</p>
        <Picker<Party>
          key={step}
          label={question}
          placeholder={step === 'target' ? t('tagging.actorOrCode') : t('tagging.actor')}
          groups={partyGroups(known, recentActors, step)}
          hasDigits
          create={{ noun: 'actor', onCreate: create }}
          onPick={take}
          onClose={() => (holder === null || target === null ? onClose() : setStep('rest'))}
        />
      </div>
    );
  }

  return (
    <form
      className="stance-form stance-form--rest"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.target instanceof HTMLInputElement) return;
        const typed = POLARITY_KEYS[event.key];
        if (typed !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
          event.preventDefault();
          setPolarity(typed);
        } else if (event.key === 'Enter' && isComplete && !isOwnButton(event.target)) {
          event.preventDefault();
          save();
        }
      }}
    >
      <div className="stance-form__parties">
        <Button onClick={() => setStep('holder')}>
          {holder ? partyName(known, holder) : t('tagging.holder')}
        </Button>
        <ArrowRight size={16} aria-label={t('tagging.towards')} />
        <Button onClick={() => setStep('target')}>
          {target ? partyName(known, target) : t('tagging.target')}
        </Button>
      </div>
      <div className="stance-form__row">
        <span className="field__label">{t('tagging.polarity')}</span>
        <Segmented<Polarity>
          label={t('tagging.polarity')}
          options={POLARITIES.map((value) => ({
            value,
            text: polarityText(value),
            title: codebook.scales.polarity[String(value)] ?? String(value),
          }))}
          value={polarity}
          onChange={setPolarity}
        />
        <span className="field__hint">
          {polarity === undefined ? t('tagging.keys1To5U') : codebook.scales.polarity[String(polarity)]}
        </span>
      </div>
      <div className="stance-form__row">
        <span className="field__label">{t('tagging.expression')}</span>
        <Segmented
          label={t('tagging.expression')}
          options={EXPRESSIONS.map((value) => ({
            value,
            text: t(`tagging.expression.${value}`),
            title: t(`tagging.expression.${value}.title`),
          }))}
          value={expression}
          onChange={(value) => setExpression(value ?? 'stated')}
        />
      </div>
      <div className="stance-form__row">
        <span className="field__label">{t('tagging.saidBy')}</span>
        <ol className="stance-form__chain">
          {attribution.map((speaker, i) => (
            <li key={`${speaker}-${i}`} className="chip">
              <span className="chip__text">{partyName(known, speaker)}</span>
              <button
                type="button"
                className="chip__remove"
                aria-label={t('tagging.removeFromTheChain', { partyName: partyName(known, speaker) })}
                onClick={() => setAttribution(attribution.filter((_, at) => at !== i))}
              >
                <X size={12} />
              </button>
            </li>
          ))}
          <li>
            <IconButton label={t('tagging.addWhoReportsIt')} size="small" onClick={() => setStep('chain')}>
              <Plus size={14} />
            </IconButton>
          </li>
        </ol>
      </div>
      <input
        className="input"
        aria-label={t('tagging.noteOnTheStance')}
        placeholder={t('tagging.noteOnTheStance')}
        dir="auto"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="stance-form__foot">
        <Button tone="quiet" onClick={onClose}>
          {t('tagging.cancel')}
        </Button>
        {/* Focus lands here so that digits and Enter work at once. */}
        <Button type="submit" tone="primary" aria-disabled={!isComplete} autoFocus>
          {stance ? t('tagging.changeStance') : t('tagging.addStance')}
        </Button>
      </div>
    </form>
  );
}

const POLARITY_KEYS: Readonly<Record<string, Polarity>> = {
  '1': -2,
  '2': -1,
  '3': 0,
  '4': 1,
  '5': 2,
  u: 'unclear',
  U: 'unclear',
};

function partyGroups(codebook: Codebook, recent: readonly ActorId[], step: Step): PickerGroup<Party>[] {
  const actors = actorGroups(codebook, recent).map((group) => ({
    heading: group.heading,
    items: group.items.map((item) => ({ ...item, value: item.value.id as Party })),
  }));
  if (step === 'target') {
    const codes = codeGroups(codebook, []).map((group) => ({
      heading: group.heading,
      items: group.items.map((item) => ({ ...item, value: item.value.id as Party })),
    }));
    return [...actors, ...codes];
  }
  return [
    {
      heading: t('tagging.text'),
      items: [{ key: AUTHOR, value: AUTHOR, text: t('tagging.theAuthorCapital'), keywords: ['author'] }],
    },
    ...actors,
  ];
}
