import { LAYER_CHOICES } from '../../core/adjudication/layer-choice.ts';
import { layersOfFilter, type EvidenceFilter } from '../../core/evidence/evidence.ts';
import { t } from '../i18n/texts.ts';
import { withLayers } from './filter-words.ts';

interface LayerSelectProps {
  readonly filter: EvidenceFilter;
  onChange(filter: EvidenceFilter): void;
}

/** Whether the table shows what annotators made on their own, what was adjudicated, or both. */
export function LayerSelect({ filter, onChange }: LayerSelectProps) {
  return (
    <label className="evidence__layer-select">
      {t('evidence.layers')}
      <select
        className="input input--slim"
        value={layersOfFilter(filter)}
        onChange={(event) => {
          const layers = LAYER_CHOICES.find((choice) => choice === event.target.value);
          if (layers) onChange(withLayers(filter, layers));
        }}
      >
        {LAYER_CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {t(`evidence.layers.${choice}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
