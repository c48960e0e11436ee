/**
 * Whether a horizontal arrow key points with the interface's lines or against them: in a right-to-left interface the
 * left arrow leads on. For what stands in the interface's own direction; a text has its own.
 */
export function inlineArrow(key: string): 'forward' | 'back' | null {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  return (key === 'ArrowLeft') === (document.documentElement.dir === 'rtl') ? 'forward' : 'back';
}
