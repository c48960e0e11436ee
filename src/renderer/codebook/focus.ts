export const DETAIL_NAME_ID = 'codebook-detail-name';
export const LIST_ID = 'codebook-list';

/** To the name of the entry in the detail panel, once it is drawn. */
export function focusName(): void {
  requestAnimationFrame(() => {
    const field = document.getElementById(DETAIL_NAME_ID);
    if (!(field instanceof HTMLInputElement)) return;
    field.focus();
    field.select();
  });
}

/** To the list or tree, when what had the keyboard goes away: a link to another entry, a deleted one's button. */
export function focusList(): void {
  requestAnimationFrame(() => document.getElementById(LIST_ID)?.focus());
}
