import { useEffect, useState } from 'react';
import { AdjudicationScreen } from '../adjudication/adjudication-screen.tsx';
import { AgreementScreen } from '../agreement/agreement-screen.tsx';
import { CodebookScreen } from '../codebook/codebook-screen.tsx';
import { DialogHost } from '../dialogs/dialog-host.tsx';
import { EvidenceScreen } from '../evidence/evidence-screen.tsx';
import { ExchangeScreen } from '../exchange/exchange-screen.tsx';
import { MemosScreen } from '../memos/memos-screen.tsx';
import { ProgressScreen } from '../sets/progress-screen.tsx';
import { MentionsScreen } from '../mentions/mentions-screen.tsx';
import { SearchScreen } from '../search/search-screen.tsx';
import { languageOf, setLanguage } from '../i18n/texts.ts';
import { StartScreen } from '../start/start-screen.tsx';
import { VersionsScreen } from '../versions/versions-screen.tsx';
import { TeamScreen } from '../team/team-screen.tsx';
import { CommandPalette } from './command-palette.tsx';
import { listenToKeys } from './command-keys.ts';
import { JobBar, NoticeStack } from './notice-stack.tsx';
import { importDropped } from './project-actions.ts';
import { ReadOnlyBanner } from './read-only-banner.tsx';
import { followTheme } from './settings-actions.ts';
import { usePostil } from './state.ts';
import { TopBar } from './top-bar.tsx';
import { t } from '../i18n/texts.ts';
import { BOLD, rich } from '../i18n/rich.tsx';
import { applyReading } from '../reading/apply-reading.ts';
import { setReadingState, useReading } from '../reading/reading-state.ts';
import { followVisits, listenToMouseButtons } from '../reading/visited.ts';
import { PrintView } from '../print/print-view.tsx';
import { WorkbenchScreen } from './workbench-screen.tsx';
import './app.css';

/** All that is drawn, in the language that is asked for; another language draws everything anew. */
export function App() {
  const language = usePostil((state) => languageOf(state.settings?.language ?? 'system'));
  setLanguage(language);
  return <Window key={language} />;
}

function Window() {
  const link = usePostil((state) => state.link);
  const project = usePostil((state) => state.project);
  const screen = usePostil((state) => state.screen);
  const theme = usePostil((state) => state.settings?.theme ?? 'system');
  const isCommandPaletteOpen = usePostil((state) => state.isCommandPaletteOpen);
  const isDropping = useFileDrop();

  useEffect(() => followTheme(theme), [theme]);
  const reading = usePostil((state) => state.settings?.reading);
  const isPrinting = useReading((state) => state.isPrinting);
  const open = usePostil((state) => state.open);
  const isFocused = useReading((state) => state.isFocused);
  useEffect(() => {
    if (reading) applyReading(reading);
  }, [reading]);
  // What was about to be printed is left with its screen.
  useEffect(() => () => setReadingState({ isPrinting: false }), [screen, project?.folder]);
  useEffect(listenToKeys, []);
  useEffect(followVisits, []);
  useEffect(listenToMouseButtons, []);

  return (
    <div
      className="app"
      data-screen={screen}
      data-focused={isFocused && screen === 'workbench' && project ? '' : undefined}
      data-read-only={project?.readOnly ? '' : undefined}
    >
      <TopBar />
      {project?.readOnly ? <ReadOnlyBanner readOnly={project.readOnly} /> : null}
      {link === 'lost' ? (
        <p className="banner banner--error" role="alert">
          {rich(t('app.hostGone'), BOLD)}
        </p>
      ) : null}
      <div className="app__screen">
        {link === 'connecting' ? (
          <div className="empty">
            <p role="status">{t('app.opening')}</p>
          </div>
        ) : !project || screen === 'start' ? (
          <StartScreen />
        ) : isPrinting && open && screen === 'workbench' ? (
          <PrintView project={project} open={open} />
        ) : screen === 'workbench' ? (
          <WorkbenchScreen key={project.folder} project={project} />
        ) : screen === 'codebook' ? (
          <CodebookScreen project={project} />
        ) : screen === 'mentions' ? (
          <MentionsScreen key={project.folder} project={project} />
        ) : screen === 'evidence' ? (
          <EvidenceScreen project={project} />
        ) : screen === 'memos' ? (
          <MemosScreen project={project} />
        ) : screen === 'progress' ? (
          <ProgressScreen project={project} />
        ) : screen === 'agreement' ? (
          <AgreementScreen key={project.folder} project={project} />
        ) : screen === 'adjudication' ? (
          <AdjudicationScreen key={project.folder} project={project} />
        ) : screen === 'team' ? (
          <TeamScreen key={project.folder} project={project} />
        ) : screen === 'search' ? (
          <SearchScreen key={project.folder} project={project} />
        ) : screen === 'versions' ? (
          <VersionsScreen key={project.folder} project={project} />
        ) : (
          <ExchangeScreen project={project} />
        )}
      </div>
      {isDropping && project && !project.readOnly ? (
        <div className="drop-veil" aria-hidden="true">
          {t('app.dropToImport', { title: project.project.title })}
        </div>
      ) : null}
      <JobBar />
      <NoticeStack />
      <DialogHost />
      {isCommandPaletteOpen ? <CommandPalette /> : null}
    </div>
  );
}

/** Files dropped anywhere in the window are imported. Answers whether some are held over it now. */
function useFileDrop(): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    function onEnter(event: DragEvent): void {
      if (!hasFiles(event)) return;
      depth += 1;
      setIsOver(true);
    }
    function onLeave(event: DragEvent): void {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setIsOver(false);
    }
    function onOver(event: DragEvent): void {
      if (hasFiles(event)) event.preventDefault();
    }
    function onDrop(event: DragEvent): void {
      depth = 0;
      setIsOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      importDropped([...(event.dataTransfer?.files ?? [])]);
    }
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return isOver;
}
