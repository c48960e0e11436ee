import { BookOpenText, FolderOpen, FolderPlus } from 'lucide-react';
import { askForProject } from '../dialogs/project-dialogs.tsx';
import { openFolder, openSample } from '../app/project-actions.ts';
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
          <h1>Postil</h1>
          <p>Read closely, mark what is said, by whom, about whom, and how far it can be trusted.</p>
        </header>
        <div className="start__ways">
          <button
            type="button"
            className="start__way"
            onClick={() => setState({ dialog: { kind: 'new-project' } })}
          >
            <FolderPlus size={20} aria-hidden="true" />
            <b>New project</b>
            <span>One folder for documents, codebook and annotations</span>
          </button>
          <button type="button" className="start__way" onClick={askForProject}>
            <FolderOpen size={20} aria-hidden="true" />
            <b>Open a project</b>
            <span>From this machine, a stick or a shared folder</span>
          </button>
          <button type="button" className="start__way" onClick={openSample}>
            <BookOpenText size={20} aria-hidden="true" />
            <b>Sample project</b>
            <span>Ten texts, annotated by two analysts, to look around in</span>
          </button>
        </div>
        {recent.length > 0 ? (
          <section className="start__recent" aria-labelledby="recent-projects">
            <h2 id="recent-projects">Recent projects</h2>
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
                      {entry.folder === project?.folder
                        ? 'open now'
                        : new Date(entry.openedAt).toLocaleDateString('en', { dateStyle: 'medium' })}
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
