import { z } from 'zod';
import { timestampSchema } from '../annotation/annotation.ts';
import { PostilError } from '../errors.ts';
import { canonicalJson } from '../exchange/exchange.ts';
import { personIdSchema } from '../adjudication/adjudicated-id.ts';
import { documentIdSchema, memoIdSchema, projectIdSchema } from '../ids.ts';
import { Refusal } from '../exchange/fault.ts';
import { readJson } from '../exchange/read-json.ts';
import type { Sha256 } from '../ports.ts';
import type { DeepReadonly } from '../readonly.ts';
import { refusedFile } from './refusals.ts';

/**
 * What a team exchanges: files that are written once and never again. Each says who made it, which revision of what it
 * is and which it came after, and is signed. Times are shown and decide nothing.
 */
export const PUBLISHED_KINDS = [
  'person',
  'document',
  'layer',
  'adjudication',
  'memo',
  'registry',
  'plan',
] as const;
export type PublishedKind = (typeof PUBLISHED_KINDS)[number];

/** The folder of each kind, at the top of what is exchanged. */
export const FOLDER_OF_KIND = {
  person: 'people',
  document: 'documents',
  layer: 'layers',
  adjudication: 'adjudications',
  memo: 'memos',
  registry: 'registry',
  plan: 'plan',
} as const satisfies Record<PublishedKind, string>;

const KINDS_OF_DOCUMENTS: readonly PublishedKind[] = ['document', 'layer', 'adjudication'];

const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Ed25519, raw, base64. */
export const signKeySchema = z.base64().length(44);
/** A recipient of age (https://age-encryption.org/v1), X25519. */
export const boxKeySchema = z.string().regex(/^age1[0-9a-z]{58}$/);

const payloadSchema = z.discriminatedUnion('kind', [
  /** Any JSON: whoever parsed the text vouches for that, and what uses it has a schema of its own. */
  z.object({ kind: z.literal('plain'), content: z.custom<unknown>((value) => value !== undefined) }),
  /** JSON in an age file, armoured; only the recipients can read it. */
  z.object({ kind: z.literal('sealed'), age: z.string().startsWith('-----BEGIN AGE ENCRYPTED FILE-----') }),
]);

const bodySchema = z
  .strictObject({
    format: z.literal('postil-published'),
    formatVersion: z.literal(1),
    kind: z.enum(PUBLISHED_KINDS),
    project: projectIdSchema,
    author: personIdSchema,
    /** Of a layer, an adjudicated layer and a document. */
    document: documentIdSchema.nullable(),
    /** Of a memo; other kinds leave it out. What it is on, its content says: it may be sealed. */
    memo: memoIdSchema.optional(),
    /** From 1, one more than that of the file before. */
    revision: z.int().min(1).max(999_999_999),
    /** SHA-256 of the author's file before this one; null for the first. */
    previous: hash.nullable(),
    /** The heads that this one also comes after: a fork that its author settled. */
    alsoAfter: z.array(hash).max(100),
    createdAt: timestampSchema,
    payload: payloadSchema,
    signKey: signKeySchema,
    /** Ed25519 over the canonical JSON of all other fields, base64. */
    signature: z.base64().length(88),
  })
  .refine(
    (body) => KINDS_OF_DOCUMENTS.includes(body.kind) === (body.document !== null),
    'names a document where it is of none, or none where it is of one',
  )
  .refine(
    (body) => (body.kind === 'memo') === (body.memo !== undefined),
    'names a memo where it is none, or none where it is one',
  )
  .refine(
    (body) => (body.previous === null) === (body.revision === 1),
    'has no file before it, or one too many',
  );

export type PublishedBody = DeepReadonly<z.infer<typeof bodySchema>>;
export type Payload = PublishedBody['payload'];

export interface PublishedFile {
  /** Of `text`: what the file is known by. */
  readonly sha256: string;
  /** The file, one line. */
  readonly text: string;
  readonly body: PublishedBody;
}

/** Signs with a key that the caller holds. Ed25519, base64. */
export interface Signer {
  readonly signKey: string;
  sign(message: string): string;
}
/** Whether the signature is of that key; false also for what is no key or no signature. It never rejects. */
export type Verify = (signKey: string, message: string, signature: string) => Promise<boolean>;

export type Unsigned = Omit<PublishedBody, 'format' | 'formatVersion' | 'signKey' | 'signature'>;

