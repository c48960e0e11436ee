/** A language and how sure signs of it were found. */
export interface FoundLanguage {
  /** BCP 47. */
  readonly tag: string;
  readonly how: string;
}

/** Enough of a text to tell its language by. */
const SAMPLE = 20_000;

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
const PROFILES = Object.entries(STOP_WORDS).map(([tag, list]) => [tag, new Set(list.split(' '))] as const);

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
  if (counts['kana']! > total * 0.05) return { tag: 'ja', how: 'kana among its letters' };
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

function countScripts(sample: string): Record<string, number> {
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0;
  return {
    latin: count(/\p{Script=Latin}/gu),
    arabic: count(/\p{Script=Arabic}/gu),
    cyrillic: count(/\p{Script=Cyrillic}/gu),
    greek: count(/\p{Script=Greek}/gu),
    hebrew: count(/\p{Script=Hebrew}/gu),
    devanagari: count(/\p{Script=Devanagari}/gu),
    hangul: count(/\p{Script=Hangul}/gu),
    han: count(/\p{Script=Han}/gu),
    kana: count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu),
  };
}

function findLatin(sample: string): FoundLanguage | null {
  const words = sample.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  if (words.length < 8) return null;
  const shares = PROFILES.map(
    ([tag, profile]) => [tag, words.filter((word) => profile.has(word)).length / words.length] as const,
  ).toSorted((a, b) => b[1] - a[1]);
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
  const letters = count(/\p{Script=Arabic}/gu);
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
