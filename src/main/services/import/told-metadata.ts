import { readDateValue } from '../../../core/document/dates.ts';
import type { MetadataField } from '../../../core/document/document.ts';
import type { ToldMetadata } from '../../../core/document/metadata.ts';

const LONGEST = 500;

/** A value as a record may hold it; null where it says nothing of the field. */
export function cleanMetadata(field: MetadataField, raw: string): string | null {
  const written = raw.replace(/\s+/g, ' ').trim();
  const value =
    field === 'date' ? readDate(written) : field === 'language' ? readLanguageTag(written) : written;
  return value === null || value === '' || value.length > LONGEST ? null : value;
}

/** What a file says of itself, gathered: the first that says something of a field is heard. */
export class ToldValues {
  readonly #values: ToldMetadata = {};

  /** @param isSure whether it was written for readers, and so goes before what the text says */
  tell(field: MetadataField, raw: string | null | undefined, how: string, isSure: boolean): void {
    if (raw === null || raw === undefined || this.#values[field]) return;
    const value = cleanMetadata(field, raw);
    if (value !== null) this.#values[field] = { value, how, isSure };
  }

  get values(): ToldMetadata {
    return this.#values;
  }
}

/** Programs fill these in where their users say nothing. */
const NO_TITLE =
  /^(?:microsoft word|untitled|document\s?\d*$|слайд|presentation$)|\.(?:docx?|odt|rtf|indd|pdf|qxd|pages)$/i;
const NO_AUTHOR =
  /^(?:user|owner|admin(?:istrator)?|author|unknown|default|windows user|microsoft office user|user\d*|pc)$/i;

/** The properties of an office document or a PDF: often right, often the template's; they fill gaps only. */
export function tellProperties(
  told: ToldValues,
  properties: {
    readonly title?: string | undefined;
    readonly author?: string | undefined;
    readonly date?: string | undefined;
    readonly language?: string | undefined;
  },
): void {
  const { title, author, date, language } = properties;
  if (title !== undefined && !NO_TITLE.test(title.trim())) tellProperty('title', title);
  if (author !== undefined && !NO_AUTHOR.test(author.trim())) tellProperty('author', author);
  if (date !== undefined) told.tell('date', date, 'the file’s properties: made on', false);
  if (language !== undefined) tellProperty('language', language);

  function tellProperty(field: MetadataField, value: string): void {
    told.tell(field, value, `the file’s properties: ${field}`, false);
  }
}

/** Of a date with a time only the date, as it is where it was written. */
function readDate(written: string): string | null {
  const iso = /^(\d{4}-\d{2}-\d{2})(?:T|\s\d)/.exec(written)?.[1];
  return readDateValue(
    iso ?? written.replace(/^(\d{4})\/(\d{2})(?:\/(\d{2}))?$/, '$1-$2-$3').replace(/-$/, ''),
  );
}

function readLanguageTag(written: string): string | null {
  const tag = written.replaceAll('_', '-');
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(tag) ? tag : null;
}
