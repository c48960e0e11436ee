import { Circle, CircleCheck, CircleDot } from 'lucide-react';
import type { ReadingState } from '../../core/annotation/layer.ts';

/** A reading state by its shape: empty, begun, ticked off. */
export function StateIcon({ state, size = 15 }: { readonly state: ReadingState; readonly size?: number }) {
  const Icon = state === 'done' ? CircleCheck : state === 'inProgress' ? CircleDot : Circle;
  return <Icon size={size} aria-hidden="true" className="state-icon" data-state={state} />;
}
