import type { ProjectSnapshot } from '../../contract/calls.ts';
import { ExportPanel } from './export-panel.tsx';
import { ReadPanel } from './read-panel.tsx';
import './exchange.css';

/** Out and in: every export is read back and compared, every reading is shown before it is done. */
export function ExchangeScreen({ project }: { readonly project: ProjectSnapshot }) {
  return (
    <main className="exchange">
      <div className="exchange__columns">
        <ExportPanel project={project} />
        <ReadPanel project={project} />
      </div>
    </main>
  );
}
