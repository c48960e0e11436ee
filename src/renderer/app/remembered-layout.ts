import type { GroupProps } from 'react-resizable-panels';
import { z } from 'zod';
import { recalled, remember } from './view-memory.ts';

const layoutSchema = z.record(z.string(), z.number());

/** Gives a group of panes the sizes that the user left it with, remembered under `key`. */
export function rememberedLayout(key: string): Pick<GroupProps, 'defaultLayout' | 'onLayoutChanged'> {
  const layout = layoutSchema.safeParse(recalled(key));
  return {
    ...(layout.success ? { defaultLayout: layout.data } : {}),
    // A small window squeezes the panes; that is not what the user wished for in a large one.
    onLayoutChanged: (squeezed, { isUserInteraction, requestedLayout }) => {
      if (isUserInteraction) remember(key, requestedLayout ?? squeezed);
    },
  };
}
