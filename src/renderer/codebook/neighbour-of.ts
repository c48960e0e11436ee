/** What is chosen once `id` is gone from a list: the one after it, else the one before it, else none. */
export function neighbourOf<Id>(ids: readonly Id[], id: Id): Id | null {
  const at = ids.indexOf(id);
  return ids[at + 1] ?? ids[at - 1] ?? null;
}
