import { expect, test } from 'vitest';
import { actorSchema } from '../../../src/core/codebook/codebook.ts';
import { emptyCodebook } from '../../../src/core/codebook/scales.ts';
import { CodebookIntake } from '../../../src/core/exchange/codebook-intake.ts';

function actor(id: string, name: string, ...aliases: string[]) {
  return actorSchema.parse({ id, name, kind: 'other', aliases: aliases.map((text) => ({ text })) });
}

test('two actors that a file tells apart stay two, though one goes by the other’s name', () => {
  const notices: string[] = [];
  const intake = new CodebookIntake(emptyCodebook(), (notice) => notices.push(notice));
  expect(intake.matchActor(actor('a-movement', 'The Movement', 'Front'), 1)).toBe('a-movement');
  expect(intake.matchActor(actor('a-front', 'Front'), 2)).toBe('a-front');
  expect(intake.matchActor(actor('a-twin', 'Front'), 3)).toBe('a-twin');
});

test('another project’s actor is known by its name, not by a name that is only an alias here', () => {
  const notices: string[] = [];
  const here = { ...emptyCodebook(), actors: [actor('a-movement', 'The Movement', 'Front')] };
  const byName = new CodebookIntake(here, (notice) => notices.push(notice));
  expect(byName.matchActor(actor('a-1', 'the  movement'), 1)).toBe('a-movement');
  expect(notices).toEqual([]);
  const byAlias = new CodebookIntake(here, (notice) => notices.push(notice));
  expect(byAlias.matchActor(actor('a-2', 'Front'), 2)).toBe('a-2');
  expect(notices).toEqual([expect.stringContaining('“The Movement” goes by here')]);
});
