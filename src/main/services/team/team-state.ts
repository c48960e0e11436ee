import { join } from 'node:path';
import type { DocumentSettings } from '../../../core/document/document.ts';
import { PostilError } from '../../../core/errors.ts';
import type { DocumentId } from '../../../core/ids.ts';
import { linkOf } from '../../../core/team/chains.ts';
import { phaseOf, type Phase } from '../../../core/team/plan.ts';
import type { Payload, PublishedBody, PublishedFile } from '../../../core/team/published.ts';
import type { CommonRecords } from '../../../core/team/registry-state.ts';
import { smallKinds, weigh, type EffectiveTeam } from '../../../core/team/weigh.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { decodeFile, encodeFile } from '../store/envelope.ts';
import type { StoreEnvironment } from '../store/environment.ts';
import { isMissing } from '../store/file-error.ts';
import type { Identity } from './identity.ts';
import { makeFolders, openJournal, type Journal } from './journal.ts';
import type { TeamProject } from './team-project.ts';
import { NEW_TEAM_RECORD, teamRecordFormat, type TeamRecord } from './team-record.ts';

const TEAM_FOLDER = 'team';
const RECORD_FILE = 'local.json';

/** What every use case of the team works with. */
export interface TeamState {
  readonly project: TeamProject;
  readonly identity: Identity;
  readonly environment: StoreEnvironment;
  readonly journal: Journal;
  readonly record: TeamRecord;
  saveRecord(next: TeamRecord): Promise<void>;
  /** What all files say together; `extra` as if they were here already. */
  weigh(extra?: readonly PublishedFile[]): Promise<EffectiveTeam>;
  /** What a payload holds. @throws PostilError `refused` where it is sealed to others */
  open(payload: Payload): Promise<unknown>;
}

/** @throws PostilError `damaged`, `newer-format`, `io` */
export async function openTeamState(
  project: TeamProject,
  identity: Identity,
  environment: StoreEnvironment,
): Promise<TeamState> {
  const { fs, sha256 } = environment;
  const folder = join(project.folder, TEAM_FOLDER);
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
    project,
    identity,
    environment,
    journal,
    get record() {
      return record;
    },
    async saveRecord(next) {
      if (next === record) return;
      await makeFolders(fs, folder);
      const { bytes } = encodeFile(teamRecordFormat, next, revision + 1);
      await writeFileAtomically(fs, join(folder, RECORD_FILE), [bytes]);
      revision++;
      record = next;
    },
    async weigh(extra = []) {
      const links = [...journal.links.values(), ...extra.map(({ sha256: hash, body }) => linkOf(hash, body))];
      const bodies = [...(await readSmall()), ...extra.filter(({ body }) => smallKinds.includes(body.kind))];
      const self = { annotator: project.annotator.id, signKey: identity.signKey };
      return weigh(links, bodies, self, record, sha256);
    },
    async open(payload) {
      if (payload.kind === 'plain') return payload.content;
      return JSON.parse(await identity.unseal(payload.age)) as unknown;
    },
  };
}

async function readRecord(
  { fs, sha256 }: StoreEnvironment,
  folder: string,
): Promise<{ record: TeamRecord; revision: number }> {
  try {
    const bytes = await fs.readFile(join(folder, RECORD_FILE));
    const { content, revision } = decodeFile(
      teamRecordFormat,
      bytes,
      `${TEAM_FOLDER}/${RECORD_FILE}`,
      sha256,
    );
    return { record: content, revision };
  } catch (error) {
    if (isMissing(error)) return { record: NEW_TEAM_RECORD, revision: 0 };
    if (error instanceof PostilError) throw error;
    throw new PostilError('io', `${TEAM_FOLDER}/${RECORD_FILE} cannot be read.`, {}, error);
  }
}

export function phaseOfDocument(state: TeamState, team: EffectiveTeam, id: DocumentId): Phase {
  const sets = state.project.documentSets().filter(({ documents }) => documents.includes(id));
  return phaseOf(
    team.plan,
    sets.map((set) => set.id),
  );
}

/** The common records as the project has them, with the settings of every document. */
export async function commonRecords({ project }: TeamState): Promise<CommonRecords> {
  const documents = new Map<DocumentId, DocumentSettings>();
  for (const { id } of project.documents()) documents.set(id, (await project.readDocument(id)).settings);
  return {
    codebook: project.codebook(),
    sources: project.sources(),
    documents,
    sets: project.documentSets(),
  };
}
