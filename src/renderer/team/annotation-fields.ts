import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { Annotation } from '../../core/annotation/annotation.ts';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { polarityText } from '../ui/polarity.tsx';
import type { EntryField } from './entry-fields.ts';

/** All that an annotation says of its passage, in words. The passage itself only where it is to be compared. */
export function annotationFields(
  annotation: Annotation,
  { codebook }: ProjectSnapshot,
  withPassage: boolean,
): EntryField[] {
  const { target, actors, stances, reliability, codes, certainty, note, codebookRevision } = annotation;
  const nameOf = (id: string): string => partyName(codebook, id);
  return [
    { key: 'passage', label: t('team.field.passage'), parts: withPassage ? [target.quote.exact] : [] },
    {
      key: 'actors',
      label: t('tagging.actors'),
      parts: actors.map(({ actorId, role }) =>
        role === 'about' ? nameOf(actorId) : `${nameOf(actorId)} (${t(`evidence.role.${role}`)})`,
      ),
    },
    {
      key: 'stances',
      label: t('team.field.stances'),
      parts: stances.map(({ holder, target: towards, polarity, expression, attribution, note: why }) => {
        const chain = attribution.map(nameOf).join(' › ');
        const how = t(`tagging.expression.${expression}`) + (chain ? t('inspector.saidBy', { chain }) : '');
        return [`${nameOf(holder)} ${polarityText(polarity)} ${nameOf(towards)}`, how, why]
          .filter(Boolean)
          .join(' · ');
      }),
    },
    {
      key: 'reliability',
      label: t('team.field.reliability'),
      parts: reliability
        ? [
            [`${reliability.source ?? '–'}${reliability.information ?? '–'}`, reliability.why]
              .filter(Boolean)
              .join(' · '),
          ]
        : [],
    },
    { key: 'codes', label: t('tagging.codes'), parts: codes.map(nameOf) },
    {
      key: 'certainty',
      label: t('team.field.certainty'),
      parts: certainty ? [t(`tagging.certainty.${certainty}`)] : [],
    },
    { key: 'note', label: t('team.field.note'), parts: note ? [note] : [] },
    {
      key: 'codebook',
      label: t('team.underCodebook'),
      parts: withPassage ? [t('team.codebookRevision', { revision: formatNumber(codebookRevision) })] : [],
    },
  ];
}
