/** What XML 1.0 cannot hold in any form: most control characters, U+FFFE, U+FFFF, halves of a surrogate pair. */
const UNHELD = /(?![\t\n\r\x7f-\x9f])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu;

export function isHeldByXml(text: string): boolean {
  return text.search(UNHELD) === -1;
}

/** As XML holds it: what it cannot becomes U+FFFD. */
export function asXmlHolds(text: string): string {
  return text.replace(UNHELD, '\ufffd');
}

const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  // Only `]]>` must not stand in a text; readers by pattern are glad of all.
  '>': '&gt;',
  // A reader makes a line feed of it.
  '\r': '&#13;',
};
const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  ...TEXT_ESCAPES,
  '"': '&quot;',
  // A reader makes spaces of them.
  '\n': '&#10;',
  '\t': '&#9;',
};

export function escapeXmlText(text: string): string {
  return asXmlHolds(text).replace(/[&<>\r]/g, (character) => TEXT_ESCAPES[character]!);
}

export function escapeXmlAttribute(text: string): string {
  return asXmlHolds(text).replace(/[&<>"\r\n\t]/g, (character) => ATTRIBUTE_ESCAPES[character]!);
}

/**
 * A tag, from `<` to `>`; attributes that are undefined are left out.
 * @param end `/` for an empty element
 */
export function xmlTag(
  name: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  end: '' | '/' = '',
): string {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) tag += ` ${key}="${escapeXmlAttribute(String(value))}"`;
  }
  return `${tag}${end}>`;
}
