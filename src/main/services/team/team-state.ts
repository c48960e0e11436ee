import { join } from 'node:path';
import type { DocumentSettings } from '../../../core/document/document.ts';
import { PostilError } from '../../../core/errors.ts';
import type { DocumentId } from '../../../core/ids.ts';
import { readJson } from '../../../core/exchange/read-json.ts';
import { linkOf } from '../../../core/team/chains.ts';
import type { Payload, PublishedBody, PublishedFile } from '../../../core/team/published.ts';
import type { CommonRecords } from '../../../core/team/registry-state.ts';
import { visibilityFor, type Visibility } from '../../../core/team/visibility.ts';
import { smallKinds, weigh, type EffectiveTeam, type TrustedKey } from '../../../core/team/weigh.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { decodeFile, encodeFile } from '../store/envelope.ts';
import type { StoreEnvironment } from '../store/environment.ts';
import { fileError, isMissing, orFileError } from '../store/file-error.ts';
import { makeFolders } from '../store/make-folders.ts';
import type { Identity } from './identity.ts';
import { openJournal, type Journal } from './journal.ts';
import type { TeamProject } from './team-project.ts';
import {
  NEW_TEAM_RECORD,
  settled,
  teamRecordFormat,
  type TeamRecord,
  type WholeFiles,
} from './team-record.ts';

export const TEAM_FOLDER = 'team';
const RECORD_FILE = 'local.json';

/** What lies in a project's team folder. */
export interface TeamFiles {
  readonly journal: Journal;
  readonly record: TeamRecord;
  /** @throws PostilError `disk-full`, `io`; then it is as it was */
  saveRecord(next: TeamRecord): Promise<void>;
  /**
   * What all files say together.
   * @param self null where this user's keys are not at hand: then those count that are remembered
   * @param extra as if they were here already
   */
  weigh(self: TrustedKey | null, extra?: readonly PublishedFile[]): Promise<EffectiveTeam>;
}

/** What every use case of the team works with. */
export interface TeamState {
  readonly project: TeamProject;
  readonly identity: Identity;
  readonly environment: StoreEnvironment;
  readonly journal: Journal;
  readonly record: TeamRecord;
  saveRecord(next: TeamRecord): Promise<void>;
  /** What all files say together; `extra` as if they were here already. Without them, the project hears of the plan. */
  weigh(extra?: readonly PublishedFile[]): Promise<EffectiveTeam>;
  /** What a payload holds. @throws PostilError `refused` where it is sealed to others, `damaged` where it is no JSON */
  open(payload: Payload): Promise<unknown>;
}

/** @throws PostilError `damaged`, `newer-format`, `io` */
export async function openTeamFiles(
  environment: StoreEnvironment,
  projectFolder: string,
): Promise<TeamFiles> {
  const { fs, sha256 } = environment;
  const folder = join(projectFolder, TEAM_FOLDER);
  const journal = await openJournal(join(folder, 'journal'), { fs, sha256 });
  let { record, revision } = await readRecord(environment, folder);
  let small: { readonly sha256: string; readonly body: PublishedBody }[] | null = null;
  let smallOf = -1;

  async function readSmall(): Promise<readonly { readonly sha256: string; readonly body: PublishedBody }[]> {
    if (small && smallOf === journal.links.size) return small;
    const size = journal.links.size;
    const read: { sha256: string; body: PublishedBody }[] = [];
    for (const link of journal.links.values()) {
      if (smallKinds.includes(link.kind)) read.push(await journal.read(link.sha256));
    }
    small = read;
    smallOf = size;
    return small;
  }

  return {
    journal,
    get record() {
      return settled(record, (hash) => journal.links.has(hash));
    },
    async saveRecord(next) {
      if (next === record) return;
      const { bytes } = encodeFile(teamRecordFormat, next, revision + 1);
      const path = join(folder, RECORD_FILE);
      const writing = makeFolders(fs, folder).then(() => writeFileAtomically(fs, path, [bytes]));
      await orFileError(writing, `save ${path}`, path, 'The file is as it was before.');
      revision++;
      record = next;
    },
    async weigh(self, extra = []) {
      const links = [...journal.links.values(), ...extra.map(({ sha256: hash, body }) => linkOf(hash, body))];
      const bodies = [...(await readSmall()), ...extra.filter(({ body }) => smallKinds.includes(body.kind))];
      return weigh(links, bodies, self, record, sha256);
    },
  };
}

/** @param files of the project's folder, where they are open already. @throws PostilError as `openTeamFiles` */
export async function openTeamState(
  project: TeamProject,
  identity: Identity,
  environment: StoreEnvironment,
  files?: TeamFiles,
): Promise<TeamState> {
  const opened = files ?? (await openTeamFiles(environment, project.folder));
  return {
    project,
    identity,
    environment,
    journal: opened.journal,
    get record() {
      return opened.record;
    },
    saveRecord: (next) => opened.saveRecord(next),
    async weigh(extra = []) {
      const self = { annotator: project.annotator.id, signKey: identity.signKey };
      const team = await opened.weigh(self, extra);
      if (extra.length === 0) project.didPlan?.(team.plan);
      return team;
    },
    async open(payload) {
      if (payload.kind === 'plain') return payload.content;
      const text = await identity.unseal(payload.age);
      try {
        return readJson(text);
      } catch (error) {
        throw new PostilError('damaged', `What is sealed in it ${(error as Error).message}.`, {}, error);
      }
    },
  };
}

async function readRecord(
  { fs, sha256 }: StoreEnvironment,
  folder: string,
): Promise<{ record: TeamRecord; revision: number }> {
  const path = join(folder, RECORD_FILE);
  try {
    const bytes = await fs.readFile(path);
    const { content, revision } = decodeFile(
      teamRecordFormat,
      bytes,
      `${TEAM_FOLDER}/${RECORD_FILE}`,
      sha256,
    );
    return { record: content, revision };
  } catch (error) {
    if (isMissing(error)) return { record: NEW_TEAM_RECORD, revision: 0 };
    throw fileError(error, `read ${path}`, path, 'Nothing was changed.');
  }
}

/** Who may read what of others, as the plan and the project's sets have it now. */
export function visibilityOf(state: TeamState, team: EffectiveTeam): Visibility {
  return visibilityFor(state.project.annotator.id, team.plan, state.project.documentSets());
}

/**
 * What a payload holds; undefined where it was sealed to this person and is no JSON: what cannot be read here, and is
 * to stop nothing else.
 * @throws PostilError `refused` where it is sealed to others
 */
export async function openOrNothing(state: TeamState, payload: Payload): Promise<unknown> {
  try {
    return await state.open(payload);
  } catch (error) {
    if (error instanceof PostilError && error.code === 'damaged') return undefined;
    throw error;
  }
}

/** The common records as the project has them, with the settings of every document. */
export async function commonRecords({ project }: TeamState): Promise<CommonRecords> {
  const documents = new Map<DocumentId, DocumentSettings>();
  const lengths = new Map<DocumentId, number>();
  for (const { id } of project.documents()) {
    const { settings, text } = await project.readDocument(id);
    documents.set(id, settings);
    lengths.set(id, text.length);
  }
  return {
    codebook: project.codebook(),
    sources: project.sources(),
    documents,
    lengths,
    sets: project.documentSets(),
  };
}

/** Nothing is known of another folder than the last one. */
export function wholeIn({ record }: TeamState, folder: string): WholeFiles {
  return (record.folder === folder && record.whole) || {};
}
