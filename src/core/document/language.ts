/** A language and how sure signs of it were found. */
interface FoundLanguage {
  /** BCP 47. */
  readonly tag: string;
  readonly how: string;
}

/** Enough of a text to tell its language by. */
const SAMPLE = 8000;

/** The commonest small words; none is in two lists where that could be helped. */
const STOP_WORDS: Readonly<Record<string, string>> = {
  en: 'the of and to in is that for it with as was his on be at by this had not are but from or have they which you were their has would there been its who will more when said that',
  de: 'der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über',
  fr: 'le la les de des et à un une du en est que qui dans pour pas au sur par plus ce il ne se avec son sont mais comme ou elle ont été aux cette',
  es: 'el la los las de que y en un una ser se no por con su para como estar le lo más pero sus este entre cuando muy sin sobre también',
  it: 'il di che e la per un in è non una sono con si da del della le dei gli nel alla anche come più ma ha questo',
  pt: 'o de que e do da em um para com não uma os no se na por mais as dos como mas ao ele das seu sua ou quando muito',
  nl: 'de het een van en in is dat op te zijn met voor niet aan er om ook als dan maar bij door nog wordt deze naar werd',
  tr: 've bir bu da de için ile olarak daha çok gibi olan sonra kadar ancak en ise her ne değil',
};
const LANGUAGES = Object.keys(STOP_WORDS);
/** Which languages have each of the small words, as places in `LANGUAGES`. */
const SMALL_WORDS = new Map<string, number[]>();
LANGUAGES.forEach((tag, language) => {
  for (const word of new Set(STOP_WORDS[tag]!.split(' '))) {
    SMALL_WORDS.set(word, [...(SMALL_WORDS.get(word) ?? []), language]);
  }
});

/** Letters that only one of the languages in Arabic script has (Unicode names in the comments of each). */
const ARABIC_SCRIPT: readonly (readonly [string, RegExp])[] = [
  ['ps', /[ټډړږښۍېځڅګڼ]/gu],
  ['ur', /[ٹڈڑںےھہۓ]/gu],
  ['fa', /[پچژگکی]/gu],
  ['ar', /[ةيىكأإؤئ]/gu],
];

/**
 * The language of a text: by its script, then by small words (Latin) or by letters of its own (Arabic script).
 * `null` where nothing shows it: a text of numbers, or too short.
 */
export function findLanguage(text: string): FoundLanguage | null {
  const sample = text.slice(0, SAMPLE);
  const counts = countScripts(sample);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total < 20) return null;
  const [script, most] = Object.entries(counts).toSorted((a, b) => b[1] - a[1])[0]!;
  // Japanese and Chinese share ideographs, so these two scripts are counted together.
  if (counts.kana > total * 0.05) return { tag: 'ja', how: 'kana among its letters' };
  if (most < total * 0.5) return null;
  const percent = `${Math.round((most / total) * 100)} %`;
  switch (script) {
    case 'latin':
      return findLatin(sample);
    case 'arabic':
      return findArabic(sample, percent);
    case 'cyrillic':
      if (/[іїєґ]/iu.test(sample)) return { tag: 'uk', how: 'Cyrillic with letters that only Ukrainian has' };
      return /[ыэъё]/iu.test(sample) ? { tag: 'ru', how: 'Cyrillic with letters that Russian has' } : null;
    default: {
      const tag = { greek: 'el', hebrew: 'he', devanagari: 'hi', hangul: 'ko', han: 'zh' }[script];
      return tag === undefined ? null : { tag, how: `${percent} of its letters are ${script}` };
    }
  }
}

type Script = 'latin' | 'arabic' | 'cyrillic' | 'greek' | 'hebrew' | 'devanagari' | 'hangul' | 'han' | 'kana';

/** Letters beyond ASCII: first and last code unit of each stretch. */
const SCRIPTS: readonly (readonly [Script, number, number])[] = [
  ['latin', 0xc0, 0x24f],
  ['greek', 0x370, 0x3ff],
  ['cyrillic', 0x400, 0x52f],
  ['hebrew', 0x5d0, 0x5ea],
  ['arabic', 0x620, 0x65f],
  ['arabic', 0x66e, 0x6d3],
  ['arabic', 0x6d5, 0x6ef],
  ['arabic', 0x6fa, 0x77f],
  ['devanagari', 0x900, 0x963],
  ['hangul', 0x1100, 0x11ff],
  ['latin', 0x1e00, 0x1eff],
  ['kana', 0x3041, 0x30ff],
  ['han', 0x3400, 0x9fff],
  ['hangul', 0xac00, 0xd7a3],
  ['arabic', 0xfb50, 0xfdff],
  ['arabic', 0xfe70, 0xfefc],
];

function countScripts(sample: string): Record<Script, number> {
  const counts: Record<Script, number> = {
    latin: 0,
    arabic: 0,
    cyrillic: 0,
    greek: 0,
    hebrew: 0,
    devanagari: 0,
    hangul: 0,
    han: 0,
    kana: 0,
  };
  for (let i = 0; i < sample.length; i++) {
    const unit = sample.charCodeAt(i);
    if (unit < 0x80) {
      const lower = unit | 0x20;
      if (lower >= 0x61 && lower <= 0x7a) counts.latin++;
      continue;
    }
    const found = SCRIPTS.find(([, first, last]) => unit <= last && unit >= first);
    if (found) counts[found[0]]++;
  }
  return counts;
}

function findLatin(sample: string): FoundLanguage | null {
  const words = sample.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  if (words.length < 8) return null;
  const counts = LANGUAGES.map(() => 0);
  for (const word of words) for (const language of SMALL_WORDS.get(word) ?? []) counts[language]!++;
  const shares = LANGUAGES.map((tag, i) => [tag, counts[i]! / words.length] as const).toSorted(
    (a, b) => b[1] - a[1],
  );
  const [best, second] = [shares[0]!, shares[1]!];
  if (best[1] < 0.1 || best[1] < second[1] * 1.3) return null;
  return {
    tag: best[0],
    how: `${Math.round(best[1] * 100)} % of its words are small words of that language`,
  };
}

function findArabic(sample: string, percent: string): FoundLanguage | null {
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0;
  const counts = Object.fromEntries(ARABIC_SCRIPT.map(([tag, pattern]) => [tag, count(pattern)]));
  const letters = countScripts(sample).arabic;
  const how = (tag: string, name: string) => ({
    tag,
    how: `${percent} of its letters are Arabic, ${counts[tag]} of them only ${name}`,
  });
  // Names and quotations bring in single letters of the neighbours, hence shares and not mere presence.
  if (counts['ps']! > letters * 0.01 && counts['ps']! >= counts['ur']! / 2) return how('ps', 'Pashto’s');
  if (counts['ur']! > letters * 0.02) return how('ur', 'Urdu’s');
  if (counts['ar']! > counts['fa']! && counts['ar']! > letters * 0.01) return how('ar', 'Arabic’s');
  if (counts['fa']! > letters * 0.02) return how('fa', 'Persian’s');
  return null;
}
