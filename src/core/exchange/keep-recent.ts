/** Layers and texts that are kept at hand: files are mostly in the documents' order. */
const KEPT = 8;

/** What is in the cache, or made and kept; what was asked for the longest ago goes. */
export function keepRecent<K, V>(cache: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const known = cache.get(key);
  if (known) {
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const made = make();
  cache.set(key, made);
  for (const oldest of cache.keys()) {
    if (cache.size <= KEPT) break;
    cache.delete(oldest);
  }
  return made;
}
