import type { Command } from '../app/commands.ts';

/** The sections of the keyboard help, in its order, each with the beginnings of its commands' ids. */
const GROUPS = {
  everywhere: ['app', 'help', 'edit', 'visited', 'view'],
  passages: ['tag', 'passage', 'selection'],
  reading: ['reading', 'document', 'documents'],
  files: ['file', 'project', 'sets'],
  adjudication: ['adjudication'],
  more: [],
} as const satisfies Record<string, readonly string[]>;

export type CommandGroup = keyof typeof GROUPS;

/** The commands in sections; one whose id begins otherwise is under the last. Empty sections are left out. */
export function commandGroups(
  commands: readonly Command[],
): { readonly group: CommandGroup; readonly commands: readonly Command[] }[] {
  const groupOf = new Map<string, CommandGroup>();
  for (const [group, rooms] of Object.entries(GROUPS)) {
    for (const room of rooms) groupOf.set(room, group as CommandGroup);
  }
  return (Object.keys(GROUPS) as CommandGroup[])
    .map((group) => ({
      group,
      commands: commands.filter(({ id }) => (groupOf.get(id.split('.')[0]!) ?? 'more') === group),
    }))
    .filter((section) => section.commands.length > 0);
}
