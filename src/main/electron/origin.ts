/** The page's own scheme: never `file:`, whose pages Chromium trusts with too much. */
export const SCHEME = 'app';
export const HOST = 'postil';
export const ORIGIN = `${SCHEME}://${HOST}`;
export const START_URL = `${ORIGIN}/`;
