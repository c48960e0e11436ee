/** Calm on the screen, in light and dark, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d1d1f; --faint: #5f6368; --paper: #fdfcfa; --line: #d9d6d0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e3; --faint: #a5a19b; --paper: #1b1b1d; --line: #3a3a3d; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Georgia, "Noto Serif", serif; }
header, main { max-width: 42rem; margin-inline: auto; padding: 1.5rem; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0; }
header p, .origin { color: var(--faint); margin-block: .25rem 0; }
h2 { font-size: 1.3rem; line-height: 1.3; margin-block: 2.5rem .25rem; border-block-start: 1px solid var(--line); padding-block-start: 1.5rem; }
article { margin-block: 1.75rem; break-inside: avoid; }
blockquote { margin: 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin-block: .6rem 0; font: .875rem/1.5 system-ui, sans-serif; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
.note { margin-block: .5rem 0; font-style: italic; }
@media print { body { background: none; } header, main { max-width: none; padding: 0; } }
`;
