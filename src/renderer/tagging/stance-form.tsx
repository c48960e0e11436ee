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
import { newActor } from './tag-actions.ts';

const EXPRESSION_LABELS: Readonly<Record<Expression, { text: string; title: string }>> = {
  stated: { text: 'stated', title: 'Stated: the holder’s own words' },
  acted: { text: 'acted', title: 'Acted: a deed that shows it' },
  reported: { text: 'reported', title: 'Reported: someone else says so' },
  inferred: { text: 'inferred', title: 'Inferred: your own reading' },
};

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
    const question = {
      holder: 'Who holds the stance?',
      target: 'Towards whom or what?',
      chain: 'Who reports it?',
    }[step];
    return (
      <div className="stance-form">
        <p className="stance-form__question">{question}</p>
        <Picker<Party>
          key={step}
          label={question}
          placeholder={step === 'target' ? 'Actor or code…' : 'Actor…'}
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
        <Button onClick={() => setStep('holder')}>{holder ? partyName(known, holder) : 'Holder…'}</Button>
        <ArrowRight size={16} aria-label="towards" />
        <Button onClick={() => setStep('target')}>{target ? partyName(known, target) : 'Target…'}</Button>
      </div>
      <div className="stance-form__row">
        <span className="field__label">Polarity</span>
        <Segmented<Polarity>
          label="Polarity"
          options={POLARITIES.map((value) => ({
            value,
            text: polarityText(value),
            title: codebook.scales.polarity[String(value)] ?? String(value),
          }))}
          value={polarity}
          onChange={setPolarity}
        />
        <span className="field__hint">
          {polarity === undefined ? 'Keys 1 to 5, U for unclear' : codebook.scales.polarity[String(polarity)]}
        </span>
      </div>
      <div className="stance-form__row">
        <span className="field__label">Expression</span>
        <Segmented
          label="Expression"
          options={EXPRESSIONS.map((value) => ({ value, ...EXPRESSION_LABELS[value] }))}
          value={expression}
          onChange={(value) => setExpression(value ?? 'stated')}
        />
      </div>
      <div className="stance-form__row">
        <span className="field__label">Said by</span>
        <ol className="stance-form__chain">
          {attribution.map((speaker, i) => (
            <li key={`${speaker}-${i}`} className="chip">
              <span className="chip__text">{partyName(known, speaker)}</span>
              <button
                type="button"
                className="chip__remove"
                aria-label={`Remove ${partyName(known, speaker)} from the chain`}
                onClick={() => setAttribution(attribution.filter((_, at) => at !== i))}
              >
                <X size={12} />
              </button>
            </li>
          ))}
          <li>
            <IconButton label="Add who reports it" size="small" onClick={() => setStep('chain')}>
              <Plus size={14} />
            </IconButton>
          </li>
        </ol>
      </div>
      <input
        className="input"
        aria-label="Note on the stance"
        placeholder="Note on the stance"
        dir="auto"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="stance-form__foot">
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
        {/* Focus lands here so that digits and Enter work at once. */}
        <Button type="submit" tone="primary" aria-disabled={!isComplete} autoFocus>
          {stance ? 'Change stance' : 'Add stance'}
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
    { heading: 'Text', items: [{ key: AUTHOR, value: AUTHOR, text: 'The author', keywords: ['author'] }] },
    ...actors,
  ];
}
