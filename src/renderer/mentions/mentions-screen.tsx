import { Sparkle } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { MentionStatus } from '../../core/mentions/mention.ts';
import {
  groupOf,
  type MentionFilter,
  type MentionGroupKey,
  type MentionRow,
} from '../../core/mentions/mention-queue.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { notify, readOnlyText } from '../app/notices.ts';
import { setState } from '../app/state.ts';
import { WithinSelect, type Within } from '../sets/within-select.tsx';
import { Button } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { GroupList, isSameGroup } from './group-list.tsx';
import { acceptAll, decide, openPlace } from './mention-actions.ts';
import type { MentionCommand } from './mention-keys.ts';
import { MentionList } from './mention-list.tsx';
import { MentionTools } from './mention-tools.tsx';
import { NewNames } from './new-names.tsx';
import { t } from '../i18n/texts.ts';
import { formatPercent } from '../i18n/format.ts';
import { useMentionGroups, useMentionRows } from './use-mention-queue.ts';
import './mentions.css';
import { MessageText } from '../ui/message-text.tsx';

type View = 'open' | 'accepted' | 'declined';
type Tab = 'mentions' | 'names';

const STATUSES: Readonly<Record<View, readonly MentionStatus[]>> = {
  open: ['suggested'],
  accepted: ['accepted'],
  declined: ['rejected', 'notActor'],
};
const FIRST_ROWS = 200;
const MORE_ROWS = 500;

