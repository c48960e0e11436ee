import { LAYER_CHOICES, type LayerChoice } from '../../core/adjudication/layer-choice.ts';
import type { Command } from '../app/commands.ts';
import { getState, setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { hasAdjudicated, withLayers } from './filter-words.ts';

/** Which layers the evidence table shows, from the palette. */
export const LAYER_COMMANDS: readonly Command[] = LAYER_CHOICES.map((layers: LayerChoice) => ({
  id: `evidence.layers.${layers}`,
  title: () => t(`commands.evidenceLayers.${layers}`),
  isEnabled: () => {
    const { project, screen } = getState();
    return project !== null && screen === 'evidence' && hasAdjudicated(project);
  },
  run: () => {
    const { evidence } = getState();
    setState({ evidence: { ...evidence, filter: withLayers(evidence.filter, layers) } });
  },
}));
