import { Check, Circle, Equal, RotateCcw } from 'lucide-react';
import type { PlaceStatus } from '../../core/adjudication/places.ts';
import { t } from '../i18n/texts.ts';

const ICONS = { open: Circle, reopened: RotateCcw, agreed: Equal, decided: Check } as const;

/** Where a place stands, by its shape and its word. */
export function StatusMark({ status }: { readonly status: PlaceStatus }) {
  const Icon = ICONS[status];
  return (
    <span className="adjudication-status" data-status={status}>
      <Icon size={13} aria-hidden="true" /> {t(`adjudication.status.${status}`)}
    </span>
  );
}
