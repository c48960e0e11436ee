/**
 * A page without script or style, for what the host has to say before the application may load.
 * @param head further HTML for its head
 */
export function plainPage(title: string, paragraphs: readonly string[], head = ''): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title>${head}</head>`,
    `<body><h1>${escapeHtml(title)}</h1>`,
    ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
    '</body></html>',
    '',
  ].join('\n');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export const HOW_TO_GET_AN_ADDRESS = [
  'Postil gives this address out once, so that nobody else on this machine can open your project with it.',
  'For a new address, go to the terminal in which Postil runs and press Enter, or stop Postil there and start it again.',
  'If Postil is open in another tab of this browser, reloading this page at the address without the key may be enough.',
];
