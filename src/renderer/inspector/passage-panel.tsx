import { ArrowRight, Copy, Pencil, Plus, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import {
  ACTOR_ROLES,
  CERTAINTIES,
  type Annotation,
  type Certainty,
  type Stance,
} from '../../core/annotation/annotation.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { OriginSection } from '../adjudication/origin-section.tsx';
import { annotatorName } from '../app/annotator-name.ts';
import { setState, usePostil, type TagPalette } from '../app/state.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { DraftText } from '../ui/field.tsx';
import { PolarityMark } from '../ui/polarity.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { partyName } from '../tagging/codebook-items.tsx';
import { StanceForm } from '../tagging/stance-form.tsx';
import { targetOf } from '../memos/memo-actions.ts';
import { MemosHere } from '../memos/memos-here.tsx';
import { t } from '../i18n/texts.ts';
import {
  copyToOwnLayer,
  deleteCurrent,
  putStance,
  removeStance,
  setActorRole,
  setCertainty,
  setNote,
  setRanges,
  setReliability,
  untagActor,
  untagCode,
} from '../tagging/tag-actions.ts';

interface PassagePanelProps {
  readonly annotation: Annotation;
  readonly project: ProjectSnapshot;
  readonly isEditable: boolean;
  /** "p. 12, § Background, ¶ 34" */
  readonly locator: string;
}

/** All that is said of the current passage, to read and to change. */
export function PassagePanel({ annotation, project, isEditable, locator }: PassagePanelProps) {
  const [editedStance, setEditedStance] = useState<Stance['id'] | null>(null);
  const recentActors = usePostil((state) => state.recentActors);
  const { codebook } = project;

  return (
    <section className="passage-panel" aria-label={t('inspector.currentPassage')}>
      <header className="passage-panel__head">
        <span className="passage-panel__locator" dir="auto" title={locator}>
          {locator}
        </span>
        <span className="passage-panel__by">
          {annotation.annotator === project.annotator.id
            ? t('inspector.you')
            : annotatorName(project, annotation.annotator)}
        </span>
        {isEditable ? (
          <IconButton label={t('inspector.deleteThisPassageDelete')} size="small" onClick={deleteCurrent}>
            <Trash2 size={14} />
          </IconButton>
        ) : project.readOnly ? null : (
          <Button tone="quiet" onClick={copyToOwnLayer} title={t('inspector.copyThisPassageWithIts')}>
            <Copy size={14} aria-hidden="true" /> {t('inspector.copyToMine')}
          </Button>
        )}
      </header>
      <blockquote className="passage-panel__quote" dir="auto">
        {annotation.target.quote.exact}
      </blockquote>
      {annotation.target.ranges.length > 1 ? (
        <ol className="passage-panel__ranges" aria-label={t('inspector.partsOfThisDiscontinuousPassage')}>
          {annotation.target.ranges.map((range, i) => (
            <li key={range.start} className="chip">
              <span className="chip__text">{t('inspector.part', { number: i + 1 })}</span>
              {isEditable ? (
                <button
                  type="button"
                  className="chip__remove"
                  aria-label={t('inspector.removePart', { number: i + 1 })}
                  onClick={() =>
                    setRanges(
                      annotation.target.ranges.filter((_, at) => at !== i),
                      t('inspector.removePartChange'),
                    )
                  }
                >
                  <X size={12} />
                </button>
              ) : null}
            </li>
          ))}
        </ol>
      ) : null}

      <OriginSection annotation={annotation} project={project} />
      <TagGroup
        title={t('inspector.actors')}
        look="actor"
        palette="actor"
        keyName="A"
        isEditable={isEditable}
      >
        {annotation.actors.map((reference, i) => (
          <li key={`${reference.actorId}-${reference.role}`} className="tag-row">
            <span className="tag-row__main" dir="auto">
              {partyName(codebook, reference.actorId)}
            </span>
            <select
              className="role-select"
              aria-label={t('inspector.partOf', { partyName: partyName(codebook, reference.actorId) })}
              value={reference.role}
              disabled={!isEditable}
              onChange={(event) => {
                const role = ACTOR_ROLES.find((candidate) => candidate === event.target.value);
                if (role) setActorRole(i, role);
              }}
            >
              {ACTOR_ROLES.map((role) => (
                <option key={role} value={role}>
                  {t(`inspector.role.${role}`)}
                </option>
              ))}
            </select>
            {isEditable ? (
              <IconButton
                label={t('inspector.untag', { partyName: partyName(codebook, reference.actorId) })}
                size="small"
                onClick={() => untagActor(i)}
              >
                <X size={13} />
              </IconButton>
            ) : null}
          </li>
        ))}
      </TagGroup>

      <TagGroup
        title={t('inspector.stances')}
        look="stance"
        palette="stance"
        keyName="S"
        isEditable={isEditable}
      >
        {annotation.stances.map((stance) =>
          editedStance === stance.id ? (
            <li key={stance.id} className="tag-row tag-row--form">
              <StanceForm
                codebook={codebook}
                recentActors={recentActors}
                stance={stance}
                onSave={(next, creating) => {
                  putStance(next, creating);
                  setEditedStance(null);
                }}
                onClose={() => setEditedStance(null)}
              />
            </li>
          ) : (
            <li key={stance.id} className="tag-row tag-row--stance">
              <StanceLine stance={stance} project={project} />
              {isEditable ? (
                <span className="tag-row__tools">
                  <IconButton
                    label={t('inspector.changeThisStance')}
                    size="small"
                    onClick={() => setEditedStance(stance.id)}
                  >
                    <Pencil size={13} />
                  </IconButton>
                  <IconButton
                    label={t('inspector.removeThisStance')}
                    size="small"
                    onClick={() => removeStance(stance.id)}
                  >
                    <X size={13} />
                  </IconButton>
                </span>
              ) : null}
            </li>
          ),
        )}
      </TagGroup>

      <TagGroup
        title={t('inspector.reliability')}
        look="reliability"
        palette="reliability"
        keyName="R"
        isEditable={isEditable}
      >
        {annotation.reliability ? (
          <li className="tag-row">
            <span className="tag-row__main">
              <b className="grade">
                {annotation.reliability.source ?? '–'}
                {annotation.reliability.information ?? '–'}
              </b>{' '}
              {[
                annotation.reliability.source && codebook.scales.source[annotation.reliability.source],
                annotation.reliability.information &&
                  codebook.scales.information[String(annotation.reliability.information)],
              ]
                .filter(Boolean)
                .join(' · ')}
              {annotation.reliability.why ? (
                <span className="tag-row__note" dir="auto">
                  {annotation.reliability.why}
                </span>
              ) : null}
            </span>
            {isEditable ? (
              <IconButton
                label={t('inspector.clearTheRating')}
                size="small"
                onClick={() => setReliability(undefined)}
              >
                <X size={13} />
              </IconButton>
            ) : null}
          </li>
        ) : null}
      </TagGroup>

      <TagGroup title={t('inspector.codes')} look="code" palette="code" keyName="C" isEditable={isEditable}>
        {annotation.codes.map((codeId) => (
          <li key={codeId} className="tag-row">
            <span
              className="swatch"
              data-colour={codebook.codes.find((code) => code.id === codeId)?.colour}
              aria-hidden="true"
            />
            <span className="tag-row__main">{partyName(codebook, codeId)}</span>
            {isEditable ? (
              <IconButton
                label={t('inspector.untag', { partyName: partyName(codebook, codeId) })}
                size="small"
                onClick={() => untagCode(codeId)}
              >
                <X size={13} />
              </IconButton>
            ) : null}
          </li>
        ))}
      </TagGroup>

      <div className="tag-group">
        <h3 className="tag-group__title">{t('inspector.certainty')}</h3>
        <fieldset className="bare" disabled={!isEditable}>
          <Segmented<Certainty>
            label={t('inspector.certainty')}
            isOptional
            options={CERTAINTIES.map((value) => ({ value, text: t(`tagging.certainty.${value}`) }))}
            value={annotation.certainty}
            onChange={setCertainty}
          />
        </fieldset>
      </div>
      <div className="tag-group">
        <h3 className="tag-group__title">{t('inspector.note')}</h3>
        <DraftText
          key={annotation.id}
          label={t('inspector.noteOnThePassage')}
          isHeadless
          isMultiline
          isReadOnly={!isEditable}
          placeholder={isEditable ? t('inspector.whatYouThinkOfThis') : ''}
          value={annotation.note ?? ''}
          onCommit={setNote}
        />
      </div>
      <div className="tag-group">
        <MemosHere target={targetOf(annotation)} />
      </div>
    </section>
  );
}

interface TagGroupProps {
  readonly title: string;
  readonly look: string;
  readonly palette: TagPalette;
  readonly keyName: string;
  readonly isEditable: boolean;
  readonly children: React.ReactNode;
}

function TagGroup({ title, look, palette, keyName, isEditable, children }: TagGroupProps) {
  return (
    <div className="tag-group" data-look={look}>
      <h3 className="tag-group__title">
        {title}
        {isEditable ? (
          <IconButton
            label={t('inspector.add', { title, keyName })}
            size="small"
            onClick={() => setState({ palette })}
          >
            <Plus size={14} />
          </IconButton>
        ) : null}
      </h3>
      <ul className="tag-group__list">{children}</ul>
    </div>
  );
}

/** Holder → target, polarity, and beneath it how it is known. */
export function StanceLine({
  stance,
  project,
}: {
  readonly stance: Stance;
  readonly project: ProjectSnapshot;
}) {
  const { codebook } = project;
  const chain = stance.attribution.map((speaker) => partyName(codebook, speaker));
  return (
    <span className="stance-line">
      <PolarityMark polarity={stance.polarity} scales={codebook.scales} />
      <span className="stance-line__parties" dir="auto">
        {partyName(codebook, stance.holder)}
        <ArrowRight size={13} aria-label={t('inspector.towards')} />
        {partyName(codebook, stance.target)}
      </span>
      <span className="stance-line__how">
        {t(`tagging.expression.${stance.expression}`)}
        {chain.length > 0 ? t('inspector.saidBy', { chain: chain.join(' › ') }) : ''}
        {stance.note ? ` · ${stance.note}` : ''}
      </span>
    </span>
  );
}
