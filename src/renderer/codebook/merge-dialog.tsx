import { Plus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ACTOR_KINDS, CODE_COLOURS, type Actor, type Code } from '../../core/codebook/codebook.ts';
import { isOffered } from '../../core/codebook/entries.ts';
import { aliasKey } from '../../core/codebook/merge-entries.ts';
import type { ActorId, CodeId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { call } from '../app/host.ts';
import { messageOf, notify } from '../app/notices.ts';
import { setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { actorItem, actorKindText, codeItem } from '../tagging/codebook-items.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Modal } from '../ui/modal.tsx';
import { Picker, type PickerItem } from '../ui/picker.tsx';
import { Popover } from '../ui/popover.tsx';
import { mergeEntries } from './codebook-edits.ts';
import { ColourField } from './colour-field.tsx';
import { aliasText } from './describe-change.ts';
import { entriesOf, entryOf, type EntryKind } from './entry-kind.ts';
import { draftMerge, parentsAllowed, type MergeChoice } from './merge-draft.ts';
import { ParentField } from './parent-field.tsx';

interface MergeDialogProps {
  readonly project: ProjectSnapshot;
  readonly kind: EntryKind;
  readonly id: string;
}

/** Makes one entry of several: who they are at the top, and beneath it what comes of them, to be changed. */
export function MergeDialog({ project, kind, id }: MergeDialogProps) {
  const { codebook } = project;
  const [otherIds, setOtherIds] = useState<readonly string[]>([]);
  const [choice, setChoice] = useState<MergeChoice>({});
  const into = entryOf(codebook, kind, id);
  const entries = [id, ...otherIds].flatMap((one) => entryOf(codebook, kind, one) ?? []);
  const uses = useUnitedUses(
    kind,
    entries.map((entry) => entry.id),
  );
  function close(): void {
    setState({ dialog: null });
  }
  if (!into) return null;
  const draft = draftMerge(codebook, kind, entries, choice);
  const left = choice.left ?? new Set<string>();
  const moved = entriesOf(codebook, kind).filter(
    (entry) =>
      entry.parent !== undefined &&
      otherIds.includes(entry.parent) &&
      !otherIds.includes(entry.id) &&
      entry.id !== id,
  );

  function toggleAlias(key: string): void {
    const next = new Set(left);
    if (!next.delete(key)) next.add(key);
    setChoice({ ...choice, left: next });
  }

  return (
    <Modal
      title={t(`codebookChanges.merge.title.${kind}`, { name: into.name })}
      size="wide"
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{t('codebookChanges.cancel')}</Button>
          <Button
            tone="primary"
            disabled={otherIds.length === 0}
            onClick={() => {
              if (mergeEntries(kind, entries, draft, left)) close();
            }}
          >
            {t('codebookChanges.merge.do')}
          </Button>
        </>
      }
    >
      <section className="merge__who" aria-label={t('codebookChanges.merge.with')}>
        <h3 className="field__label">{t('codebookChanges.merge.with')}</h3>
        <ul className="merge__chips">
          {entries.slice(1).map((entry) => (
            <li key={entry.id} className="chip">
              <span className="chip__text" dir="auto">
                {entry.name}
              </span>
              <IconButton
                label={t('codebookChanges.merge.leaveOut', { name: entry.name })}
                size="small"
                onClick={() => setOtherIds(otherIds.filter((one) => one !== entry.id))}
              >
                <X size={12} />
              </IconButton>
            </li>
          ))}
          <li>
            <AddEntry
              kind={kind}
              isFirst={otherIds.length === 0}
              items={entriesOf(codebook, kind)
                .filter((entry) => isOffered(entry) && entry.id !== id && !otherIds.includes(entry.id))
                .toSorted((a, b) => a.name.localeCompare(b.name))
                .map((entry) => ('aliases' in entry ? actorItem(entry) : codeItem(entry, codebook)))}
              onAdd={(entry) => setOtherIds([...otherIds, entry.id])}
            />
          </li>
        </ul>
      </section>

      {otherIds.length > 0 ? (
        <section className="merge__preview" aria-label={t('codebookChanges.merge.preview')}>
          <div className="entry-detail__pair">
            <Field label={t('codebook.name')}>
              <select
                className="input"
                value={draft.name}
                onChange={(event) => setChoice({ ...choice, name: event.target.value })}
              >
                {[...new Set(entries.map((entry) => entry.name))].map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </Field>
            {kind === 'actor' ? (
              <Field label={t('codebook.kind')}>
                <select
                  className="input"
                  value={draft.actorKind}
                  onChange={(event) => {
                    const actorKind = ACTOR_KINDS.find((one) => one === event.target.value);
                    if (actorKind) setChoice({ ...choice, actorKind });
                  }}
                >
                  {ACTOR_KINDS.map((one) => (
                    <option key={one} value={one}>
                      {actorKindText(one)}
                    </option>
                  ))}
                </select>
              </Field>
            ) : (
              <ColourField
                colours={CODE_COLOURS}
                value={draft.colour}
                isReadOnly={false}
                onChange={(colour) => setChoice({ ...choice, colour })}
              />
            )}
            <ParentField<Actor | Code>
              entry={{ ...into, parent: draft.parent } as Actor | Code}
              entries={parentsAllowed(codebook, kind, entries)}
              isReadOnly={false}
              itemOf={(entry) =>
                ('aliases' in entry ? actorItem(entry) : codeItem(entry, codebook)) as PickerItem<
                  Actor | Code
                >
              }
              onChange={(parent) => setChoice({ ...choice, parent: parent?.id ?? null })}
            />
          </div>
          {draft.aliases.length > 0 ? (
            <fieldset className="merge__aliases">
              <legend className="field__label">{t('codebook.alsoCalled')}</legend>
              {draft.aliases.map((alias) => (
                <label key={`${alias.text} ${alias.from ?? ''}`} className="check">
                  <input
                    type="checkbox"
                    checked={!left.has(aliasKey(alias.text))}
                    onChange={() => toggleAlias(aliasKey(alias.text))}
                  />
                  <span dir="auto">{aliasText(alias)}</span>
                </label>
              ))}
            </fieldset>
          ) : null}
          <Field label={t(kind === 'actor' ? 'codebook.note' : 'codebook.definition')}>
            <textarea
              className="input"
              dir="auto"
              rows={3}
              value={draft.text}
              onChange={(event) => setChoice({ ...choice, text: event.target.value })}
            />
          </Field>
          {moved.length > 0 ? (
            <p className="field__hint">
              {t('codebookChanges.merge.moved', {
                count: moved.length,
                names: moved.map((entry) => entry.name).join(', '),
              })}
            </p>
          ) : null}
          <p className="field__hint" role="status">
            {uses === null ? '…' : t('codebookChanges.merge.uses', { count: uses, name: draft.name })}
          </p>
        </section>
      ) : (
        <p className="field__hint">{t(`codebookChanges.merge.explain.${kind}`)}</p>
      )}
    </Modal>
  );
}

interface AddEntryProps {
  readonly kind: EntryKind;
  readonly isFirst: boolean;
  readonly items: readonly PickerItem<Actor | Code>[];
  onAdd(entry: Actor | Code): void;
}

function AddEntry({ kind, isFirst, items, onAdd }: AddEntryProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const label = t(`codebookChanges.choose.${kind}`);
  return (
    <span ref={anchor} className="codebook__anchor">
      <Button
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        disabled={items.length === 0}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Plus size={14} aria-hidden="true" /> {isFirst ? label : t(`codebookChanges.another.${kind}`)}
      </Button>
      {isOpen ? (
        <Popover label={label} anchor={anchor} onClose={() => setIsOpen(false)}>
          <Picker<Actor | Code>
            label={label}
            placeholder={label}
            groups={[{ heading: t(kind === 'actor' ? 'codebook.actors' : 'codebook.codes'), items }]}
            onPick={(entry) => {
              setIsOpen(false);
              onAdd(entry);
            }}
            onClose={() => setIsOpen(false)}
          />
        </Popover>
      ) : null}
    </span>
  );
}

/** How many annotations, of whomever, use one of the entries; null while it is asked. */
function useUnitedUses(kind: EntryKind, ids: readonly string[]): number | null {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly total: number } | null>(null);
  const key = ids.join(' ');
  useEffect(() => {
    let isStale = false;
    const wanted = key.split(' ');
    call('evidence.query', {
      filter: kind === 'actor' ? { actors: wanted as ActorId[] } : { codes: wanted as CodeId[] },
      sort: { by: 'document', descending: false },
      offset: 0,
      limit: 1,
    }).then(
      ({ total }) => {
        if (!isStale) setAnswer({ key, total });
      },
      (error: unknown) => {
        if (!isStale) notify('error', messageOf(error));
      },
    );
    return () => {
      isStale = true;
    };
  }, [kind, key]);
  return answer?.key === key ? answer.total : null;
}
