import { PostilError } from '../../../core/errors.ts';
import { canonicalJson } from '../../../core/exchange/exchange.ts';
import type { DocumentId, MemoId } from '../../../core/ids.ts';
import { timestamp } from '../../../core/ports.ts';
import { chainKey, isLayerKind, type Chain, type Link } from '../../../core/team/chains.ts';
import {
  makePublished,
  type Payload,
  type PublishedFile,
  type PublishedKind,
} from '../../../core/team/published.ts';
import type { EffectiveTeam } from '../../../core/team/weigh.ts';
import { seal } from './identity.ts';
import type { TeamRecord } from './team-record.ts';
import type { TeamState } from './team-state.ts';

export function plain(content: unknown): Payload {
  return { kind: 'plain', content: JSON.parse(exchangedJson(content)) as unknown };
}

const HALF_PAIR = /\p{Surrogate}/gu;

/** Canonical JSON as others take it: half of a surrogate pair, which no file may hold, becomes U+FFFD. */
export function exchangedJson(content: unknown): string {
  const text = canonicalJson(content);
  // JSON writes such a half as an escape, and nothing else that looks like one.
  if (!text.includes('\\ud')) return text;
  const mended = JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? value.replace(HALF_PAIR, '\ufffd') : value,
  ) as unknown;
  return canonicalJson(mended);
}

/** The author's next file of a kind: after their head, the one of this machine where there are several. */
export function nextFile(
  state: TeamState,
  team: EffectiveTeam,
  of: { readonly kind: PublishedKind; readonly document: DocumentId | null; readonly memo?: MemoId },
  payload: Payload,
  after?: { readonly head: string; readonly alsoAfter: readonly string[] },
): PublishedFile {
  const author = state.project.annotator.id;
  const chain = team.chains.get(chainKey({ ...of, author }));
  const head = after ? chain?.links.find((link) => link.sha256 === after.head) : ownHead(chain);
  const { clock, sha256 } = state.environment;
  return makePublished(
    {
      ...of,
      project: state.project.id,
      author,
      revision: (head?.revision ?? 0) + 1,
      previous: head?.sha256 ?? null,
      // What needs no one's choice (a card, writes that each name what they replace) joins its forks by itself.
      alsoAfter: [
        ...(after?.alsoAfter ??
          (isLayerKind(of.kind)
            ? []
            : (chain?.heads ?? []).filter((one) => one !== head).map((one) => one.sha256))),
      ],
      createdAt: timestamp(clock),
      payload,
    },
    state.identity,
    sha256,
  );
}

function ownHead(chain: Chain | undefined): Link | undefined {
  return chain?.heads.at(-1);
}

/** @param readers null: everybody */
export async function payloadFor(readers: readonly string[] | null, content: unknown): Promise<Payload> {
  return readers ? { kind: 'sealed', age: await seal(exchangedJson(content), readers) } : plain(content);
}

/** A copy that lost its memory finds its place again where a head says what the layer here says. */
export async function adoptHead(
  state: TeamState,
  heads: readonly Link[],
  content: string,
): Promise<TeamRecord['layers'][string] | null> {
  for (const head of heads) {
    const { body } = await state.journal.read(head.sha256);
    let said: unknown;
    try {
      said = await state.open(body.payload);
    } catch (error) {
      // Sealed to a key that this person had on another machine: not the state that is here.
      if (error instanceof PostilError && error.code === 'refused') continue;
      throw error;
    }
    if (state.environment.sha256(canonicalJson(said)) === content) return { head: head.sha256, content };
  }
  return null;
}

/** The author, and who adjudicates; sorted. */
export function readersOf(state: TeamState, team: EffectiveTeam, isPublished: boolean): string[] {
  const adjudicators = team.plan.members.filter((member) => member.role === 'adjudicator');
  if (isPublished && team.rivals.length > 0) {
    throw new PostilError(
      'refused',
      `Several began a plan (${team.rivals.map(({ annotator }) => annotator).join(', ')}), and it is not known who leads. Until you say so, everything is in its blind phase. Nothing was published.`,
    );
  }
  if (isPublished && adjudicators.length === 0) {
    throw new PostilError(
      'refused',
      'A set of documents is in its blind phase, and the plan names nobody who adjudicates: nobody could read what you publish. Nothing was published; name an adjudicator first.',
    );
  }
  return [...new Set([state.identity.boxKey, ...adjudicators.map((member) => member.boxKey)])].sort();
}
