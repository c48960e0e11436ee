import { expect, test } from 'vitest';
import { z } from 'zod';
import { writableText } from './write-text.ts';
import { stixFormat } from '../../../src/core/exchange/stix/format.ts';
import { goldenProject } from './golden.ts';

/*
 * No validator of STIX is on the npm registry or in Debian, and its published JSON schemas are not either: these are the
 * rules of the standard (STIX 2.1, OASIS Standard of 10 June 2021) for the objects that Postil writes.
 */

const timestamp = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
const id = (type: string) =>
  z
    .string()
    .regex(new RegExp(`^${type}--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`));
const anyId = id('[a-z0-9-]+');
const common = (type: string) =>
  z.looseObject({
    type: z.literal(type),
    spec_version: z.literal('2.1'),
    id: id(type),
    created: timestamp,
    modified: timestamp,
    created_by_ref: id('identity').optional(),
    confidence: z.int().min(0).max(100).optional(),
    labels: z.array(z.string()).min(1).optional(),
    extensions: z
      .record(id('extension-definition'), z.looseObject({ extension_type: z.literal('property-extension') }))
      .optional(),
  });
const refs = z.array(anyId).min(1);
const objectSchema = z.discriminatedUnion('type', [
  common('identity').extend({ type: z.literal('identity'), name: z.string(), identity_class: z.string() }),
  common('intrusion-set').extend({
    type: z.literal('intrusion-set'),
    name: z.string(),
    aliases: z.array(z.string()).min(1).optional(),
  }),
  common('report').extend({
    type: z.literal('report'),
    name: z.string(),
    published: timestamp,
    object_refs: refs,
  }),
  common('note').extend({ type: z.literal('note'), content: z.string(), object_refs: refs }),
  common('relationship').extend({
    type: z.literal('relationship'),
    relationship_type: z.string().regex(/^[a-z0-9-]+$/),
    source_ref: anyId,
    target_ref: anyId,
  }),
  common('extension-definition').extend({
    type: z.literal('extension-definition'),
    name: z.string(),
    schema: z.string(),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    extension_types: z.array(z.literal('property-extension')).min(1),
    created_by_ref: id('identity'),
  }),
]);
const bundleSchema = z.strictObject({
  type: z.literal('bundle'),
  id: id('bundle'),
  objects: z.array(objectSchema),
});

test('a bundle keeps the rules of the standard, names nothing that it does not hold, and is the same again', async () => {
  const text = await writableText(stixFormat, goldenProject());
  const { objects } = bundleSchema.parse(JSON.parse(text));
  const ids = new Set(objects.map((object) => object.id));
  expect(ids.size).toBe(objects.length);
  const named = objects.flatMap((object) =>
    ['object_refs', 'source_ref', 'target_ref', 'created_by_ref'].flatMap(
      (key) => (object as Record<string, unknown>)[key] ?? [],
    ),
  );
  expect(named.filter((one) => !ids.has(String(one)))).toEqual([]);
  const extensions = objects.flatMap((object) => Object.keys(object.extensions ?? {}));
  expect(extensions.filter((one) => !ids.has(one))).toEqual([]);
  expect(objects.filter(({ type }) => type === 'note').length).toBeGreaterThan(5);
  expect(objects.filter(({ type }) => type === 'relationship').length).toBeGreaterThan(0);
  expect(await writableText(stixFormat, goldenProject())).toBe(text);
});
