import { expect, test } from 'vitest';
import type { Command } from '../../../src/renderer/app/commands.ts';
import { commandGroups } from '../../../src/renderer/dialogs/command-groups.ts';

function command(id: string): Command {
  return { id, title: () => id, run: () => undefined };
}

test('each command stands in one section, a new kind of command under the last', () => {
  const commands = ['edit.undo', 'brandNew.thing', 'tag.actor', 'reading.focus', 'view.start'].map(command);
  const groups = commandGroups(commands);
  expect(groups.map(({ group, commands: inside }) => [group, inside.map(({ id }) => id)])).toEqual([
    ['everywhere', ['edit.undo', 'view.start']],
    ['passages', ['tag.actor']],
    ['reading', ['reading.focus']],
    ['more', ['brandNew.thing']],
  ]);
});
