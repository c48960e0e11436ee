/** Resolves after two animation frames: what was committed before is on the screen. */
export function twoFrames(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
  });
}

export interface FrameCost {
  /** From `since` until the frame that shows the work was painted, ms. Holds the wait for the next frame. */
  readonly latency: number;
  /** The same without that wait: what the main thread was busy with, ms. */
  readonly work: number;
}

/** Call at the end of the handler. A message posted from a frame's callback arrives after that frame is painted. */
export function afterPaint(since: number): Promise<FrameCost> {
  const handled = performance.now();
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const began = performance.now();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        const painted = performance.now();
        resolve({ latency: painted - since, work: handled - since + (painted - began) });
      };
      channel.port2.postMessage(null);
    });
  });
}

export interface ScrollCost {
  readonly frames: number;
  /** 95th percentile, ms. */
  readonly p95: number;
  readonly longest: number;
  readonly over33: number;
}

/** Scrolls by `step` pixels a frame and times the frames. */
export async function measureScroll(scroller: Element, frames: number, step: number): Promise<ScrollCost> {
  const times: number[] = [];
  await new Promise<void>((resolve) => {
    let last = 0;
    const next = (now: number): void => {
      if (last !== 0) times.push(now - last);
      last = now;
      if (times.length >= frames) {
        resolve();
        return;
      }
      scroller.scrollTop += step;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  const sorted = times.toSorted((a, b) => a - b);
  return {
    frames: times.length,
    p95: sorted[Math.floor(sorted.length * 0.95)]!,
    longest: sorted.at(-1)!,
    over33: times.filter((time) => time > 33.4).length,
  };
}
