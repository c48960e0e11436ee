import type { ProjectSnapshot } from '../../contract/calls.ts';
import { t } from '../i18n/texts.ts';
import { AgreementPanel } from './agreement-panel.tsx';

export function AgreementScreen({ project }: { readonly project: ProjectSnapshot }) {
  return (
    <main className="agreement-screen" aria-label={t('agreement.title')}>
      <AgreementPanel project={project} />
    </main>
  );
}
