import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const rectangleSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});

const windowStateSchema = z.object({
  /** Where the window is when it is neither maximised nor full-screen, in screen pixels. */
  bounds: rectangleSchema,
  isMaximized: z.boolean(),
  isFullScreen: z.boolean(),
});

export type Rectangle = z.infer<typeof rectangleSchema>;
export type WindowState = z.infer<typeof windowStateSchema>;

export const SMALLEST = { width: 720, height: 480 } as const;
const PREFERRED = { width: 1360, height: 880 } as const;

/** The state of the last time; null when there is none or it cannot be read, since it can always be done without. */
export function loadWindowState(file: string): WindowState | null {
  try {
    const parsed = windowStateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // Missing at the first start; damaged, it is as good as missing.
  }
}

/** @throws what the file system throws; the former file is then still whole. */
export function saveWindowState(file: string, state: WindowState): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(state));
  renameSync(temporary, file);
}

/**
 * Bounds that lie wholly on one of the displays: the one that shows most of the remembered window, or the first when
 * none shows any of it (a display was unplugged). Never larger than that display's work area.
 * @param workAreas the primary display's first; at least one.
 */
export function placeWindow(remembered: Rectangle | null, workAreas: readonly Rectangle[]): Rectangle {
  const first = workAreas[0];
  if (!first) throw new RangeError('A window needs a display.');
  if (!remembered) return centre(first);
  let best = first;
  for (const area of workAreas) if (overlap(remembered, area) > overlap(remembered, best)) best = area;
  if (overlap(remembered, best) === 0) return centre(best, remembered);
  const width = clampLength(remembered.width, SMALLEST.width, best.width);
  const height = clampLength(remembered.height, SMALLEST.height, best.height);
  return {
    x: Math.min(Math.max(remembered.x, best.x), best.x + best.width - width),
    y: Math.min(Math.max(remembered.y, best.y), best.y + best.height - height),
    width,
    height,
  };
}

function centre(area: Rectangle, size: { width: number; height: number } = PREFERRED): Rectangle {
  const width = clampLength(size.width, SMALLEST.width, area.width);
  const height = clampLength(size.height, SMALLEST.height, area.height);
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
}

/** A display smaller than the smallest window wins over it. */
function clampLength(length: number, smallest: number, available: number): number {
  return Math.min(Math.max(length, smallest), available);
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
