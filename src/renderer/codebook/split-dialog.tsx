import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { isOffered } from '../../core/codebook/entries.ts';
import { foldText } from '../../core/text-fold.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { splitEntry } from './codebook-edits.ts';
import { aliasText } from './describe-change.ts';
import { entriesOf, entryOf, type EntryKind } from './entry-kind.ts';
import { namesOf, type DraftPart } from './split-draft.ts';

interface SplitDialogProps {
  readonly project: ProjectSnapshot;
  readonly kind: EntryKind;
  readonly id: string;
}

/** Makes several entries of one: the parts, who of them gets which name, and what stands under which. */
export function SplitDialog({ project, kind, id }: SplitDialogProps) {
  const { codebook } = project;
  const [parts, setParts] = useState<readonly DraftPart[]>([
    { key: 0, name: '', existing: null },
    { key: 1, name: '', existing: null },
  ]);
  const [aliases, setAliases] = useState<ReadonlyMap<number, ReadonlySet<number>>>(new Map());
  const [children, setChildren] = useState<ReadonlyMap<string, number>>(new Map());
  const entry = entryOf(codebook, kind, id);
  function close(): void {
    setState({ dialog: null });
  }
  if (!entry) return null;
  const others = entriesOf(codebook, kind).filter((one) => isOffered(one) && one.id !== id);
  const below = entriesOf(codebook, kind).filter((one) => one.parent === id && isOffered(one));
  const names = namesOf(entry);
  const problem = problemOf(parts);

  function change(key: number, name: string): void {
    // A name that another entry has is that entry.
    const existing = others.find((one) => foldText(one.name) === foldText(name.trim())) ?? null;
    setParts(parts.map((part) => (part.key === key ? { key, name, existing } : part)));
  }
  function give(place: number, key: number): void {
    const next = new Set(aliases.get(place));
    if (!next.delete(key)) next.add(key);
    setAliases(new Map([...aliases, [place, next]]));
  }

  return (
    <Modal
      title={t(`codebookChanges.split.title.${kind}`, { name: entry.name })}
      size="wide"
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{t('codebookChanges.cancel')}</Button>
          <Button
            tone="primary"
            disabled={problem !== null}
            onClick={() => {
              if (splitEntry(kind, entry, { parts, aliases, children })) close();
            }}
          >
            {t('codebookChanges.split.do')}
          </Button>
        </>
      }
    >
      <p className="field__hint">{t(`codebookChanges.split.explain.${kind}`, { name: entry.name })}</p>
      <ol className="split__parts">
        {parts.map((part, at) => (
          <li key={part.key} className="split__part">
            <input
              className="input"
              dir="auto"
              maxLength={200}
              data-autofocus={at === 0 ? '' : undefined}
              aria-label={t('codebookChanges.split.partName', { number: at + 1 })}
              placeholder={t('codebookChanges.split.partName', { number: at + 1 })}
              list={`${kind}-names`}
              value={part.name}
              onChange={(event) => change(part.key, event.target.value)}
            />
            <span className="split__note">
              {part.name.trim() === ''
                ? ''
                : t(
                    part.existing
                      ? `codebookChanges.split.existing.${kind}`
                      : `codebookChanges.split.new.${kind}`,
                  )}
            </span>
            {parts.length > 2 ? (
              <IconButton
                label={t('codebookChanges.split.removePart', { number: at + 1 })}
                size="small"
                onClick={() => setParts(parts.filter((one) => one.key !== part.key))}
              >
                <X size={13} />
              </IconButton>
            ) : (
              <span className="split__spacer" />
            )}
          </li>
        ))}
      </ol>
      <datalist id={`${kind}-names`}>
        {others.map((one) => (
          <option key={one.id} value={one.name} />
        ))}
      </datalist>
      <div>
        <Button
          onClick={() =>
            setParts([
              ...parts,
              { key: Math.max(...parts.map((part) => part.key)) + 1, name: '', existing: null },
            ])
          }
        >
          <Plus size={14} aria-hidden="true" /> {t('codebookChanges.split.addPart')}
        </Button>
      </div>
      {names.length > 0 ? (
        <table className="split__table">
          <caption className="field__label">{t('codebookChanges.split.names')}</caption>
          <thead>
            <tr>
              <td />
              {parts.map((part, at) => (
                <th key={part.key} scope="col" dir="auto">
                  {partTitle(part, at)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((alias, place) => (
              // The entry does not change while the dialog is open; two aliases may be spelled alike.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={place}>
                <th scope="row">
                  <bdi>{aliasText(alias)}</bdi>
                </th>
                {parts.map((part, at) => (
                  <td key={part.key}>
                    <input
                      type="checkbox"
                      aria-label={t('codebookChanges.split.give', {
                        name: alias.text,
                        part: partTitle(part, at),
                      })}
                      checked={aliases.get(place)?.has(part.key) ?? false}
                      onChange={() => give(place, part.key)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {below.length > 0 ? (
        <table className="split__table">
          <caption className="field__label">
            {t(kind === 'actor' ? 'codebook.actorsUnderIt' : 'codebook.codesUnderIt')}
          </caption>
          <tbody>
            {below.map((child) => (
              <tr key={child.id}>
                <th scope="row">
                  <bdi>{child.name}</bdi>
                </th>
                <td>
                  <select
                    className="input"
                    aria-label={t('codebookChanges.split.childUnder', { name: child.name })}
                    value={children.get(child.id) ?? ''}
                    onChange={(event) => {
                      const next = new Map(children);
                      if (event.target.value === '') next.delete(child.id);
                      else next.set(child.id, Number(event.target.value));
                      setChildren(next);
                    }}
                  >
                    <option value="">{t('codebookChanges.split.up')}</option>
                    {parts
                      .filter((part) => part.existing?.id !== child.id)
                      .map((part) => (
                        <option key={part.key} value={part.key}>
                          {partTitle(part, parts.indexOf(part))}
                        </option>
                      ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {problem ? (
        <p className="field__hint" role="status">
          {problem}
        </p>
      ) : null}
    </Modal>
  );
}

function partTitle(part: DraftPart, at: number): string {
  return part.name.trim() === '' ? t('codebookChanges.split.part', { number: at + 1 }) : part.name.trim();
}

function problemOf(parts: readonly DraftPart[]): string | null {
  if (parts.some((part) => part.name.trim() === '')) return t('codebookChanges.split.nameAll');
  const names = new Set(parts.map((part) => foldText(part.name.trim())));
  if (names.size < parts.length) return t('codebookChanges.split.twice');
  return null;
}
