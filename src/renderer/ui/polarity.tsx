import type { Polarity } from '../../core/annotation/annotation.ts';
import type { Scales } from '../../core/codebook/codebook.ts';

/** −2 … +2 with a true minus, `?` for unclear: neutral and unclear never look the same. */
export function polarityText(polarity: Polarity): string {
  if (polarity === 'unclear') return '?';
  if (polarity === 0) return '0';
  return polarity > 0 ? `+${polarity}` : `−${-polarity}`;
}

export function PolarityMark({ polarity, scales }: { readonly polarity: Polarity; readonly scales: Scales }) {
  const label = scales.polarity[String(polarity)] ?? String(polarity);
  return (
    <span className="polarity" data-polarity={polarity} title={label}>
      <span aria-hidden="true">{polarityText(polarity)}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
