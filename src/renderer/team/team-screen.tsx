import { nameAmong } from '../../core/adjudication/adjudicated-id.ts';
import { useEffect } from 'react';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { run } from '../app/notices.ts';
import { spokenName } from '../app/annotator-name.ts';
import { usePostil } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { AssignmentsPanel } from './assignments-panel.tsx';
import { entryName } from './entry-name.ts';
import { ExchangePanel } from './exchange-panel.tsx';
import { memoTitle } from '../memos/entries.ts';
import { HistoryPanel } from './history-panel.tsx';
import { IdentityPanel } from './identity-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { toldApart } from './told-apart.ts';
import { PhasesPanel } from './phases-panel.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { ReceiveDialog } from './receive-dialog.tsx';
import { RivalsPanel } from './rivals-panel.tsx';
import { SettlePanel } from './settle-panel.tsx';
import { enterProject, loadStatus, setTeam, useTeam } from './team-state.ts';
import { look } from './team-watch.ts';
import './team.css';

/** The team: what goes out and comes in, and who is in it. */
export function TeamScreen({ project }: { readonly project: ProjectSnapshot }) {
  const { status, shown, sectionAsked } = useTeam();
  const changeCount = usePostil((state) => state.changeCount);

  useEffect(() => {
    enterProject(project.folder);
    run(async () => {
      await loadStatus();
      await look();
    });
  }, [project.folder]);
  useEffect(() => run(loadStatus), [project.folder, changeCount]);

  useEffect(() => {
    if (!status || !sectionAsked) return;
    setTeam({ sectionAsked: null });
    const heading = document.getElementById(`team-${sectionAsked}`);
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  }, [status, sectionAsked]);

  const people = toldApart([...(status?.people ?? []), ...project.project.annotators]);
  const nameOf = (id: string): string => spokenName({ id, name: nameAmong(people, id) ?? id });
  const memoOf = (id: string): string => {
    const memo = project.memos.find((one) => one.id === id);
    return memo ? memoTitle(memo) : t('team.memoGone');
  };
  const titleOf = (id: string): string =>
    project.documents.find((document) => document.id === id)?.title ?? id;
  const mayPlan = status !== null && project.readOnly === null && (status.isLead || !status.hasPlan);
  return (
    <main className="team" aria-label={t('team.title')}>
      <header className="team__head">
        <h1>{t('team.title')}</h1>
        <p className="team__note">{project.readOnly ? t('team.readOnly') : t('team.about')}</p>
      </header>
      {status ? (
        <>
          <RivalsPanel status={status} isLocked={project.readOnly !== null} />
          <ExchangePanel project={project} />
          <SettlePanel
            project={project}
            status={status}
            isLocked={project.readOnly !== null}
            nameOf={nameOf}
            titleOf={titleOf}
          />
          <PeoplePanel status={status} mayPlan={mayPlan} isLocked={project.readOnly !== null} />
          <PhasesPanel project={project} status={status} mayPlan={mayPlan} titleOf={titleOf} />
          <AssignmentsPanel project={project} status={status} mayPlan={mayPlan} />
          <IdentityPanel project={project} />
          <HistoryPanel project={project} status={status} nameOf={nameOf} />
        </>
      ) : (
        <p role="status">{t('team.looking')}</p>
      )}
      {shown?.kind === 'publish' ? <PublishDialog shown={shown} titleOf={titleOf} memoOf={memoOf} /> : null}
      {shown?.kind === 'receive' ? (
        <ReceiveDialog
          shown={shown}
          nameOf={nameOf}
          titleOf={titleOf}
          entryOf={(key) => entryName(key, project)}
        />
      ) : null}
    </main>
  );
}
