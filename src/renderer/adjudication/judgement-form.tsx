import { Pencil, Plus, X } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { v7 as uuidV7 } from 'uuid';
import type { ToChoose } from '../../core/adjudication/merge-annotations.ts';
import {
  ACTOR_ROLES,
  CERTAINTIES,
  type ActorRole,
  type Certainty,
  type Stance,
} from '../../core/annotation/annotation.ts';
import type { Actor, Code, Codebook } from '../../core/codebook/codebook.ts';
import { stanceIdSchema } from '../../core/ids.ts';
import type { Edit } from '../../core/project/edit.ts';
import { usePostil } from '../app/state.ts';
import { StanceLine } from '../inspector/passage-panel.tsx';
import { actorGroups, codeGroups, partyName } from '../tagging/codebook-items.tsx';
import { ReliabilityForm } from '../tagging/reliability-form.tsx';
import { StanceForm } from '../tagging/stance-form.tsx';
import { newActor, newCode } from '../tagging/tag-actions.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Picker } from '../ui/picker.tsx';
import { Popover } from '../ui/popover.tsx';
import { polarityText } from '../ui/polarity.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { t } from '../i18n/texts.ts';
import { confirmDraft, setDraft, spanSelection } from './adjudication-actions.ts';
import { useAdjudication } from './adjudication-state.ts';
import type { AdjudicationView } from './adjudication-view.ts';
import {
  choosePolarity,
  chooseValue,
  isChosen,
  openChoices,
  shownJudgement,
  withJudgement,
  withOptional,
  withStance,
  type Draft,
} from './draft.ts';

interface JudgementFormProps {
  readonly view: AdjudicationView;
  readonly draft: Draft;
}

