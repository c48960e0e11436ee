import { actorSchema, type Actor } from '../../../src/core/codebook/codebook.ts';
import { makeMatcher, type Matcher } from '../../../src/core/mentions/matcher.ts';
import { ALWAYS } from '../../../src/core/mentions/period.ts';
import { median } from '../median.ts';
import type { BenchOptions, BenchReport } from '../report.ts';

const ALIASES = 1000;
const BYTES = 100_000_000;
const DOCUMENTS = 200;
/** As the services do it: so many code units, then whatever else waits. */
const SLICE = 65_536;
/** One name in so many words, as in news prose. */
const WORDS_PER_NAME = 25;

const SYLLABLES = 'ka tar vos ba lim dra sen mor hu qan del pa ric zo wen tash gul mir ob neft'.split(' ');
const PROSE =
  'the of and to in talks border truce council said warned denied called attack ceasefire province commander offered refused support pledge according officials between against within before café naïve élite Łódź'.split(
    ' ',
  );
const URDU = 'کے میں سے نے اور کہ ہے مذاکرات سرحد حملہ صوبے کمانڈر مطابق حکام'.split(' ');

/** Mention matching of 1,000 aliases over 100 MB of text. */
export async function run({ runs, log }: BenchOptions): Promise<BenchReport> {
  const random = seeded(7);
  const actors = makeActors(random);
  const names = actors.flatMap((actor) => [actor.name, ...actor.aliases.map(({ text }) => text)]);
  log('generating …');
  const latin = makeTexts(random, PROSE, names);
  const arabic = makeTexts(random, URDU, names);
  const measures = {
    build: [] as number[],
    latin: [] as number[],
    arabic: [] as number[],
    slice: [] as number[],
  };
  let found = 0;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    const matcher = makeMatcher(actors);
    measures.build.push(performance.now() - start);
    const first = scanAll(matcher, latin.texts);
    found = first.found;
    measures.latin.push(latin.bytes / 1e6 / first.seconds);
    measures.slice.push(first.longestMs);
    measures.arabic.push(arabic.bytes / 1e6 / scanAll(matcher, arabic.texts).seconds);
  }
  const speed = median(measures.latin);
  const arabicSpeed = median(measures.arabic);
  return {
    title: 'Mentions of 1,000 aliases in 100 MB',
    introduction: `Seeded prose of ${DOCUMENTS} documents, ${(latin.bytes / 1e6).toFixed(0)} MB as UTF-8, English with accents, then Urdu; every ${WORDS_PER_NAME}th word is a name, half of them in another case or with other dashes. The matcher is the services’, in slices of ${SLICE.toLocaleString('en')} code units; folding, word boundaries and the choice of the longest name are part of it. ${found.toLocaleString('en')} mentions found in the English text. Medians of ${runs} runs. Left out: reading the files.`,
    columns: ['what', 'value'],
    rows: [
      [
        'the automaton is built, ms (first run folds the whole of Unicode’s first plane)',
        median(measures.build).toFixed(1),
      ],
      ['English, MB/s', speed.toFixed(0)],
      ['Urdu, MB/s', arabicSpeed.toFixed(0)],
      ['longest slice, ms', median(measures.slice).toFixed(1)],
    ],
    goals: [atLeast('English prose', speed), atLeast('Urdu prose', arabicSpeed)],
  };
}

function atLeast(what: string, value: number): BenchReport['goals'][number] {
  return { what, value, limit: 20, unit: 'MB/s', kind: 'least', isMet: value >= 20 };
}

function scanAll(
  matcher: Matcher,
  texts: readonly string[],
): { readonly seconds: number; readonly longestMs: number; readonly found: number } {
  const start = performance.now();
  let longestMs = 0;
  let found = 0;
  for (const text of texts) {
    const scan = matcher.begin(text, ALWAYS);
    for (let isDone = false; !isDone;) {
      const sliceStart = performance.now();
      isDone = scan.advance(SLICE);
      longestMs = Math.max(longestMs, performance.now() - sliceStart);
    }
    found += scan.finish().length;
  }
  return { seconds: (performance.now() - start) / 1000, longestMs, found };
}

function makeActors(random: () => number): Actor[] {
  const word = () => {
    const letters = Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(random, SYLLABLES)).join(
      '',
    );
    return letters[0]!.toUpperCase() + letters.slice(1);
  };
  return Array.from({ length: ALIASES / 4 }, (_, at) => {
    const [one, two, three] = [word(), word(), word()];
    return actorSchema.parse({
      id: `a-${at}`,
      name: `${one} ${two} ${three}`,
      kind: 'other',
      aliases: [
        { text: `${one}-e-${two}` },
        { text: `${one[0]}${two[0]}${three[0]}${at}` },
        { text: `تحریک ${pick(random, URDU)} ${at}` },
      ],
    });
  });
}

function makeTexts(
  random: () => number,
  words: readonly string[],
  names: readonly string[],
): { readonly texts: readonly string[]; readonly bytes: number } {
  const texts: string[] = [];
  let bytes = 0;
  for (let i = 0; i < DOCUMENTS; i++) {
    const parts: string[] = [];
    let size = 0;
    while (size < BYTES / DOCUMENTS) {
      const isName = random() < 1 / WORDS_PER_NAME;
      const part = isName ? varied(random, pick(random, names)) : pick(random, words);
      parts.push(part);
      size += Buffer.byteLength(part) + 1;
    }
    const text = parts.join(' ');
    texts.push(text);
    bytes += Buffer.byteLength(text);
  }
  return { texts, bytes };
}

function varied(random: () => number, name: string): string {
  if (random() < 0.5) return name;
  return random() < 0.5 ? name.toUpperCase() : name.replaceAll('-', '–').replace(' ', '\n');
}

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

/** Numerical Recipes' linear congruential generator: the same texts on each machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
