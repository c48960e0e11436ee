import { BookOpenText, FolderOpen, FolderPlus } from 'lucide-react';
import { askForProject } from '../dialogs/project-dialogs.tsx';
import { openFolder, openSample } from '../app/project-actions.ts';
import { t } from '../i18n/texts.ts';
import { formatDate } from '../i18n/format.ts';
import { setState, usePostil } from '../app/state.ts';
import './start.css';

/** Recent projects, and the three ways to begin. */
export function StartScreen() {
  const recent = usePostil((state) => state.settings?.recentProjects ?? []);
  const project = usePostil((state) => state.project);
  return (
    <main className="start">
      <div className="start__column">
        <header className="start__head">
          <h1>{t('start.postil')}</h1>
          <p>{t('start.readCloselyMarkWhatIs')}</p>
        </header>
        <div className="start__ways">
          <button
            type="button"
            className="start__way"
            onClick={() => setState({ dialog: { kind: 'new-project' } })}
          >
            <FolderPlus size={20} aria-hidden="true" />
            <b>{t('start.newProject')}</b>
            <span>{t('start.oneFolderForDocumentsCodebook')}</span>
          </button>
          <button type="button" className="start__way" onClick={askForProject}>
            <FolderOpen size={20} aria-hidden="true" />
            <b>{t('start.openAProject')}</b>
            <span>{t('start.fromThisMachineAStick')}</span>
          </button>
          <button type="button" className="start__way" onClick={openSample}>
            <BookOpenText size={20} aria-hidden="true" />
            <b>{t('start.sampleProject')}</b>
            <span>{t('start.tenTextsAnnotatedByTwo')}</span>
          </button>
        </div>
        {recent.length > 0 ? (
          <section className="start__recent" aria-labelledby="recent-projects">
            <h2 id="recent-projects">{t('start.recentProjects')}</h2>
            <ul>
              {recent.map((entry) => (
                <li key={entry.folder}>
                  <button
                    type="button"
                    className="start__project"
                    onClick={() =>
                      entry.folder === project?.folder
                        ? setState({ screen: 'workbench' })
                        : openFolder(entry.folder)
                    }
                  >
                    <b dir="auto">{entry.title}</b>
                    <span className="start__folder">{entry.folder}</span>
                    <time dateTime={entry.openedAt}>
                      {entry.folder === project?.folder ? t('start.openNow') : formatDate(entry.openedAt)}
                    </time>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </main>
  );
}
