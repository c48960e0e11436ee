import { z } from 'zod';
import type { AnnotatorId, DocumentId } from '../ids.ts';
import type { Sha256 } from '../ports.ts';
import { because, type Reason } from './reasons.ts';
import { chainsOf, type Chain, type Link } from './chains.ts';
import {
  ALL_DOCUMENTS,
  cardSchema,
  EMPTY_PLAN,
  PLAN_VALUES,
  type Card,
  type Member,
  type Phase,
  type Plan,
} from './plan.ts';
import { fingerprint, type PublishedBody } from './published.ts';
import { mergeRegistry, writesSchema, type AuthoredWrite, type Merged } from './registry.ts';
import { faultOfValue } from './registry-state.ts';

/** A key that counts as a person's. */
export interface TrustedKey {
  readonly annotator: AnnotatorId;
  readonly signKey: string;
}

/** Whom a copy of the project trusts. */
export interface TrustRecord {
  readonly trusted: readonly TrustedKey[];
  /** The key of the person who leads; null until one is known. */
  readonly root: string | null;
}

/** A file that is here and does not count, and why. */
export interface HeldFile extends Reason {
  readonly author: AnnotatorId;
  readonly kind: Link['kind'];
  /** The key that it is signed with: to be confirmed, where that is what it waits for. */
  readonly signKey: string;
}

/** What the files that count say together. */
export interface EffectiveTeam {
  readonly chains: ReadonlyMap<string, Chain>;
  readonly cards: readonly Card[];
  readonly plan: Plan;
  /** Of the plan's entries, those on which several leads differ. */
  readonly planConflicts: readonly string[];
  /** All values that stand of the plan, for whoever writes to it next. */
  readonly planStanding: ReadonlyMap<string, Merged>;
  readonly registry: ReadonlyMap<string, Merged>;
  readonly held: readonly HeldFile[];
  /** Keys that were taken for a person's for the first time. */
  readonly trusted: readonly TrustedKey[];
  readonly root: string | null;
  /** Who began a plan, where several did and none is known to lead. Until one is chosen, everything is blind. */
  readonly rivals: readonly TrustedKey[];
  /** All who began a plan by themselves, whomever this copy follows; whom another lead made a lead began none. */
  readonly beginners: readonly TrustedKey[];
  readonly isLead: (annotator: AnnotatorId) => boolean;
}

/**
 * Weighs a set of files: which count, and what they say together. A function of the set and of whom this copy trusts.
 * @param links of every file
 * @param small the bodies of those that are no layers and no documents
 */
export function weigh(
  links: Iterable<Link>,
  small: readonly { readonly sha256: string; readonly body: PublishedBody }[],
  self: TrustedKey | null,
  record: TrustRecord,
  sha256: Sha256,
): EffectiveTeam {
  const all = [...links];
  const isTrusted = makeTrust(all, small, self, record);
  const writesBy = readWrites(small);
  const beginners = beginnersOf(writesBy.plan, isTrusted);
  const root = record.root ?? (beginners.length === 1 ? beginners[0]!.signKey : null);

  // Leads are those whom the root's own writes, and those of the leads it names, make leads.
  let leads = new Set<string>(root === null ? [] : [root]);
  let standing = new Map<string, Merged>();
  for (;;) {
    const counted = [...writesBy.plan].filter(
      ({ signKey, author }) => leads.has(signKey) && isTrusted.has(author, signKey),
    );
    standing = mergeRegistry(
      counted.flatMap(({ writes }) => writes),
      sha256,
    );
    const named = [...standing.values()].flatMap((entry) =>
      entry.standing.flatMap(({ value }) => memberOf(value) ?? []),
    );
    const next = new Set([
      ...leads,
      ...named.filter((member) => member.role === 'lead').map((member) => member.signKey),
    ]);
    for (const member of named) isTrusted.add(member.id, member.signKey);
    if (next.size === leads.size) break;
    leads = next;
  }

  const rivals = root === null ? beginners : [];
  const { plan, conflicts } = rivals.length > 0 ? CONTESTED : planOf(standing);
  const held: HeldFile[] = [];
  const counting = all.filter((link) => {
    const reason = !isTrusted.has(link.author, link.signKey)
      ? because('unknownKey', `${link.author} (${fingerprint(link.signKey, sha256)})`)
      : link.kind === 'plan' && !leads.has(link.signKey)
        ? because('notLead')
        : null;
    if (reason) held.push({ author: link.author, kind: link.kind, ...reason, signKey: link.signKey });
    return reason === null;
  });
  // The last revision of each counts, in whatever order they came.
  const cards = readCards(small.toSorted(byRevision)).filter((card) => isTrusted.has(card.id, card.signKey));
  const registryWrites = writesBy.registry
    .filter(({ author, signKey }) => isTrusted.has(author, signKey))
    .flatMap(({ writes }) => writes.filter((write) => faultOfValue(write.key, write.value) === null));
  return {
    chains: chainsOf(counting),
    cards: [...new Map(cards.map((card) => [card.id, card])).values()],
    plan,
    planConflicts: conflicts,
    planStanding: standing,
    registry: mergeRegistry(registryWrites, sha256),
    held: dedupe(held),
    trusted: isTrusted.pairs,
    root,
    rivals,
    beginners,
    isLead: (annotator) =>
      isTrusted.pairs.some((pair) => pair.annotator === annotator && leads.has(pair.signKey)),
  };
}

