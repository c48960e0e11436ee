/** Case, compatibility forms and accents folded away, for comparing names and for searching. Not offset-preserving. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}
