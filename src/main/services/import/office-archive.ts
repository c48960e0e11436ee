import { PostilError } from '../../../core/errors.ts';
import { readArchive, type Archive } from './read-archive.ts';
import { readXml, type XmlElement, type XmlHandlers } from './read-xml.ts';

const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * The parts of an office document that are wanted.
 * @param known how the message names such a file
 * @throws PostilError `refused` as `readArchive`, and for what is no such file
 */
export async function readOfficeArchive(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
  known: string,
): Promise<Archive> {
  if (bytes.length === 0) throw new PostilError('refused', 'It is empty.');
  if (OLE.every((byte, i) => bytes[i] === byte)) {
    throw new PostilError(
      'refused',
      `It is an old Word document or protected by a password. Save it as ${known} without a password and import that.`,
    );
  }
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    throw new PostilError('refused', `It is no ${known} document, though its name says so.`);
  }
  return readArchive(bytes, isWanted);
}

/** The text of each element that has no elements inside, by local name; the first of each name. */
export function readProperties(archive: Archive, part: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  const bytes = archive.get(part);
  if (!bytes) return properties;
  let content = '';
  readXml(
    bytes,
    {
      open: () => {
        content = '';
      },
      text: (text) => {
        content += text;
      },
      close: ({ name }) => {
        if (content.trim() !== '' && !properties.has(name)) properties.set(name, content.trim());
        content = '';
      },
    },
    { part },
  );
  return properties;
}

/** Reads a part that must be there. */
export function readPart(archive: Archive, part: string, handlers: XmlHandlers): void {
  const bytes = archive.get(part);
  if (!bytes) throw new PostilError('refused', `It is damaged: its ${part} is missing.`);
  readXml(bytes, handlers, { part });
}

/** How often each element stands in a part, by local name; also checks that the part may be read at all. */
export function countElements(archive: Archive, part: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const bytes = archive.get(part);
  if (!bytes) return counts;
  const open = ({ name }: XmlElement) => void counts.set(name, (counts.get(name) ?? 0) + 1);
  readXml(bytes, { open }, { part });
  return counts;
}