interface Trust {
  readonly pairs: readonly TrustedKey[];
  has(annotator: string, signKey: string): boolean;
  add(annotator: AnnotatorId, signKey: string): void;
}

/**
 * On first sight a person's key counts as theirs, if it is the only one that claims to be. Another key for a person
 * that is known counts only once the user, or a lead, says so.
 */
function makeTrust(
  links: readonly Link[],
  small: readonly { readonly body: PublishedBody }[],
  self: TrustedKey | null,
  record: TrustRecord,
): Trust {
  const pairs = [...record.trusted];
  const has = (annotator: string, signKey: string): boolean =>
    pairs.some((pair) => pair.annotator === annotator && pair.signKey === signKey);
  function add(annotator: AnnotatorId, signKey: string): void {
    if (!has(annotator, signKey)) pairs.push({ annotator, signKey });
  }
  if (self) add(self.annotator, self.signKey);
  const known = new Set(pairs.map((pair) => pair.annotator));
  const claims = new Map<AnnotatorId, Set<string>>();
  const carded = new Set(readCards(small).map((card) => `${card.id} ${card.signKey}`));
  for (const { author, signKey, kind } of links) {
    if (known.has(author) || kind !== 'person' || !carded.has(`${author} ${signKey}`)) continue;
    claims.set(author, (claims.get(author) ?? new Set()).add(signKey));
  }
  for (const [annotator, keys] of claims) {
    const [key] = keys;
    if (keys.size === 1 && key !== undefined) add(annotator, key);
  }
  return { pairs, has, add };
}

/**
 * Who began a plan: who named their own role in it without having seen anyone do so. A lead whom another lead named has
 * seen that. Where two began one, nobody leads until the user says who.
 */
function beginnersOf(plans: readonly Written[], isTrusted: Trust): TrustedKey[] {
  const found = new Map<string, TrustedKey>();
  for (const { author, signKey, writes } of plans) {
    if (!isTrusted.has(author, signKey)) continue;
    const isBegun = writes.some(
      ({ key, value, replaces }) =>
        key === `person:${author}` && replaces.length === 0 && memberOf(value)?.signKey === signKey,
    );
    if (isBegun) found.set(signKey, { annotator: author, signKey });
  }
  return [...found.values()].sort((a, b) => (a.signKey < b.signKey ? -1 : 1));
}

/** Else whoever begins a second plan could open what the first keeps blind, for all who meet both at once. */
const CONTESTED: { readonly plan: Plan; readonly conflicts: readonly string[] } = {
  plan: { ...EMPTY_PLAN, phases: new Map([[ALL_DOCUMENTS, 'blind']]) },
  conflicts: [],
};

interface Written {
  readonly author: AnnotatorId;
  readonly signKey: string;
  readonly writes: readonly AuthoredWrite[];
}

