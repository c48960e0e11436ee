import type { GroupImperativeHandle, PanelImperativeHandle } from 'react-resizable-panels';
import { t } from '../i18n/texts.ts';
import type { Command } from './commands.ts';
import { getState } from './state.ts';
import { remember } from './view-memory.ts';

export type SidePane = 'documents' | 'inspector';

/** Percent of the window that one step is. */
const STEP = 3;

const panes = new Map<SidePane, PanelImperativeHandle>();
let group: GroupImperativeHandle | null = null;

export function setPane(pane: SidePane): (handle: PanelImperativeHandle | null) => void {
  return (handle) => {
    if (handle) panes.set(pane, handle);
    else panes.delete(pane);
  };
}

export function setPaneGroup(handle: GroupImperativeHandle | null): void {
  group = handle;
}

/** Resizing without dragging: by a step, or away and back. */
function resizePane(pane: SidePane, direction: 1 | -1): void {
  const handle = panes.get(pane);
  if (!handle) return;
  if (handle.isCollapsed()) handle.expand();
  else handle.resize(`${handle.getSize().asPercentage + direction * STEP}%`);
  keep();
}

function togglePane(pane: SidePane): void {
  const handle = panes.get(pane);
  if (!handle) return;
  if (handle.isCollapsed()) handle.expand();
  else handle.collapse();
  keep();
}

function keep(): void {
  if (group) remember('panes', group.getLayout());
}

function paneCommands(pane: SidePane): Command[] {
  const isEnabled = () => getState().screen === 'workbench' && panes.has(pane);
  return [
    {
      id: `view.${pane}.toggle`,
      title: () => t(`commands.pane.${pane}.toggle`),
      isEnabled,
      run: () => togglePane(pane),
    },
    {
      id: `view.${pane}.wider`,
      title: () => t(`commands.pane.${pane}.wider`),
      isEnabled,
      run: () => resizePane(pane, 1),
    },
    {
      id: `view.${pane}.narrower`,
      title: () => t(`commands.pane.${pane}.narrower`),
      isEnabled,
      run: () => resizePane(pane, -1),
    },
  ];
}

export const PANE_COMMANDS: readonly Command[] = [...paneCommands('documents'), ...paneCommands('inspector')];
