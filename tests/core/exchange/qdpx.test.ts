import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import { qdpxFormat } from '../../../src/core/exchange/qdpx/format.ts';
import { goldenProject } from './golden.ts';

const SCHEMA = join(import.meta.dirname, '../../../../shared/refi-qda/Project.xsd');
const isThere = existsSync(SCHEMA);
if (!isThere) console.warn(`The REFI-QDA schema is not here (${SCHEMA}): project.qde is not validated.`);

test.skipIf(!isThere)('project.qde is valid by the schema of the standard', async () => {
  let qde = '';
  for await (const { file, text } of qdpxFormat.write(goldenProject().exportInput())) {
    if (file === 'project.qde') qde += text;
  }
  expect(qde).toContain('PlainTextSelection');
  using schema = XmlDocument.fromString(readFileSync(SCHEMA, 'utf8'));
  using validator = XsdValidator.fromDoc(schema);
  using document = XmlDocument.fromString(qde);
  expect(() => validator.validate(document)).not.toThrow();
  using broken = XmlDocument.fromString(qde.replace('<Sources>', '<Sources><Nonsense/>'));
  expect(() => validator.validate(broken)).toThrow(/Nonsense/);
});