function readWrites(small: readonly { readonly body: PublishedBody }[]): {
  readonly plan: Written[];
  readonly registry: Written[];
} {
  const found = { plan: [] as Written[], registry: [] as Written[] };
  for (const { body } of small) {
    if ((body.kind !== 'plan' && body.kind !== 'registry') || body.payload.kind !== 'plain') continue;
    const parsed = writesSchema.safeParse(body.payload.content);
    if (!parsed.success) continue;
    const { author, signKey } = body;
    found[body.kind].push({
      author,
      signKey,
      writes: parsed.data.writes.map((write) => ({ ...write, author })),
    });
  }
  return found;
}

function byRevision(
  a: { readonly sha256: string; readonly body: PublishedBody },
  b: { readonly sha256: string; readonly body: PublishedBody },
): number {
  return a.body.revision - b.body.revision || (a.sha256 < b.sha256 ? -1 : 1);
}

/** Cards that are their author's own. */
function readCards(small: readonly { readonly body: PublishedBody }[]): Card[] {
  return small.flatMap(({ body }) => {
    if (body.kind !== 'person' || body.payload.kind !== 'plain') return [];
    const parsed = cardSchema.safeParse(body.payload.content);
    return parsed.success && parsed.data.id === body.author && parsed.data.signKey === body.signKey
      ? [parsed.data]
      : [];
  });
}

function memberOf(value: unknown): Member | null {
  const parsed = PLAN_VALUES.person.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function planOf(standing: ReadonlyMap<string, Merged>): { plan: Plan; conflicts: string[] } {
  const members: Member[] = [];
  const phases = new Map<string, Phase>();
  const phaseDocuments = new Map<string, Set<DocumentId>>();
  const assignments: Plan['assignments'][number][] = [];
  const conflicts: string[] = [];
  const takenBack: string[] = [];
  for (const [key, { standing: values }] of standing) {
    if (values.length > 1) conflicts.push(key);
    for (const { value } of values) {
      const kind = key.slice(0, key.indexOf(':'));
      if (kind === 'phase' && value === null && values.length > 1) takenBack.push(key.slice(kind.length + 1));
      if (kind === 'person') {
        const member = memberOf(value);
        const known = members.findIndex((one) => one.id === member?.id);
        if (member && known === -1) members.push(member);
        // Of two roles that were given at a time, the one that shows less.
        else if (member && members[known]!.role === 'adjudicator') members[known] = member;
      } else if (kind === 'phase') {
        const parsed = PLAN_VALUES.phase.safeParse(value);
        // Of two that were set at a time, the one that shows least.
        if (!parsed.success) continue;
        const { set, phase, documents = [] } = parsed.data;
        phases.set(set, stricter(phases.get(set), phase));
        phaseDocuments.set(set, new Set([...(phaseDocuments.get(set) ?? []), ...documents]));
      } else if (kind === 'assignment') {
        const parsed = PLAN_VALUES.assignment.safeParse(value);
        if (parsed.success && !assignments.some((one) => one.set === parsed.data.set))
          assignments.push(parsed.data);
      }
    }
  }
  // One took it back while another set it: the set shows no more than all others do.
  for (const set of takenBack) {
    const own = phases.get(set);
    if (own) phases.set(set, stricter(phases.get(ALL_DOCUMENTS), own));
  }
  return {
    plan: standing.size === 0 ? EMPTY_PLAN : { members, phases, phaseDocuments, assignments },
    conflicts,
  };
}

function stricter(a: Phase | undefined, b: Phase): Phase {
  return a === 'blind' || b === 'blind' ? 'blind' : a === 'open' || b === 'open' ? 'open' : 'adjudicated';
}

function dedupe(held: readonly HeldFile[]): HeldFile[] {
  return [...new Map(held.map((file) => [`${file.author} ${file.kind} ${file.why}`, file])).values()];
}

export const smallKinds: readonly Link['kind'][] = ['person', 'plan', 'registry'];

/** Of a document: what is needed to have it, whole. */
export const publishedDocumentSchema = z.strictObject({
  record: z.unknown(),
  text: z.string(),
  original: z.base64(),
});
