/**
 * What lines look like. Every function takes one line or paragraph; all look at its first or last few hundred
 * characters only, so that a hostile paragraph of megabytes costs no more than a short one.
 */

const HEAD = 400;

export function headOf(text: string): string {
  return text.slice(0, HEAD);
}

/** Without emphasis marks and hashes at the edges and with single spaces: `## **A  title**` is `A title`. */
export function plain(text: string): string {
  return headOf(text)
    .replace(/^#{1,6}\s+/, '')
    .replace(/\s+#+$/, '')
    .replace(/^(?:\*{1,3}|_{1,3})(?=\S)/, '')
    .replace(/(?:\*{1,3}|_{1,3})$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

export function endsSentence(text: string): boolean {
  return /[.!…;:,،؛۔。！][)"'”’»*_\]]{0,4}$/u.test(text.slice(-8));
}

/** Prose: long, or a sentence of some length. */
export function isProse(text: string): boolean {
  return text.length > 240 || (text.length > 100 && endsSentence(text));
}

/** Letters, none of them small, at least two: "COMMENTS (2)", "EFSAS". Scripts without case never are. */
export function isAllCapitals(text: string): boolean {
  const letters = headOf(text).replace(/[^\p{L}]/gu, '');
  return letters.length >= 2 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}

export function startsWithCapital(text: string): boolean {
  return /^["'“‘«([¿¡]?(?:\p{Lu}|\p{Lt}|\p{Lo}|\p{N}|\p{So})/u.test(text);
}

// Page furniture

/** "12", "- 12 -", "[12]", "Page 3", "page 3 of 9", "p. 3"; no year. */
export function isPageNumber(text: string): boolean {
  if (text.length > 24) return false;
  return (
    /^[-–—[(|]?\s*\d{1,3}\s*[-–—\])|]?$/.test(text) ||
    /^(?:page|seite|صفحہ|صفحة|صفحه)\s+\d{1,4}(?:\s*(?:of|\/|von|sur|de)\s*\d{1,4})?$/iu.test(text) ||
    /^pp?\.\s*\d{1,4}$/i.test(text) ||
    /^\d{1,3}\s*\/\s*\d{1,3}$/.test(text)
  );
}

/** A row of dashes, stars or the like that separates. */
export function isRule(text: string): boolean {
  return /^(?:[-=_*~.•·#+—–\s]{3,}|[⁂❧§]{1,3})$/u.test(headOf(text)) && text.length <= 200;
}

// Captions and credits

const PICTURE = String.raw`(?:(?:file|stock|representational|representative|illustrative|archive)\s+)?(?:photo|photograph|photos|image|images|picture|pic)`;
/** "Photo: AFP / A. Name", "(Photo: AP / file)", "فوٹو: …" at the end of a paragraph. */
const TRAILING_CREDIT = new RegExp(
  String.raw`(?:^|[\s.!?…”"’)])([([]?(?:${PICTURE}|photo credit|image credit|picture credit|credit|photo courtesy|courtesy|فوٹو|تصویر|عکس|صورة|الصورة|foto|bild)(?:\s+(?:by|credit|courtesy))?\s*[:：|]\s*(?:[^:.!?\n]|(?<=[\s/.]\p{Lu})\.){2,80}[)\]]?)\.?$`,
  'iu',
);
const AGENCY_CREDIT =
  /(?:^|\s)([([]?(?:[\p{L}.'’-]+\s){0,4}[\p{L}.'’-]+\s?(?:\/|via)\s?(?:AFP|AP|Reuters|Getty Images|EPA|EPA-EFE|Anadolu|Xinhua|Shutterstock|Bloomberg)(?:\s(?:via|\/)\s[\p{L} ]{2,30})?[)\]]?)\.?$/u;
const AGENCY = /AFP|AP|Reuters|Getty|EPA|Anadolu|Xinhua|Shutterstock|Bloomberg/;
const CAPTION_START = new RegExp(
  String.raw`^[([]?(?:(?:${PICTURE})(?:\s+credit)?\s*[:：|]|(?:figure|fig\.|map|chart|table|abbildung)\s+\d{1,3}(?:[.:]|\s[-–—])|(?:file|representational|representative|illustrative)\s+(?:photo|image|picture)\b|تصویر\s*:|فوٹو\s*:|عکس\s*:|صورة\s*:)`,
  'iu',
);

/** Where in a paragraph a closing credit begins and ends, relative to it; `null` when it has none. */
export function findCredit(text: string): { start: number; end: number } | null {
  if (text.length > 700) return null;
  const tail = text.slice(-220);
  const match =
    TRAILING_CREDIT.exec(tail) ?? (text.length <= 300 && AGENCY.test(tail) ? AGENCY_CREDIT.exec(tail) : null);
  if (!match?.[1]) return null;
  const start = text.length - tail.length + match.index + match[0].indexOf(match[1]);
  return { start, end: start + match[1].length };
}

export function isCaption(text: string): boolean {
  if (text.length > 700) return false;
  return (CAPTION_START.test(text) && text.length <= 400) || findCredit(text) !== null;
}

/** Nothing but a credit: "(Photo: AP / file)", "Representational Image (Photo: AP / file)". */
export function isOnlyCredit(text: string): boolean {
  const credit = findCredit(text);
  if (!credit) return false;
  const rest = (text.slice(0, credit.start) + text.slice(credit.end))
    .replace(/[\s().,[\]*_-]+/gu, ' ')
    .trim();
  return rest === '' || new RegExp(`^${PICTURE}$`, 'iu').test(rest);
}

// Comments

/** The heading of a comment section: "COMMENTS (2)", "3 Comments", "Reader comments". */
export function isCommentsHeading(text: string): boolean {
  if (text.length > 60) return false;
  const line = plain(text);
  if (line.length > 40) return false;
  return /^(?:(?:readers?['’]?s?['’]?\s+)?comments?|leave a (?:comment|reply)|join the (?:conversation|discussion)|\d{1,5} (?:comments?|responses|replies)|تبصرے|تعليقات|التعليقات|kommentare|commentaires)\s*:?\s*(?:[([]\s*\d{1,5}\s*[)\]]|:?\s*\d{1,5})?$/iu.test(
    line,
  );
}

/** The line above a reader's comment: "name | 9 years ago | Reply", "@name · May 30, 2023 · Reply". */
export function isCommentMeta(text: string): boolean {
  if (text.length > 140) return false;
  const line = plain(text);
  if (line.length > 120) return false;
  return (
    /^(?:reply(?:ing)?|in reply|reply to)\b.{0,60}$/i.test(line) ||
    /^.{1,60}[|·•].{1,60}(?:ago|reply|recommend|report|like)\b.{0,20}$/i.test(line) ||
    /^.{1,60}\b\d{1,3}\s+(?:second|minute|hour|day|week|month|year)s?\s+ago\b.{0,30}$/i.test(line) ||
    /^.{1,40}\b(?:says|wrote|said):?$/i.test(line)
  );
}

/** What a site says below or in place of comments. */
export function isCommentsNotice(text: string): boolean {
  return /^(?:comments are (?:closed|moderated|off|disabled)|be the first to comment|no comments yet|please (?:log in|sign in|register) to comment|for more information, please see our comments)/i.test(
    plain(text),
  );
}

// Share lines, notices

const SITE = '(?:facebook|twitter|x|whatsapp|telegram|linkedin|instagram|youtube|e-?mail|reddit)';
/** Each is a whole phrase of a web page's furniture, since "share", "follow" and "more" begin authors' sentences too. */
const SHARE_LINES: readonly RegExp[] = [
  String.raw`^share(?:\s+this(?:\s+(?:story|article|post|page|news|piece))?|\s+the\s+(?:story|article|post))?\s*(?::|$|(?:on|via|with)\s+${SITE})`,
  String.raw`^follow\s+(?:us|me)(?:\s+(?:on|at)\b|\s*[:@.!]|$)`,
  String.raw`^follow\s+(?:@\S+|\S+(?:\s\S+){0,4}\s+on\s+${SITE}\b)`,
  String.raw`^(?:the (?:author|writer) (?:tweets|can be (?:followed|reached)) |(?:he|she) tweets )(?:at|as|on|@)`,
  String.raw`^like\s[^.]{1,80}\bon facebook\b[.!]?(?:$|,?\s(?:and\s)?follow)`,
  String.raw`^(?:subscribe|sign up|register)\b.{0,80}\b(?:newsletters?|inbox|e-?mails?|updates|alerts|channel|briefing|for free|subscription)\b`,
  String.raw`^(?:get|have) .{1,80}\b(?:in|to) your inbox\b`,
  String.raw`^(?:related|recommended|trending|topics|tags|filed under|see also|also read|read (?:more|also|next))(?: (?:stories|articles|topics|news|posts|reading))?\s*[:|]\s`,
  String.raw`^(?:more (?:from|on|in)|read more|related)\b[^|]{0,200}\|`,
  String.raw`^(?:download|get) (?:the|our) (?:\S+ )?app\b`,
  String.raw`^(?:(?:${SITE}|print|copy link|share|tweet)[\s|·,/]*){2,}$`,
].map((source) => new RegExp(source, 'i'));

export function isShareLine(text: string): boolean {
  if (text.length > 300) return false;
  const line = plain(text);
  return SHARE_LINES.some((pattern) => pattern.test(line));
}

/**
 * Notices of the publisher, not prose of the author: "Published in …", "By arrangement with …", disclaimers.
 * Whoever calls must have looked where the paragraph stands: in the middle of a text such words are the author's.
 */
export function isNotice(text: string): boolean {
  if (text.length > 700) return false;
  const line = plain(text).replace(/^[([]/, '');
  const isShort = text.length <= 300;
  return (
    (isShort &&
      (/^(?:first |originally |previously )?(?:published|posted|updated|last (?:updated|modified|edited))\s*(?:(?:in|on|by|at)\s|:|\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d)/i.test(
        line,
      ) ||
        /^(?:this (?:article|story|piece|text|essay|column|report|commentary|post|op-ed) (?:was |has been )?(?:first |originally |also )?(?:appeared|published|translated|produced|commissioned|reprinted|republished))\b/i.test(
          line,
        ) ||
        /^(?:by (?:special )?arrangement with|courtesy(?: of)?:?|reprinted (?:with|by|from)|republished (?:with|by|from)|reproduced (?:with|by|from)|with (?:additional )?inputs? from|with permission from|syndicated (?:by|from))\b/i.test(
          line,
        ) ||
        /^(?:©|\(c\)|copyright\b|all rights reserved)/i.test(line) ||
        /^(?:terms of (?:use|service)|privacy policy)\b/i.test(line) ||
        /\bnot a publication\b/i.test(line))) ||
    /^(?:disclaimer\b|(?:the )?(?:views?|opinions?)(?: and (?:views?|opinions?))? (?:expressed (?:in|here|above|are|by the (?:author|writer|columnist)s?)|in this (?:article|piece|section|column))\b|opinions in this section\b|the (?:publisher|editors?|newspaper|website|institute) (?:does|do|is|are) not\b)/i.test(
      line,
    )
  );
}

// References

const REFERENCES_HEADING =
  /^(?:\d{1,2}\.?\s+|[IVX]{1,4}\.\s+)?(?:references(?: cited)?|bibliography|works cited|sources(?: cited)?|literature(?: cited)?|references and notes|notes and references|endnotes|footnotes|literatur|literaturverzeichnis|références|bibliographie|حوالہ جات|کتابیات|المراجع|المصادر|منابع)\s*:?$/iu;

export function isReferencesHeading(text: string): boolean {
  if (text.length > 60) return false;
  const line = plain(text);
  return line.length <= 40 && REFERENCES_HEADING.test(line);
}

/** An entry of a reference list: a link, or a year with what else a reference has. */
export function looksLikeReference(text: string): boolean {
  if (text.length > 1500) return false;
  const head = headOf(text);
  const isMarked = /^(?:[-*•]\s|\[\d{1,3}\]|\d{1,3}[.)]\s)/.test(head);
  const hasYear = /\b(?:1[5-9]|20)\d{2}[a-z]?\b|\bn\.\s?d\.|\bforthcoming\b/i.test(head);
  return (
    /^<?https?:\/\//i.test(head) ||
    /\b(?:retrieved|accessed)\b.{0,40}\b(?:from|on)?\b|https?:\/\/|\bdoi\b|\bibid\b/i.test(head) ||
    /\((?:(?:1[5-9]|20)\d{2}[a-z]?|n\.\s?d\.)[^)]{0,30}\)/i.test(head) ||
    (isMarked && hasYear) ||
    (hasYear && /^\p{Lu}[\p{L}'’-]{1,30},\s+(?:\p{Lu}\.|\p{Lu}[\p{L}'’-]{1,30})/u.test(head))
  );
}

// The head of a document

/** A line of a head that names a field: "Date of issue: 14 June 2023". Answers with the field and the value's place. */
export function readField(text: string): { name: string; valueStart: number } | null {
  const match = /^([\p{L}][\p{L}\s()'’-]{1,32}?)\s?[:：]\s+(?=\S)/u.exec(text.slice(0, 60));
  return match ? { name: match[1]!.toLowerCase(), valueStart: match[0].length } : null;
}

const PUBLISHER =
  /\b(?:institute|institution|foundation|centre|center|council|group|university|press|studies|paper|papers|report|reports|brief|briefing|bulletin|times|post|news|daily|weekly|tribune|herald|guardian|standard|gazette|review|journal|file|desk|agency|service|network|society|association|committee|commission|ministry|department|office|monitor|observer|chronicle|letter|digest|wire|magazine|quarterly|working paper|issue|vol|no)\b/i;

/** The name or the series of a publisher above the title: "EFSAS", "EFSAS STUDY PAPER", "WORKING PAPER No. 11". */
export function isMasthead(text: string): boolean {
  const line = plain(text);
  if (line.length > 90) return false;
  if (/^(?:vol(?:ume)?\.?|no\.?|issue|nr\.?|number)\s*\d+/i.test(line)) return true;
  const mostlyCapital = isAllCapitals(line.replace(/\b(?:No|Vol|Nr)\b/g, ''));
  const beforeBar = line.split('|')[0]!.replace(/\b(?:No|Vol|Nr)\b/g, '');
  if (!mostlyCapital && !isAllCapitals(beforeBar)) return false;
  return PUBLISHER.test(line) || (/^\p{Lu}[\p{Lu}\p{N}&.-]{1,11}$/u.test(line) && !line.includes(' '));
}

export function hasPublisherWord(text: string): boolean {
  return PUBLISHER.test(headOf(text));
}
