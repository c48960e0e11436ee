import { Pencil, Plus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { v7 as uuidV7 } from 'uuid';
import { CERTAINTIES, type Certainty, type Stance } from '../../core/annotation/annotation.ts';
import type { Codebook } from '../../core/codebook/codebook.ts';
import { stanceIdSchema } from '../../core/ids.ts';
import type { Edit } from '../../core/project/edit.ts';
import { usePostil } from '../app/state.ts';
import { StanceLine } from '../inspector/passage-panel.tsx';
import { ReliabilityForm } from '../tagging/reliability-form.tsx';
import { StanceForm } from '../tagging/stance-form.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { t } from '../i18n/texts.ts';
import { confirmDraft, setDraft, spanSelection } from './adjudication-actions.ts';
import { useAdjudication } from './adjudication-state.ts';
import type { AdjudicationView } from './adjudication-view.ts';
import { JudgementChoice } from './judgement-choice.tsx';
import { JudgementActors, JudgementCodes } from './judgement-tags.tsx';
import { openChoices, shownJudgement, withJudgement, withOptional, withStance, type Draft } from './draft.ts';

interface JudgementFormProps {
  readonly view: AdjudicationView;
  readonly draft: Draft;
}

/** What a place shall be decided as: everything of an annotation, to be changed before it is confirmed. */
export function JudgementForm({ view, draft }: JudgementFormProps) {
  const selection = useAdjudication((state) => state.selection);
  const recentActors = usePostil((state) => state.recentActors);
  const form = useRef<HTMLElement>(null);
  const [editedStance, setEditedStance] = useState<Stance['id'] | 'new' | null>(null);
  const [isRating, setIsRating] = useState(false);
  const { resolve, open, project } = view;
  const codebook = withCreated(project.codebook, draft.created);
  const drafted = { ...project, codebook } as typeof project;
  const judgement = shownJudgement(draft);
  const missing = openChoices(draft, resolve);
  useEffect(() => {
    const panel = form.current?.closest<HTMLElement>('.place-panel');
    form.current?.focus({ preventScroll: true });
    return () => focusIfLost(panel);
  }, []);
  // What was taken away may have had the focus: the next Tab would begin at the top of the window.
  useEffect(() => focusIfLost(form.current), [judgement]);

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
            <JudgementChoice
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
      <JudgementActors draft={draft} codebook={codebook} resolve={resolve} />
      <JudgementCodes draft={draft} codebook={codebook} resolve={resolve} />
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

function focusIfLost(element: HTMLElement | null | undefined): void {
  if (document.activeElement === document.body) element?.focus({ preventScroll: true });
}
