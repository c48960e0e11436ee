/** A bar of the margin track, in pixels from the top of its chunk. */
export interface Bar {
  readonly top: number;
  readonly bottom: number;
}

/** Where a bar stands beside the text: in whose track, and in which lane of it. */
export interface BarPlace {
  readonly track: number;
  readonly lane: number;
}

/** The same track by track, each with lanes of its own. @param trackOf of the bar at an index */
export function assignTrackLanes(
  bars: readonly Bar[],
  trackOf: (index: number) => number,
  maxLanes: number,
): BarPlace[] {
  const byTrack = new Map<number, number[]>();
  for (const i of bars.keys()) {
    const track = trackOf(i);
    const indices = byTrack.get(track);
    if (indices) indices.push(i);
    else byTrack.set(track, [i]);
  }
  const places: BarPlace[] = [];
  for (const [track, indices] of byTrack) {
    const lanes = assignLanes(
      indices.map((i) => bars[i]!),
      maxLanes,
    );
    indices.forEach((i, at) => (places[i] = { track, lane: lanes[at]! }));
  }
  return places;
}

/**
 * The lane of each bar, from 0, so that no two bars of one lane touch: greedy over the bars in the order given
 * (ascending `top`), which uses as few lanes as the deepest overlap needs. Where there are more than `maxLanes`, what
 * is left shares the last lane.
 */
export function assignLanes(bars: readonly Bar[], maxLanes: number): number[] {
  const ends: number[] = [];
  return bars.map((bar) => {
    let lane = ends.findIndex((end) => end < bar.top);
    if (lane === -1) lane = Math.min(ends.length, maxLanes - 1);
    ends[lane] = Math.max(bar.bottom, ends[lane] ?? Number.NEGATIVE_INFINITY);
    return lane;
  });
}
