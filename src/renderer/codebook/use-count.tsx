import { t } from '../i18n/texts.ts';

interface UseCountProps {
  /** Null while it is not known. */
  readonly uses: number | null;
  onShow(): void;
}

/** How many annotations use an entry, and the way to them. */
export function UseCount({ uses, onShow }: UseCountProps) {
  if (uses === null) return <span className="use-count" aria-busy="true" />;
  if (uses === 0) return <span className="use-count">{t('codebook.notUsedYet')}</span>;
  return (
    <button type="button" className="use-count link" onClick={onShow}>
      {t('codebook.usedBy', { count: uses })}
    </button>
  );
}
