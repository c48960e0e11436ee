import type { Adjudication } from '../../core/adjudication/adjudication.ts';
import type { Place } from '../../core/adjudication/places.ts';
import { annotatorName } from '../app/annotator-name.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { ReaderTrack } from '../reader/passage.ts';
import { formatDateTime, formatList } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';

/** Why there is no document to decide: what others read may be here and hidden. */
export function nothingHere({ hidden }: ProjectSnapshot): 'allHidden' | 'noneRead' {
  return hidden.layers.length > 0 ? 'allHidden' : 'noneRead';
}

/** In what a place differs, in words; who alone has it by name. */
export function differenceWords(place: Place, readers: readonly ReaderTrack[]): string[] {
  return place.differences.map((difference) => {
    const [only, ...others] = place.members.flatMap((member, i) => (member ? [i] : []));
    return difference === 'some' && only !== undefined && others.length === 0 && readers[only]
      ? t('adjudication.onlyHas', { name: readers[only].name })
      : t(`adjudication.difference.${difference}`);
  });
}

/** What was decided, from whom, by whom and when. */
export function decisionWords(adjudication: Adjudication, project: ProjectSnapshot): string {
  const { outcome, of, taken, by, at } = adjudication;
  const names = formatList([
    ...new Set(
      of.filter(({ id }) => taken.includes(id)).map(({ annotator }) => annotatorName(project, annotator)),
    ),
  ]);
  return t('adjudication.decidedBy', {
    outcome:
      outcome === 'edited' && names === ''
        ? t('adjudication.outcome.editedAlone')
        : t(`adjudication.outcome.${outcome}`, { names }),
    name: annotatorName(project, by),
    time: formatDateTime(at),
  });
}

/** The words of a place, of the first passage that there is at it. */
export function quoteOf(place: Place): string {
  const first =
    place.members.find((member) => member !== null) ?? place.results[0] ?? place.adjudication?.of[0];
  return first?.target.quote.exact ?? '';
}
