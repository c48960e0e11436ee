/** Electron's only channel. */
export const CHANNEL = 'postil';

/**
 * What goes over it, both ways. `page` names one load of the page, so that an answer to the page before a reload can
 * never be taken for an answer to the page after it. A `barrier` is sent back as it came: when it is back, the page
 * has handled all that was sent before it.
 */
export type ChannelFrame =
  | { readonly page: string; readonly kind: 'message'; readonly message: unknown }
  | { readonly page: string; readonly kind: 'barrier'; readonly barrier: number };
