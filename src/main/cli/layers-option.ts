import { LAYER_CHOICES, type LayerChoice } from '../../core/adjudication/layer-choice.ts';
import type { ParsedArguments } from './parse-arguments.ts';
import { UsageError } from './usage-error.ts';

/** What `--layers` names; undefined where it is not given. @throws UsageError */
export function layersOption(args: ParsedArguments): LayerChoice | undefined {
  const named = args.text('layers');
  if (named === undefined) return undefined;
  const choice = LAYER_CHOICES.find((one) => one === named);
  if (choice === undefined) throw new UsageError(`--layers is one of ${LAYER_CHOICES.join(', ')}.`);
  return choice;
}