/** What a place shall be decided as: everything of an annotation, to be changed before it is confirmed. */
export function JudgementForm({ view, draft }: JudgementFormProps) {
  const selection = useAdjudication((state) => state.selection);
  const recentActors = usePostil((state) => state.recentActors);
  const recentCodes = usePostil((state) => state.recentCodes);
  const form = useRef<HTMLElement>(null);
  const [editedStance, setEditedStance] = useState<Stance['id'] | 'new' | null>(null);
  const [isRating, setIsRating] = useState(false);
  const { resolve, open, project } = view;
  const codebook = withCreated(project.codebook, draft.created);
  const drafted = { ...project, codebook } as typeof project;
  const judgement = shownJudgement(draft);
  const missing = openChoices(draft, resolve);
  useEffect(() => form.current?.focus({ preventScroll: true }), []);

  function addActor(actor: Actor, created: readonly Edit[] = []): void {
    const isThere = judgement.actors.some(
      ({ actorId, role }) => role === 'about' && resolve(actorId) === actor.id,
    );
    if (isThere) return;
    setDraft({
      ...withJudgement(draft, { actors: [...judgement.actors, { actorId: actor.id, role: 'about' }] }),
      created: [...draft.created, ...created],
    });
  }
  function addCode(code: Code, created: readonly Edit[] = []): void {
    if (judgement.codes.some((id) => resolve(id) === code.id)) return;
    setDraft({
      ...withJudgement(draft, { codes: [...judgement.codes, code.id] }),
      created: [...draft.created, ...created],
    });
  }
  function setRole(at: number, role: ActorRole): void {
    setDraft(
      withJudgement(draft, {
        actors: judgement.actors.map((actor, i) => (i === at ? { ...actor, role } : actor)),
      }),
    );
  }

  return (
    <section
      ref={form}
      className="judgement-form"
      tabIndex={-1}
      aria-label={t(`adjudication.form.${draft.outcome}`)}
    >
      <header className="judgement-form__head">
        <h3>{t(`adjudication.form.${draft.outcome}`)}</h3>
        {draft.judgements.length > 1 ? (
          <Segmented
            label={t('adjudication.resultAt', { at: draft.at + 1, total: draft.judgements.length })}
            options={draft.judgements.map((_, i) => ({ value: i, text: String(i + 1) }))}
            value={draft.at}
            onChange={(at) => setDraft({ ...draft, at: at ?? 0 })}
          />
        ) : null}
      </header>
      {draft.toChoose.length > 0 ? (
        <div className="judgement-form__choices">
          <h4>{t('adjudication.toChoose')}</h4>
          <p className="field__hint">{t('adjudication.toChooseWhy')}</p>
          {draft.toChoose.map((choice) => (
            <Choice
              key={choice.kind === 'polarity' ? choice.claim : choice.kind}
              choice={choice}
              draft={draft}
              view={view}
              codebook={codebook}
            />
          ))}
        </div>
      ) : null}
      <div className="tag-group">
        <h4 className="tag-group__title">{t('adjudication.field.quote')}</h4>
        <blockquote className="passage-panel__quote" dir="auto">
          {judgement.ranges.map(({ start, end }) => open.text.slice(start, end)).join(' … ')}
        </blockquote>
        <div className="judgement-form__span">
          <Button className="button--small" disabled={selection.length === 0} onClick={spanSelection}>
            {t('adjudication.span')} <kbd className="kbd">{'S'}</kbd>
          </Button>
          <span className="field__hint">{t('adjudication.spanHint')}</span>
        </div>
      </div>
      <div className="tag-group" data-look="actor">
        <h4 className="tag-group__title">
          {t('adjudication.field.actors')}
          <Adder label={t('adjudication.addActor')}>
            {(close) => (
              <Picker<Actor>
                label={t('adjudication.addActor')}
                placeholder={t('tagging.actorOrANewName')}
                groups={actorGroups(codebook, recentActors)}
                hasDigits
                create={{
                  noun: 'actor',
                  onCreate(name) {
                    const { actor, edit } = newActor(name);
                    addActor(actor, [edit]);
                    close();
                  },
                }}
                onPick={(actor) => {
                  addActor(actor);
                  close();
                }}
                onClose={close}
              />
            )}
          </Adder>
        </h4>
        <ul className="tag-group__list">
          {judgement.actors.map(({ actorId, role }, i) => {
            const name = partyName(codebook, actorId);
            return (
              <li key={`${actorId} ${role}`} className="tag-row">
                <span className="tag-row__main" dir="auto">
                  {name}
                </span>
                <select
                  className="role-select"
                  aria-label={t('adjudication.partOf', { name })}
                  value={role}
                  onChange={({ target: { value } }) =>
                    setRole(i, ACTOR_ROLES.find((each) => each === value) ?? role)
                  }
                >
                  {ACTOR_ROLES.map((each) => (
                    <option key={each} value={each}>
                      {t(`inspector.role.${each}`)}
                    </option>
                  ))}
                </select>
                <IconButton
                  label={t('adjudication.untag', { name })}
                  size="small"
                  onClick={() =>
                    setDraft(withJudgement(draft, { actors: judgement.actors.filter((_, at) => at !== i) }))
                  }
                >
                  <X size={13} />
                </IconButton>
              </li>
            );
          })}
        </ul>
      </div>
      <div className="tag-group" data-look="code">
        <h4 className="tag-group__title">
          {t('adjudication.field.codes')}
          <Adder label={t('adjudication.addCode')}>
            {(close) => (
              <Picker<Code>
                label={t('adjudication.addCode')}
                placeholder={t('tagging.codeOrANewName')}
                groups={codeGroups(codebook, recentCodes)}
                hasDigits
                create={{
                  noun: 'code',
                  onCreate(name) {
                    const { code, edit } = newCode(name);
                    addCode(code, [edit]);
                    close();
                  },
                }}
                onPick={(code) => {
                  addCode(code);
                  close();
                }}
                onClose={close}
              />
            )}
          </Adder>
        </h4>
        <ul className="tag-group__list">
          {judgement.codes.map((code) => (
            <li key={code} className="tag-row">
              <span className="tag-row__main" dir="auto">
                {partyName(codebook, code)}
              </span>
              <IconButton
                label={t('adjudication.untag', { name: partyName(codebook, code) })}
                size="small"
                onClick={() =>
                  setDraft(withJudgement(draft, { codes: judgement.codes.filter((each) => each !== code) }))
                }
              >
                <X size={13} />
              </IconButton>
            </li>
          ))}
        </ul>
      </div>
      <div className="tag-group" data-look="stance">
        <h4 className="tag-group__title">
          {t('adjudication.field.stances')}
          <IconButton label={t('adjudication.addStance')} size="small" onClick={() => setEditedStance('new')}>
            <Plus size={14} />
          </IconButton>
        </h4>
        <ul className="tag-group__list">
          {judgement.stances.map((stance) =>
            editedStance === stance.id ? null : (
              <li key={stance.id} className="tag-row tag-row--stance">
                <StanceLine stance={stance} project={drafted} />
                <span className="tag-row__tools">
                  <IconButton
                    label={t('adjudication.changeStance')}
                    size="small"
                    onClick={() => setEditedStance(stance.id)}
                  >
                    <Pencil size={13} />
                  </IconButton>
                  <IconButton
                    label={t('adjudication.removeStance')}
                    size="small"
                    onClick={() =>
                      setDraft(
                        withJudgement(draft, {
                          stances: judgement.stances.filter(({ id }) => id !== stance.id),
                        }),
                      )
                    }
                  >
                    <X size={13} />
                  </IconButton>
                </span>
              </li>
            ),
          )}
          {editedStance !== null ? (
            <li className="tag-row tag-row--form">
              <StanceForm
                key={editedStance}
                codebook={codebook}
                recentActors={recentActors}
                stance={judgement.stances.find(({ id }) => id === editedStance) ?? null}
                onSave={(next, created) => {
                  const id = next.id ?? stanceIdSchema.parse(uuidV7());
                  setDraft({
                    ...withStance(draft, { ...next, id }),
                    created: [...draft.created, ...created],
                  });
                  setEditedStance(null);
                  form.current?.focus({ preventScroll: true });
                }}
                onClose={() => {
                  setEditedStance(null);
                  form.current?.focus({ preventScroll: true });
                }}
              />
            </li>
          ) : null}
        </ul>
      </div>
      <div className="tag-group" data-look="reliability">
        <h4 className="tag-group__title">
          {t('adjudication.field.reliability')}
          <Button
            tone="quiet"
            className="button--small"
            onClick={() => setIsRating(!isRating)}
            aria-expanded={isRating}
          >
            {judgement.reliability ? (
              <>
                <b className="grade">
                  {judgement.reliability.source ?? '–'}
                  {judgement.reliability.information ?? '–'}
                </b>{' '}
                {t('adjudication.changeRating')}
              </>
            ) : (
              t('adjudication.rate')
            )}
          </Button>
        </h4>
        {isRating ? (
          <ReliabilityForm
            scales={codebook.scales}
            reliability={judgement.reliability}
            onSave={(reliability) => {
              setDraft(withOptional(draft, 'reliability', reliability));
              setIsRating(false);
              form.current?.focus({ preventScroll: true });
            }}
            onClose={() => {
              setIsRating(false);
              form.current?.focus({ preventScroll: true });
            }}
          />
        ) : null}
      </div>
      <div className="tag-group">
        <h4 className="tag-group__title">{t('adjudication.field.certainty')}</h4>
        <Segmented<Certainty>
          label={t('adjudication.field.certainty')}
          isOptional
          options={CERTAINTIES.map((value) => ({ value, text: t(`tagging.certainty.${value}`) }))}
          value={judgement.certainty}
          onChange={(certainty) => setDraft(withOptional(draft, 'certainty', certainty))}
        />
      </div>
      <div className="tag-group">
        <h4 className="tag-group__title">{t('adjudication.field.note')}</h4>
        <textarea
          className="input"
          aria-label={t('adjudication.field.note')}
          dir="auto"
          value={judgement.note ?? ''}
          onChange={({ target: { value } }) =>
            setDraft(withOptional(draft, 'note', value === '' ? undefined : value))
          }
        />
      </div>
      <footer className="judgement-form__foot">
        <Button tone="quiet" onClick={() => setDraft(null)}>
          {t('adjudication.cancel')} <kbd className="kbd">{t('commands.key.escape')}</kbd>
        </Button>
        <Button tone="primary" aria-disabled={missing.length > 0} onClick={confirmDraft}>
          {t('adjudication.confirm')} <kbd className="kbd">{t('commands.key.enter')}</kbd>
        </Button>
      </footer>
    </section>
  );
}

