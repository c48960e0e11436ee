import { useState } from 'react';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { TeamStatusValue } from '../../contract/team-calls.ts';
import type { AnnotatorId } from '../../core/ids.ts';
import { drawAssignment } from '../../core/team/assign.ts';
import { ALL_DOCUMENTS } from '../../core/team/plan.ts';
import { formatPercent } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { peopleOf } from './people-panel.tsx';
import { changePlan } from './plan-actions.ts';

interface AssignmentsPanelProps {
  readonly project: ProjectSnapshot;
  readonly status: TeamStatusValue;
  readonly mayPlan: boolean;
}

/** Who reads what, and how it is drawn. */
export function AssignmentsPanel({ project, status, mayPlan }: AssignmentsPanelProps) {
  const people = peopleOf(status);
  const nameOfSet = (id: string): string =>
    id === ALL_DOCUMENTS
      ? t('team.everyDocument')
      : (project.documentSets.find((set) => set.id === id)?.name ?? id);
  return (
    <section className="team__section" aria-labelledby="team-assignments">
      <h2 id="team-assignments">{t('team.assignments')}</h2>
      {status.assignments.length === 0 ? <p className="team__note">{t('team.noAssignments')}</p> : null}
      {status.assignments.map(({ set, seed, overlap, readers }) => (
        <div key={set} className="team__lines">
          <h3 dir="auto">
            {t('team.assignmentOf', {
              name: nameOfSet(set),
              overlap: formatPercent(overlap),
              seed: String(seed),
            })}
          </h3>
          <ul className="team__list">
            {Object.entries(readers).map(([id, documents]) => (
              <li key={id}>
                <span dir="auto">{people.find((person) => person.id === id)?.name ?? id}</span>
                <span className="team__note">{t('team.documents', { count: documents.length })}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {mayPlan ? <DrawForm project={project} status={status} /> : null}
    </section>
  );
}

function DrawForm({ project, status }: Omit<AssignmentsPanelProps, 'mayPlan'>) {
  const people = peopleOf(status);
  const [set, setSet] = useState<string>(ALL_DOCUMENTS);
  const [leftOut, setLeftOut] = useState<ReadonlySet<AnnotatorId>>(new Set());
  const [overlap, setOverlap] = useState('20');
  const [seed, setSeed] = useState('1');
  const present = project.documents.filter(({ removedAt }) => !removedAt).map(({ id }) => id);
  const ofSet = project.documentSets.find(({ id }) => id === set)?.documents;
  const documents = ofSet ? present.filter((id) => ofSet.includes(id)) : present;
  const readers = people.map(({ id }) => id).filter((id) => !leftOut.has(id));
  const share = overlap === '' ? Number.NaN : Number(overlap) / 100;
  const isGood =
    share >= 0 && share <= 1 && /^\d{1,9}$/.test(seed) && readers.length > 0 && documents.length > 0;

  return (
    <form
      className="team__card"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isGood) return;
        const drawn = drawAssignment(documents, readers, share, Number(seed));
        changePlan(status, {
          kind: 'assignment',
          assignment: { set, seed: Number(seed), overlap: share, readers: drawn },
        });
      }}
    >
      <p className="team__note">{t('team.assignAbout')}</p>
      <div className="team__fields">
        <Field label={t('team.assignSet')}>
          <select className="input" value={set} onChange={(event) => setSet(event.target.value)}>
            <option value={ALL_DOCUMENTS}>{t('team.everyDocument')}</option>
            {project.documentSets.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('team.overlap')}>
          <input
            className="input"
            type="number"
            min={0}
            max={100}
            value={overlap}
            onChange={(event) => setOverlap(event.target.value)}
          />
        </Field>
        <Field label={t('team.seed')}>
          <input
            className="input"
            inputMode="numeric"
            value={seed}
            onChange={(event) => setSeed(event.target.value)}
          />
        </Field>
      </div>
      <fieldset className="team__readers">
        <legend className="field__label">{t('team.readers')}</legend>
        {people.map(({ id, name }) => (
          <label key={id} className="team__check">
            <input
              type="checkbox"
              checked={!leftOut.has(id)}
              onChange={(event) => {
                const next = new Set(leftOut);
                if (event.target.checked) next.delete(id);
                else next.add(id);
                setLeftOut(next);
              }}
            />
            <span dir="auto">{name}</span>
          </label>
        ))}
      </fieldset>
      <div className="team__buttons">
        <Button type="submit" disabled={!isGood}>
          {t('team.draw')}
        </Button>
      </div>
    </form>
  );
}
