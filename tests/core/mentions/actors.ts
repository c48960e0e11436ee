import type { Actor, Alias } from '../../../src/core/codebook/codebook.ts';
import { actorSchema } from '../../../src/core/codebook/codebook.ts';

/** An actor of that name; aliases as texts or with their bounds. */
export function makeActor(id: string, name: string, ...aliases: (string | Alias)[]): Actor {
  return actorSchema.parse({
    id: `a-${id}`,
    name,
    kind: 'other',
    aliases: aliases.map((alias) => (typeof alias === 'string' ? { text: alias } : alias)),
  });
}
