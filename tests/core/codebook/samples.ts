import {
  actorSchema,
  codeSchema,
  type Actor,
  type Code,
  type Codebook,
} from '../../../src/core/codebook/codebook.ts';
import { editCodebook } from '../../../src/core/codebook/edit-codebook.ts';
import { emptyCodebook } from '../../../src/core/codebook/scales.ts';
import type { CodebookChange } from '../../../src/core/codebook/codebook.ts';

export function actor(id: string, name: string, rest: object = {}): Actor {
  return actorSchema.parse({ id: `a-${id}`, name, kind: 'armed-group', aliases: [], ...rest });
}

export function code(id: string, name: string, rest: object = {}): Code {
  return codeSchema.parse({ id: `c-${id}`, name, colour: 'blue', ...rest });
}

export function codebookOf(actors: readonly Actor[], codes: readonly Code[] = []): Codebook {
  return { ...emptyCodebook(), actors, codes };
}

export function change(codebook: Codebook, changes: readonly CodebookChange[], label = 'change'): Codebook {
  return editCodebook(codebook, changes, { at: '2026-01-02T03:04:05.678Z', annotator: null, label });
}
