import { ArrowRight, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { CodebookChange } from '../../core/codebook/codebook.ts';
import { codebookAt, compareCodebooks } from '../../core/codebook/compare-codebooks.ts';
import { resolvedId } from '../../core/codebook/resolve-entry.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { t } from '../i18n/texts.ts';
import { partyName } from '../tagging/codebook-items.tsx';
import { Button } from '../ui/button.tsx';
import { ChangeLines } from './change-lines.tsx';
import { describeChange } from './describe-change.ts';
import type { Usage } from './use-usage.ts';

interface CompareViewProps {
  readonly project: ProjectSnapshot;
  readonly usage: Usage | null;
  readonly from: number;
  onClose(): void;
}

/** What differs between two revisions: added, removed, changed field by field, and how much each is used now. */
export function CompareView({ project, usage, from: first, onClose }: CompareViewProps) {
  const { codebook } = project;
  const [from, setFrom] = useState(first);
  const [to, setTo] = useState(codebook.revision);
  const isGood = [from, to].every((one) => Number.isInteger(one) && one >= 0 && one <= codebook.revision);
  const changes = useMemo(
    () => (isGood ? compareCodebooks(codebookAt(codebook, from), codebookAt(codebook, to)) : []),
    [codebook, from, to, isGood],
  );
  const groups = {
    added: changes.filter((change) => change.before === null),
    removed: changes.filter((change) => change.after === null),
    changed: changes.filter((change) => change.before !== null && change.after !== null),
  };

  return (
    <section className="compare" aria-label={t('codebookChanges.compare.title')}>
      <header className="compare__head">
        <RevisionField
          label={t('codebookChanges.compare.from')}
          value={from}
          most={codebook.revision}
          onChange={setFrom}
        />
        <ArrowRight size={14} aria-hidden="true" />
        <RevisionField
          label={t('codebookChanges.compare.to')}
          value={to}
          most={codebook.revision}
          onChange={setTo}
        />
        <Button onClick={onClose}>
          <X size={14} aria-hidden="true" /> {t('codebookChanges.compare.close')}
        </Button>
      </header>
      {!isGood ? (
        <p className="form-problem" role="alert">
          {t('codebookChanges.compare.none', { newest: codebook.revision })}
        </p>
      ) : (
        <p role="status">
          {t('codebookChanges.compare.counts', {
            added: groups.added.length,
            removed: groups.removed.length,
            changed: groups.changed.length,
          })}
        </p>
      )}
      {(['added', 'removed', 'changed'] as const).map((group) =>
        groups[group].length === 0 ? null : (
          <section key={group} className="compare__group">
            <h2>{t(`codebookChanges.compare.${group}`)}</h2>
            <ul>
              {groups[group].map((change) => (
                <li key={change.kind === 'scales' ? 'scales' : (change.after ?? change.before)!.id}>
                  <Entry change={change} project={project} usage={usage} isWhole={group === 'changed'} />
                </li>
              ))}
            </ul>
          </section>
        ),
      )}
    </section>
  );
}

interface EntryProps {
  readonly change: CodebookChange;
  readonly project: ProjectSnapshot;
  readonly usage: Usage | null;
  /** With its fields. */
  readonly isWhole: boolean;
}

function Entry({ change, project, usage, isWhole }: EntryProps) {
  const { codebook } = project;
  const lines = isWhole ? describeChange(change, (id) => partyName(codebook, id)) : [];
  if (change.kind === 'scales') {
    return (
      <>
        <h3>{t('codebook.tab.scales')}</h3>
        <ChangeLines lines={lines} />
      </>
    );
  }
  const entry = change.after ?? change.before!;
  const uses = usage?.[change.kind === 'actor' ? 'actors' : 'codes'][resolvedId(codebook, entry.id)] ?? 0;
  return (
    <>
      <h3>
        <bdi>{entry.name}</bdi>{' '}
        <span className="compare__uses">
          {t(`codebookChanges.kind.${change.kind}`)}
          {usage ? ` · ${uses === 0 ? t('codebook.notUsedYet') : t('codebook.usedBy', { count: uses })}` : ''}
        </span>
      </h3>
      <ChangeLines lines={lines} />
    </>
  );
}

interface RevisionFieldProps {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  onChange(value: number): void;
}

function RevisionField({ label, value, most, onChange }: RevisionFieldProps) {
  return (
    <label className="compare__field">
      <span className="field__label">{label}</span>
      <input
        className="input input--slim"
        type="number"
        min={0}
        max={most}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </label>
  );
}