/** The queue of mentions: whom a text may name, to be accepted or not. */
export function MentionsScreen({ project }: { readonly project: ProjectSnapshot }) {
  const [tab, setTab] = useState<Tab>('mentions');
  const [view, setView] = useState<View>('open');
  const [group, setGroup] = useState<MentionGroupKey | null>(null);
  const [within, setWithin] = useState<Within | null>(null);
  const [limit, setLimit] = useState(FIRST_ROWS);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const { codebook } = project;

  const groups = useMentionGroups(within?.kind === 'set' ? within.id : null);
  const filter: MentionFilter = {
    statuses: STATUSES[view],
    ...(group && { group: { actorId: group.actorId, alias: group.alias } }),
    ...(within?.kind === 'document' && { documentId: within.id }),
    ...(within?.kind === 'set' && { sets: [within.id] }),
  };
  const asked = useMentionRows(filter, limit);
  const actors = useMemo(
    () =>
      new Map<string, (typeof codebook.actors)[number]>(codebook.actors.map((actor) => [actor.id, actor])),
    [codebook],
  );
  const titles = useMemo(
    () => new Map<string, string>(project.documents.map(({ id, title }) => [id, title])),
    [project.documents],
  );
  const present = project.documents.filter((summary) => !summary.removedAt);

  const shown = (groups.answer ?? [])
    .map((each) => ({
      group: each,
      count: STATUSES[view].reduce((sum, status) => sum + (each.counts[status] ?? 0), 0),
    }))
    .filter((each) => each.count > 0 || isSameGroup(each.group, group));
  const isFresh = asked.answer?.key === JSON.stringify(filter);
  const rows = asked.answer?.rows ?? [];
  const failure = asked.failure ?? groups.failure;
  const at = Math.min(active, Math.max(0, rows.length - 1));
  const row = rows[at] ?? null;
  const nameOf = (id: string): string => actors.get(id)?.name ?? id;

  function narrow(change: () => void): void {
    change();
    setActive(0);
    setLimit(FIRST_ROWS);
  }

  function onCommand(command: MentionCommand): void {
    // What is drawn must be what is decided about.
    if (!row || !isFresh) return;
    if (command.kind === 'open')
      openPlace(row.documentId, { start: row.mention.start, end: row.mention.end });
    else if (project.readOnly) notify('error', readOnlyText(project.readOnly));
    else decideRow(row, command);
  }

  function decideRow(
    { documentId: where, mention, text }: MentionRow,
    command: Exclude<MentionCommand, { kind: 'open' }>,
  ): void {
    const key = groupOf(mention);
    switch (command.kind) {
      case 'accept': {
        const actorId = mention.candidates[command.candidate]?.actorId;
        if (actorId) decide(where, mention, { kind: 'accept', actorId }, text);
        break;
      }
      case 'whoIsMeant':
        notify('info', t('mentions.thisNameIsThatOf'));
        break;
      case 'reject':
      case 'reopen':
        decide(where, mention, { kind: command.kind }, text);
        break;
      case 'notActor':
        if (mention.actorId) decide(where, mention, { kind: 'notActor', actorId: mention.actorId }, text);
        else notify('info', t('mentions.thisNameIsThatOf2'));
        break;
      case 'acceptHere':
      case 'acceptEverywhere':
        if (mention.actorId) acceptAll(key, mention.actorId, command.kind === 'acceptHere' ? where : null);
        else notify('info', t('mentions.thisNameIsThatOf3'));
        break;
    }
  }

  if (codebook.actors.length === 0 || present.length === 0)
    return <NothingToFind hasActors={codebook.actors.length > 0} />;
  return (
    <main className="mentions" aria-label={t('mentions.mentions')}>
      <h1 className="visually-hidden">{t('mentions.mentions')}</h1>
      <div className="mentions__side">
        <div className="mentions__filters">
          <Segmented
            label={t('mentions.whichMentions')}
            options={[
              { value: 'open', text: t('mentions.toDecide') },
              { value: 'accepted', text: t('mentions.accepted') },
              { value: 'declined', text: t('mentions.declined') },
            ]}
            value={view}
            onChange={(next) => narrow(() => setView(next ?? 'open'))}
          />
          <WithinSelect
            project={project}
            value={within}
            className="input input--slim"
            label={t('mentions.inWhichDocuments')}
            onChange={(next) => narrow(() => setWithin(next))}
          />
        </div>
        <GroupList
          groups={shown}
          chosen={group}
          nameOf={nameOf}
          onChoose={(next) => {
            setTab('mentions');
            narrow(() => setGroup(next));
          }}
          onEnter={() => list.current?.focus()}
        />
        <button
          type="button"
          className="mentions__names"
          aria-pressed={tab === 'names'}
          onClick={() => setTab(tab === 'names' ? 'mentions' : 'names')}
        >
          <Sparkle size={14} aria-hidden="true" /> {t('mentions.newNamesThatTheTexts')}
        </button>
      </div>
      {tab === 'names' ? (
        <div className="mentions__main">
          <NewNames
            project={project}
            nameOf={nameOf}
            onLeave={() => document.querySelector<HTMLElement>('.mentions__names')?.focus()}
          />
        </div>
      ) : (
        <div className="mentions__main">
          <p className="mentions__status" role="status">
            {statusOf(asked.answer?.total ?? null, view, asked.progress ?? groups.progress)}
          </p>
          {failure ? (
            <p className="banner banner--error" role="alert">
              <MessageText>{failure}</MessageText>
            </p>
          ) : null}
          <MentionTools
            row={row}
            isReadOnly={project.readOnly !== null}
            nameOf={nameOf}
            onCommand={onCommand}
          />
          {asked.answer && rows.length === 0 ? (
            <div className="empty">
              <h2>{view === 'open' ? t('mentions.nothingIsLeftToDecide') : t('mentions.noneYet')}</h2>
              <p>{view === 'open' ? t('mentions.namesAreLookedForAs') : t('mentions.whatYouDecideInThe')}</p>
            </div>
          ) : (
            <MentionList
              folder={project.folder}
              rows={rows}
              total={asked.answer?.total ?? 0}
              active={at}
              listRef={list}
              actors={actors}
              titleOf={({ documentId: id }) => titles.get(id) ?? id}
              onActivate={setActive}
              onCommand={onCommand}
              onLeave={() => document.querySelector<HTMLElement>('.mention-groups')?.focus()}
              onNearEnd={() => setLimit(rows.length + MORE_ROWS)}
            />
          )}
        </div>
      )}
    </main>
  );
}

function statusOf(
  total: number | null,
  view: View,
  progress: { readonly done: number; readonly total: number } | null,
): string {
  if (progress && progress.done < progress.total) {
    return t('mentions.findingPercent', { percent: formatPercent(progress.done / progress.total) });
  }
  if (total === null) return t('mentions.finding');
  return t(`mentions.total.${view}`, { count: total });
}

function NothingToFind({ hasActors }: { readonly hasActors: boolean }) {
  return (
    <main className="mentions" aria-label={t('mentions.mentions')}>
      <div className="empty">
        <h1>{t('mentions.noMentionsYet')}</h1>
        <p>
          {hasActors ? t('mentions.importDocumentsPostilFindsWhere') : t('mentions.postilLooksForTheNames')}
        </p>
        <Button tone="primary" onClick={() => setState({ screen: hasActors ? 'workbench' : 'codebook' })}>
          {hasActors ? t('mentions.goToTheWorkbench') : t('mentions.addActors')}
        </Button>
      </div>
    </main>
  );
}
