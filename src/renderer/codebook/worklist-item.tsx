import { Check, SquareArrowOutUpRight, Tag, X } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { Codebook } from '../../core/codebook/codebook.ts';
import type { Doubt } from '../../core/codebook/doubts.ts';
import { knownEntries } from '../../core/codebook/entries.ts';
import { resolvedId } from '../../core/codebook/resolve-entry.ts';
import { stancesOf } from '../../core/codebook/settle-doubt.ts';
import type { ActorId, CodeId } from '../../core/ids.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { actorGroups, codeGroups, partyName } from '../tagging/codebook-items.tsx';
import { Button } from '../ui/button.tsx';
import { Picker, type PickerGroup } from '../ui/picker.tsx';
import { Popover } from '../ui/popover.tsx';
import { t } from '../i18n/texts.ts';
import { stepText } from './scale-words.ts';
import type { WorklistRow } from './use-worklist.ts';
import { confirmPassage, openPassage, retagPassage, untagPassage } from './worklist-actions.ts';

interface WorklistItemProps {
  readonly row: WorklistRow;
  readonly project: ProjectSnapshot;
  readonly isReadOnly: boolean;
  onMove(step: number): void;
}

type EntryDoubt = Extract<Doubt, { readonly id: string }>;

/** One doubtful passage: why, and what can be said of it. Its keys work while it has the focus. */
export function WorklistItem({ row, project, isReadOnly, onMove }: WorklistItemProps) {
  const { annotation } = row;
  const doubts: readonly Doubt[] = row.doubts;
  const { codebook } = project;
  const [retagging, setRetagging] = useState<string | null>(null);
  const summary = project.documents.find((document) => document.id === annotation.documentId);
  const entryDoubts = doubts.filter((doubt): doubt is EntryDoubt => 'id' in doubt);
  const first = entryDoubts[0];

  /** What settles an item takes it away: the focus goes on to the next before. */
  function settle(action: () => void): void {
    onMove(1);
    action();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const part =
      first?.kind === 'split' && /^[1-9]$/.test(event.key) ? first.parts[Number(event.key) - 1] : undefined;
    if (event.key === 'ArrowDown') onMove(1);
    else if (event.key === 'ArrowUp') onMove(-1);
    else if (event.key === 'Enter') openPassage(annotation);
    else if (isReadOnly) return;
    else if (event.key === 'y') settle(() => confirmPassage(annotation));
    else if (first && part) settle(() => retagPassage(annotation, first.id, part as ActorId));
    else if (first && event.key === 't') setRetagging(first.id);
    else if (first && (event.key === 'x' || event.key === 'Delete')) {
      settle(() => untagPassage(annotation, first.id));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <li
      className="worklist__item"
      data-item=""
      // Its keys are its own, as in a list box; its buttons are for the mouse and for who tabs.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={annotation.target.quote.exact.slice(0, 120)}
      onKeyDown={onKeyDown}
    >
      <div className="worklist__passage">
        <p className="worklist__quote" dir="auto">
          {annotation.target.quote.exact}
        </p>
        <p className="worklist__place" dir="auto">
          {summary?.title ?? annotation.documentId}
        </p>
      </div>
      <ul className="worklist__doubts">
        {doubts.map((doubt) => (
          <li
            key={
              'id' in doubt ? doubt.id : doubt.kind === 'scale' ? `${doubt.scale} ${doubt.step}` : doubt.kind
            }
          >
            <DoubtText doubt={doubt} codebook={codebook} />
            {'id' in doubt && !isReadOnly ? (
              <EntryActions
                doubt={doubt}
                row={row}
                codebook={codebook}
                isRetagging={retagging === doubt.id}
                onRetag={(isOpen) => setRetagging(isOpen ? doubt.id : null)}
                settle={settle}
              />
            ) : null}
          </li>
        ))}
      </ul>
      <div className="worklist__actions">
        {isReadOnly ? null : (
          <Button className="button--small" onClick={() => settle(() => confirmPassage(annotation))}>
            <Check size={14} aria-hidden="true" /> {t('codebookChanges.worklist.stillRight')}
          </Button>
        )}
        <Button tone="quiet" className="button--small" onClick={() => openPassage(annotation)}>
          <SquareArrowOutUpRight size={14} aria-hidden="true" /> {t('codebookChanges.worklist.open')}
        </Button>
      </div>
    </li>
  );
}

function DoubtText({ doubt, codebook }: { readonly doubt: Doubt; readonly codebook: Codebook }) {
  switch (doubt.kind) {
    case 'split':
    case 'deleted':
    case 'retired':
      return <p>{t(`codebookChanges.doubt.${doubt.kind}.text`, { name: bareName(codebook, doubt.id) })}</p>;
    case 'definition':
      return (
        <>
          <p>{t('codebookChanges.doubt.definition.text', { name: partyName(codebook, doubt.id) })}</p>
          <p className="worklist__change" dir="auto">
            {doubt.before === '' ? null : <del>{doubt.before}</del>}{' '}
            {doubt.after === '' ? null : <ins>{doubt.after}</ins>}
          </p>
        </>
      );
    case 'scale':
      return (
        <p>
          {t('codebookChanges.doubt.scale.text', {
            scale: t(`codebook.scale.${doubt.scale}`),
            step: stepText(doubt.scale, doubt.step),
            before: doubt.before,
            after: doubt.after,
          })}
        </p>
      );
    case 'older':
      return <p>{t('codebookChanges.doubt.older.text', { revision: doubt.revision })}</p>;
  }
}

/** The sentence says what became of it. */
function bareName(codebook: Codebook, id: string): string {
  return knownEntries(codebook).get(resolvedId(codebook, id))?.name ?? id;
}

interface EntryActionsProps {
  readonly doubt: EntryDoubt;
  readonly row: WorklistRow;
  readonly codebook: Codebook;
  readonly isRetagging: boolean;
  onRetag(isOpen: boolean): void;
  settle(action: () => void): void;
}

/** For one doubtful actor or code: its parts, where it was split; another; none. */
function EntryActions({ doubt, row, codebook, isRetagging, onRetag, settle }: EntryActionsProps) {
  const anchor = useRef<HTMLDivElement>(null);
  const { annotation } = row;
  const isActor = doubt.id.startsWith('a-');
  const label = t('codebookChanges.worklist.retagTo', { name: bareName(codebook, doubt.id) });
  const lost = stancesOf(annotation, doubt.id).length;

  function pick(to: string): void {
    onRetag(false);
    settle(() => retagPassage(annotation, doubt.id, to as ActorId | CodeId));
  }

  return (
    <div ref={anchor} className="worklist__choices">
      {doubt.kind === 'split'
        ? doubt.parts.map((part) => (
            <Button key={part} className="button--small" onClick={() => pick(part)}>
              <Tag size={13} aria-hidden="true" /> <bdi>{partyName(codebook, part)}</bdi>
            </Button>
          ))
        : null}
      <Button
        tone="quiet"
        className="button--small"
        aria-haspopup="dialog"
        aria-expanded={isRetagging}
        onClick={() => onRetag(!isRetagging)}
      >
        {t(doubt.kind === 'split' ? 'codebookChanges.worklist.anotherTag' : 'codebookChanges.worklist.retag')}
      </Button>
      <Button
        tone="quiet"
        className="button--small"
        onClick={() => settle(() => untagPassage(annotation, doubt.id))}
      >
        <X size={13} aria-hidden="true" />{' '}
        {lost > 0
          ? t('codebookChanges.worklist.removeWithStances', { count: lost })
          : t('codebookChanges.worklist.remove')}
      </Button>
      {isRetagging ? (
        <Popover label={label} anchor={anchor} onClose={() => onRetag(false)}>
          <Picker<string>
            label={label}
            placeholder={label}
            groups={idGroups(isActor ? actorGroups(codebook, []) : codeGroups(codebook, []))}
            onPick={pick}
            onClose={() => onRetag(false)}
          />
        </Popover>
      ) : null}
    </div>
  );
}

function idGroups(groups: readonly PickerGroup<{ readonly id: string }>[]): PickerGroup<string>[] {
  return groups.map((group) => ({
    heading: group.heading,
    items: group.items.map((item) => ({ ...item, value: item.value.id })),
  }));
}
