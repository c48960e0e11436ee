/** One place of the window. */
export interface ScreenEntry {
  readonly id: string;
  /** What the native menu calls it. */
  readonly label: string;
  /** As a command's keys. Browsers keep Ctrl+digit for their tabs, so the digit alone does it too. */
  readonly keys: readonly string[];
  /** Without it the screen is there before any project is open. */
  readonly needsProject: boolean;
}

/**
 * Every screen, in the order of the menu. The commands of the palette, their keys and the native menu are made of this
 * list; a screen that is added here is in all of them.
 */
export const SCREENS = [
  { id: 'start', label: 'Start', keys: ['mod+5', '5'], needsProject: false },
  { id: 'workbench', label: 'Workbench', keys: ['mod+1', '1'], needsProject: true },
  { id: 'codebook', label: 'Codebook', keys: ['mod+2', '2'], needsProject: true },
  { id: 'mentions', label: 'Mentions', keys: ['mod+6', '6'], needsProject: true },
  { id: 'evidence', label: 'Evidence', keys: ['mod+3', '3'], needsProject: true },
  { id: 'search', label: 'Search', keys: ['mod+shift+f'], needsProject: true },
  { id: 'memos', label: 'Memos', keys: ['mod+8', '8'], needsProject: true },
  { id: 'progress', label: 'Progress', keys: ['mod+7', '7'], needsProject: true },
  { id: 'agreement', label: 'Agreement', keys: ['mod+9', '9'], needsProject: true },
  { id: 'adjudication', label: 'Adjudication', keys: ['d'], needsProject: true },
  { id: 'team', label: 'Team', keys: ['0'], needsProject: true },
  { id: 'versions', label: 'Passages of Earlier Versions', keys: [], needsProject: true },
  { id: 'exchange', label: 'Export and Import', keys: ['mod+4', '4'], needsProject: true },
] as const satisfies readonly ScreenEntry[];

export type Screen = (typeof SCREENS)[number]['id'];
