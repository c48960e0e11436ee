import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';

/** The standard's schemas: not Postil's to pass on. `POSTIL_REFI_QDA` names the folder that they are in. */
const folder = process.env.POSTIL_REFI_QDA ?? join(import.meta.dirname, '../../../../../shared/refi-qda');

/** What is wrong with a document by the schema; null where the schema is missing. */
export function schemaFaults(schema: 'Codebook.xsd' | 'Project.xsd', xml: string): string[] | null {
  const path = join(folder, schema);
  if (!existsSync(path)) return null;
  const definition = XmlDocument.fromString(readFileSync(path, 'utf8'));
  const validator = XsdValidator.fromDoc(definition);
  const document = XmlDocument.fromString(xml);
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    return [String(error)];
  } finally {
    document.dispose();
    validator.dispose();
    definition.dispose();
  }
}

export const SCHEMA_MISSING = `the REFI-QDA schemas are not in ${folder}`;
