import { occurring, READING_STATE_LOSS, type LossCounter } from './exchange.ts';

/** Of formats that hold every annotation whole: what a layer says of itself, how far the document is read, stays behind. */
export function countReadingStates(): LossCounter {
  let states = 0;
  return {
    addLayer(layer) {
      if (layer.state !== 'unread') states++;
    },
    add() {},
    losses: () => occurring([{ what: READING_STATE_LOSS, count: states }]),
  };
}
