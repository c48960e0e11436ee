import { useId } from 'react';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { RegistryConflictValue } from '../../contract/team-calls.ts';
import { parseEntry } from '../../core/team/registry-state.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { conflictTable } from './conflict-rows.ts';
import { entryFields } from './entry-fields.ts';
import { entryName } from './entry-name.ts';
import { reasonWords } from './reason-words.ts';
import { settleConflict } from './settle-actions.ts';

type Option = RegistryConflictValue['options'][number];

interface ConflictCardProps {
  readonly conflict: RegistryConflictValue;
  readonly project: ProjectSnapshot;
  readonly isLocked: boolean;
  nameOf(annotator: string): string;
}

/** One entry on which the team differs: each value with who says it, what differs field by field, and the choice. */
export function ConflictCard({ conflict, project, isLocked, nameOf }: ConflictCardProps) {
  const headingId = useId();
  const { key } = conflict;
  const isMine = ({ authors }: Option): boolean => authors.includes(project.annotator.id);
  // One’s own first, which is also the one that is here.
  const options = conflict.options.toSorted((one, other) => Number(isMine(other)) - Number(isMine(one)));
  const entry = conflictName(conflict, project);
  const fields = options.map(({ value }) => entryFields(key, value, project));
  const { rows, same } = conflictTable(fields);
  const isChoice = conflict.kind === 'several';
  return (
    <article className="team__card team__conflict" aria-labelledby={headingId}>
      <h3 id={headingId} dir="auto">
        {t('team.conflictLine', { entry, why: reasonWords(conflict) })}
      </h3>
      {isChoice ? null : <p className="team__note">{t('team.heldValue')}</p>}
      <div className="team__scroll" role="group" aria-labelledby={headingId} tabIndex={0}>
        <table className="team__table team__compare">
          <thead>
            <tr>
              <td />
              {options.map((option, i) => (
                <th key={option.hash} scope="col" dir="auto">
                  {formatList(option.authors.map(nameOf))}
                  {isMine(option) ? <span className="team__tag">{t('team.self')}</span> : null}
                  {fields[i] ? null : <span className="team__deleted">{t('team.deleted')}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key: row, label, cells }) => (
              <tr key={row}>
                <th scope="row">{label}</th>
                {cells.map((cell, i) => (
                  <td key={options[i]!.hash}>
                    {cell === null ? null : (
                      <>
                        {cell.own.map((part, at) => (
                          <span key={at} className="team__part" dir="auto">
                            {part}
                          </span>
                        ))}
                        {cell.shared > 0 ? (
                          <span className="team__note">{t('team.sharedParts', { count: cell.shared })}</span>
                        ) : cell.own.length === 0 ? (
                          <span className="team__note">{t('team.nothingSaid')}</span>
                        ) : null}
                      </>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {isChoice ? (
            <tfoot>
              <tr>
                <td />
                {options.map(({ hash, authors }) => (
                  <td key={hash}>
                    <Button
                      disabled={isLocked}
                      aria-label={t('team.useThisOf', { names: formatList(authors.map(nameOf)), entry })}
                      onClick={() => settleConflict(key, hash)}
                    >
                      {t('team.useThis')}
                    </Button>
                  </td>
                ))}
              </tr>
            </tfoot>
          ) : null}
        </table>
      </div>
      {same.length > 0 ? (
        <p className="team__note">{t('team.sameFields', { fields: formatList(same) })}</p>
      ) : null}
    </article>
  );
}

/** As it is called here, or, where it is not here, in one of the values. */
function conflictName({ key, options }: RegistryConflictValue, project: ProjectSnapshot): string {
  const named = options.flatMap(({ value }) => {
    const entry = parseEntry(key, value);
    return entry && 'name' in entry.value ? [entry.value.name] : [];
  });
  return entryName(key, project, named[0]);
}
