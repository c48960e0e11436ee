import { ArrowRight } from 'lucide-react';
import { t } from '../i18n/texts.ts';
import type { ChangeLine } from './describe-change.ts';

/** What was, and what became of it, a line each. */
export function ChangeLines({ lines }: { readonly lines: readonly ChangeLine[] }) {
  if (lines.length === 0) return null;
  return (
    <ul className="change-lines">
      {lines.map((line, at) => (
        // What happened never changes, so a line's place names it.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at} className="revision__line">
          <span className="revision__what" dir="auto">
            {line.what}
          </span>
          <span dir="auto">
            {line.before === undefined ? null : <del>{line.before}</del>}
            {line.before === undefined || line.after === undefined ? null : (
              <ArrowRight size={12} aria-label={t('codebook.became')} />
            )}
            {line.after === undefined ? null : <ins>{line.after}</ins>}
          </span>
        </li>
      ))}
    </ul>
  );
}
