// npm run bench [-- NAME…] [--runs N] [--peer-runs N]: runs tests/bench/*/bench.mjs (or .ts) and writes
// docs/benchmarks.md. A bench that is named alone replaces its own section and leaves the others. Exit status 1 when a
// goal was missed.
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, getPriority, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const root = resolve(import.meta.dirname, '..');
const benches = join(root, 'tests/bench');
const out = join(root, 'docs/benchmarks.md');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    'peer-runs': { type: 'string', default: '2' },
  },
});
const options = {
  runs: count(values.runs, '--runs', 1),
  peerRuns: count(values['peer-runs'], '--peer-runs', 0),
  log: (line) => console.log(line),
};

const found = await findBenches();
const unknown = positionals.filter((name) => !found.has(name));
if (unknown.length > 0) {
  console.error(`No bench “${unknown.join('”, “')}”. There is: ${[...found.keys()].join(', ')}.`);
  process.exit(2);
}

const sections = await readSections();
let isMissed = false;
for (const [name, file] of found) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`bench ${name} …`);
  const report = await (await load(file)).run(options);
  isMissed ||= report.goals.some((goal) => !goal.isMet);
  sections.set(name, describe(report));
  console.log(describe(report));
  await writeSections();
}
process.exitCode = isMissed ? 1 : 0;

async function findBenches() {
  const found = new Map();
  for (const entry of (await readdir(benches, { withFileTypes: true })).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const file = ['bench.mjs', 'bench.ts']
      .map((name) => join(benches, entry.name, name))
      .find((path) => existsSync(path));
    if (file) found.set(entry.name, file);
  }
  return found;
}

/** Node 20 does not read TypeScript; Vite's runner does. */
async function load(file) {
  if (file.endsWith('.mjs')) return import(file);
  const { module } = await runnerImport(file, { configFile: false, logLevel: 'warn' });
  return module;
}

async function readSections() {
  const sections = new Map();
  if (!existsSync(out)) return sections;
  const text = await readFile(out, 'utf8');
  for (const match of text.matchAll(/<!-- bench (\S+) -->\n([^]*?)\n<!-- end -->/g))
    sections.set(match[1], match[2]);
  return sections;
}

async function writeSections() {
  const kept = [...sections].filter(([name]) => found.has(name)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  await writeFile(
    out,
    `# Benchmarks

Written by \`npm run bench\`; run it again with \`npm run bench\`, or one part with \`npm run bench -- reader\`
(\`--runs N\` for the number of runs, \`--peer-runs N\` for the peer that takes most of a minute). It needs the system's
Chromium. Ratios within one run hold on a busy machine; milliseconds do not: these were
taken on a small shared machine, while other work ran.

${kept.map(([name, body]) => `<!-- bench ${name} -->\n${body}\n<!-- end -->`).join('\n\n')}
`,
  );
}

function describe(report) {
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)} at the end${getPriority() < 0 ? ', run before all other work (`nice`)' : ''}, ${new Date().toISOString().slice(0, 10)}`;
  const table = (columns, rows) =>
    [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `## ${report.title}

${report.introduction} (${machine}.)

${table(report.columns, report.rows)}

${table(
  ['goal', 'limit', 'measured', ''],
  report.goals.map((goal) => [
    goal.what,
    `${goal.kind === 'most' ? '≤' : '≥'} ${goal.limit} ${goal.unit}`.trim(),
    `${round(goal.value)} ${goal.unit}`.trim(),
    goal.isMet ? 'met' : '**missed**',
  ]),
)}`;
}

function round(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toFixed(2)));
}

function count(text, name, least) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  console.error(`${name} needs a whole number, at least ${least}.`);
  process.exit(2);
}