export function makePublished(unsigned: Unsigned, signer: Signer, sha256: Sha256): PublishedFile {
  const signed = {
    format: 'postil-published',
    formatVersion: 1,
    ...unsigned,
    signKey: signer.signKey,
  } as const;
  const body: PublishedBody = { ...signed, signature: signer.sign(canonicalJson(signed)) };
  const text = `${canonicalJson(body)}\n`;
  return { sha256: sha256(text), text, body };
}

/** `layers/<document>/<author>/<revision>-<12 hex digits>.json`; kinds without a document or a memo leave that folder out. */
export function publishedName({ sha256, body }: Pick<PublishedFile, 'sha256' | 'body'>): string {
  const of = body.document ?? body.memo;
  const folder = [FOLDER_OF_KIND[body.kind], ...(of === undefined ? [] : [of]), body.author];
  return `${folder.join('/')}/${body.revision}-${sha256.slice(0, 12)}.json`;
}

const NAME =
  /^(?:people|registry|plan|(?:layers|adjudications|documents|memos)\/[a-z0-9-]{1,60})\/([a-z0-9-]{1,60})\/([1-9][0-9]{0,8})-([0-9a-f]{12})\.json$/;

/**
 * Whether a name (with `/`, relative to the folder of the exchange) is one that Postil gives, and what it says.
 * Anything else, such as the copies that programs for synchronising make, is nobody's.
 */
export function parsePublishedName(
  name: string,
): { readonly author: string; readonly revision: number; readonly digits: string } | null {
  const match = NAME.exec(name);
  return match ? { author: match[1]!, revision: Number(match[2]), digits: match[3]! } : null;
}

/**
 * The body of a published file, with the defences of all outside JSON. No signature is checked.
 * @throws Refusal with the reason; PostilError `newer-format`
 */
export function parsePublished(text: string): PublishedBody {
  const value = readJson(text);
  const parsed = bodySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const newer = z.object({ format: z.literal('postil-published'), formatVersion: z.int().min(2) });
  if (newer.safeParse(value).success)
    throw new PostilError('newer-format', 'It was published by a newer Postil.');
  const [issue] = parsed.error.issues;
  throw new Refusal(`does not fit its schema (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`, {
    cause: parsed.error,
  });
}

function namingFile<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) throw refusedFile(name, error.message, 'content', error.message, error);
    if (error instanceof PostilError && error.code === 'newer-format')
      throw new PostilError(error.code, `“${name}” was published by a newer Postil.`, { file: name }, error);
    throw error;
  }
}

/**
 * A file that came with a name. What it is, its content says; the name must agree with it.
 * @throws PostilError `refused` with the reason, `newer-format`
 */
export async function readPublished(
  name: string,
  text: string,
  ports: { readonly sha256: Sha256; readonly verify: Verify },
): Promise<PublishedFile> {
  const said = parsePublishedName(name);
  if (!said) throw refusedFile(name, 'has not the name of a published file', 'name');
  const sha256 = ports.sha256(text);
  if (!sha256.startsWith(said.digits))
    throw refusedFile(name, 'is not what its name says: cut off, or changed', 'changed');
  const body = namingFile(name, () => parsePublished(text));
  if (body.revision !== said.revision)
    throw refusedFile(name, 'says another revision than its name', 'revision');
  if (!(await isSigned(body, text, ports.verify))) {
    const key = fingerprint(body.signKey, ports.sha256);
    throw refusedFile(name, `has a signature that is not of the key it names (${key})`, 'signature', key);
  }
  return { sha256, text, body };
}

/**
 * Whether the text is signed by the key that it names. Postil writes canonical JSON, in which the signature comes last:
 * what was signed is then the text before it, and need not be made anew of a large layer.
 */
async function isSigned(body: PublishedBody, text: string, verify: Verify): Promise<boolean> {
  const { signature, ...signed } = body;
  const end = `,"signature":"${signature}"}\n`;
  if (text.endsWith(end) && (await verify(body.signKey, `${text.slice(0, -end.length)}}`, signature)))
    return true;
  return verify(body.signKey, canonicalJson(signed), signature);
}

/** What two people compare over the telephone: six groups of four hex digits. */
export function fingerprint(signKey: string, sha256: Sha256): string {
  return sha256(signKey)
    .slice(0, 24)
    .toUpperCase()
    .replace(/(.{4})(?!$)/g, '$1-');
}