interface ChoiceProps {
  readonly choice: ToChoose;
  readonly draft: Draft;
  readonly view: AdjudicationView;
  readonly codebook: Codebook;
}

/** What annotators say in two ways: one of them, or nothing. */
function Choice({ choice, draft, view: { resolve }, codebook }: ChoiceProps) {
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

function withCreated(codebook: Codebook, created: readonly Edit[]): Codebook {
  return {
    ...codebook,
    actors: [
      ...codebook.actors,
      ...created.flatMap((edit) => (edit.kind === 'actor' && edit.after ? [edit.after] : [])),
    ],
    codes: [
      ...codebook.codes,
      ...created.flatMap((edit) => (edit.kind === 'code' && edit.after ? [edit.after] : [])),
    ],
  };
}

/** A button that opens a picker beneath it. */
function Adder({
  label,
  children,
}: {
  readonly label: string;
  children(close: () => void): React.ReactNode;
}) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <span ref={anchor}>
      <IconButton label={label} size="small" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Plus size={14} />
      </IconButton>
      {isOpen ? (
        <Popover
          label={label}
          anchor={anchor as RefObject<HTMLElement | null>}
          onClose={() => setIsOpen(false)}
        >
          {children(() => setIsOpen(false))}
        </Popover>
      ) : null}
    </span>
  );
}
