import type { ProjectSnapshot } from '../../contract/calls.ts';
import { t } from '../i18n/texts.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { polarityText } from '../ui/polarity.tsx';
import type { NumberedPassage } from './print-model.ts';

interface PrintNoteProps {
  readonly passage: NumberedPassage;
  readonly project: ProjectSnapshot;
  /** Whether the annotator's name is said: where there are several. */
  readonly isNamed: boolean;
}

/**
 * What is said of a passage, as a note in the margin or at the end. All of it: paper has no inspector.
 * Spans, for in the margin it floats out of the very line in which its passage begins.
 */
export function PrintNote({ passage: { number, annotation }, project, isNamed }: PrintNoteProps) {
  const { codebook } = project;
  const { reliability, certainty, note } = annotation;
  const person = project.project.annotators.find((candidate) => candidate.id === annotation.annotator);
  return (
    <span className="print-note" role="note" id={`print-note-${number}`}>
      <span className="print-note__line print-note__head">
        <b>{number}</b>
        {isNamed ? <span dir="auto">{person?.name ?? annotation.annotator}</span> : null}
        {certainty ? <span>{t(`tagging.certainty.${certainty}`)}</span> : null}
      </span>
      {annotation.actors.length > 0 ? (
        <span className="print-note__line" dir="auto">
          {annotation.actors
            .map(({ actorId, role }) =>
              role === 'about'
                ? partyName(codebook, actorId)
                : `${partyName(codebook, actorId)} (${t(`evidence.role.${role}`)})`,
            )
            .join(', ')}
        </span>
      ) : null}
      {annotation.stances.map((stance) => {
        const chain = stance.attribution.map((speaker) => partyName(codebook, speaker)).join(' › ');
        return (
          <span className="print-note__line" key={stance.id} dir="auto">
            {partyName(codebook, stance.holder)}{' '}
            <b className="print-note__sign">{polarityText(stance.polarity)}</b>{' '}
            {partyName(codebook, stance.target)}
            <span className="print-note__how">
              {' '}
              {t(`tagging.expression.${stance.expression}`)}
              {chain ? t('inspector.saidBy', { chain }) : ''}
              {stance.note ? ` · ${stance.note}` : ''}
            </span>
          </span>
        );
      })}
      {reliability ? (
        <span className="print-note__line" dir="auto">
          <b>
            {reliability.source ?? '–'}
            {reliability.information ?? '–'}
          </b>{' '}
          {reliability.why ?? ''}
        </span>
      ) : null}
      {annotation.codes.length > 0 ? (
        <span className="print-note__line" dir="auto">
          {annotation.codes.map((code) => partyName(codebook, code)).join(' · ')}
        </span>
      ) : null}
      {note ? (
        <span className="print-note__line print-note__note" dir="auto">
          {note}
        </span>
      ) : null}
    </span>
  );
}
