import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { settingsSchema, type Settings } from '../../../contract/calls.ts';
import { annotatorIdSchema, slugify } from '../../../core/ids.ts';
import type { Annotator } from '../../../core/project/project.ts';
import type { RecordFormat } from '../store/envelope.ts';
import { makeUserFile, type UserFileOptions } from './user-file.ts';

const RECENT_LIMIT = 20;

const settingsFormat: RecordFormat<Settings> = {
  name: 'postil-settings',
  version: 2,
  schema: settingsSchema,
  migrations: {
    // The first version knew neither the language of the interface nor how a text is set.
    1: (before) => ({ ...INITIAL, ...(typeof before === 'object' ? before : null) }),
  },
};

const INITIAL: Settings = {
  annotator: null,
  theme: 'system',
  language: 'system',
  reading: { typeface: 'serif', size: 100, measure: 66, lineHeight: 160 },
  recentProjects: [],
  choices: {},
};

export interface SettingsStore {
  get(): Promise<Settings>;
  /**
   * Changes what is given. `choices` are merged key by key, null forgets one. Of `recentProjects` entries can be
   * taken away and not added: an entry is a permission to open that folder.
   */
  update(changes: Partial<Settings>): Promise<Settings>;
  /** Puts a project first among the recent ones. */
  recordProject(
    project: { readonly folder: string; readonly title: string },
    openedAt: string,
  ): Promise<Settings>;
  /** Who works here; made of the user's name at the operating system and saved when there is none yet. */
  annotator(): Promise<Annotator>;
  /**
   * Gives who works here another name; the id stays what it is.
   * @param name without spaces around it, 1 to 120 characters
   */
  rename(name: string): Promise<Annotator>;
  settled(): Promise<void>;
}

export function openSettings(
  userDataFolder: string,
  options: Pick<UserFileOptions<Settings>, 'fs' | 'sha256' | 'onProblem'>,
): SettingsStore {
  const file = makeUserFile({
    ...options,
    file: join(userDataFolder, 'settings.json'),
    format: settingsFormat,
    initial: INITIAL,
  });

  return {
    get: () => file.read(),
    update: (changes) => file.update((before) => mergeSettings(before, changes)),
    recordProject: ({ folder, title }, openedAt) =>
      file.update((before) => ({
        ...before,
        recentProjects: [
          { folder, title, openedAt },
          ...before.recentProjects.filter((recent) => recent.folder !== folder),
        ].slice(0, RECENT_LIMIT),
      })),
    async annotator() {
      const settings = await file.update((before) =>
        before.annotator ? before : { ...before, annotator: makeAnnotator(systemUserName()) },
      );
      return settings.annotator!;
    },
    async rename(name) {
      const settings = await file.update((before) => ({
        ...before,
        annotator: before.annotator ? { ...before.annotator, name } : makeAnnotator(name),
      }));
      return settings.annotator!;
    },
    settled: () => file.settled(),
  };
}

function mergeSettings(before: Settings, changes: Partial<Settings>): Settings {
  const choices = { ...before.choices };
  for (const [key, value] of Object.entries(changes.choices ?? {})) {
    if (value === null) delete choices[key];
    else choices[key] = value;
  }
  const kept = changes.recentProjects;
  return {
    annotator: changes.annotator ?? before.annotator,
    theme: changes.theme ?? before.theme,
    language: changes.language ?? before.language,
    reading: changes.reading ?? before.reading,
    recentProjects: kept
      ? before.recentProjects.filter((recent) => kept.some((entry) => entry.folder === recent.folder))
      : before.recentProjects,
    choices,
  };
}

/** An id of the name and six random hex digits: two analysts of one name on two machines stay two. */
function makeAnnotator(name: string): Annotator {
  return { id: annotatorIdSchema.parse(`${slugify(name)}-${randomBytes(3).toString('hex')}`), name };
}

function systemUserName(): string {
  try {
    return userInfo().username.trim().slice(0, 120) || 'Analyst';
  } catch {
    return 'Analyst'; // A user without an entry in the system's list, as in some containers.
  }
}
