import type { ProjectSnapshot } from '../../contract/calls.ts';
import { setState, usePostil } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { Segmented } from '../ui/segmented.tsx';
import { ExportPanel } from './export-panel.tsx';
import { ReadPanel } from './read-panel.tsx';
import './exchange.css';

/** Out and in: every export is read back and compared, every reading is shown before it is done. */
export function ExchangeScreen({ project }: { readonly project: ProjectSnapshot }) {
  const side = usePostil((state) => state.exchangeSide);
  return (
    <main className="exchange">
      <div className="exchange__page">
        <div className="exchange__title">
          <h1>{t(side === 'export' ? 'exchange.exportTitle' : 'exchange.readTitle')}</h1>
          <Segmented
            label={t('exchange.outOrIn')}
            value={side}
            options={[
              { value: 'export', text: t('exchange.export') },
              { value: 'read', text: t('exchange.readAnnotations') },
            ]}
            onChange={(value) => value && setState({ exchangeSide: value })}
          />
        </div>
        {side === 'export' ? <ExportPanel project={project} /> : <ReadPanel project={project} />}
      </div>
    </main>
  );
}
