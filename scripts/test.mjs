// `npm test`: every gate and every test, all of them even when one fails. The last line is the sum.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from './build-if-needed.mjs';
import { findOrInstallChromium } from './find-chromium.mjs';
import { findOrInstallSyncthing, SYNCTHING_MISSING } from './find-syncthing.mjs';
import { root, runNode, tools } from './run.mjs';

const reports = mkdtempSync(join(tmpdir(), 'postil-test-'));
/** @type {{ name: string, passed: number, failed: number, skipped: string[] }[]} */
const results = [];

function heading(name) {
  console.log(`\n── ${name} ──`);
}

async function check(name, work) {
  heading(name);
  const isGood = await work();
  results.push({ name, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: [] });
}

async function tool(file, args, env) {
  return (await runNode(file, args, { env })).code === 0;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // It never got as far as its report; counted as a failure below.
  }
}

async function unitTests() {
  heading('unit, contract, fault and host tests');
  const file = join(reports, 'vitest.json');
  const syncthing = findOrInstallSyncthing();
  if (!syncthing) console.error(SYNCTHING_MISSING);
  const isGood = await tool(
    tools.vitest,
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    syncthing ? { POSTIL_SYNCTHING: syncthing } : {},
  );
  const report = readReport(file);
  const result = { name: 'vitest', passed: 0, failed: 0, skipped: [] };
  for (const suite of report?.testResults ?? []) {
    let failedHere = 0;
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') result.passed++;
      else if (test.status === 'failed') failedHere++;
      else result.skipped.push(`${relative(root, suite.name)}: ${test.fullName}`);
    }
    // A file that cannot even be loaded, or whose clean-up fails, has no failed test of its own.
    result.failed += failedHere || (suite.status === 'failed' ? 1 : 0);
  }
  if (!isGood && result.failed === 0) result.failed = 1;
  if (isGood && result.passed === 0) result.failed = 1;
  results.push(result);
}

async function browserTests() {
  heading('end to end, in a real browser');
  const result = { name: 'playwright', passed: 0, failed: 0, skipped: [] };
  results.push(result);
  let chromium;
  try {
    chromium = findOrInstallChromium();
  } catch (error) {
    console.error(error.message);
    result.failed = 1;
    return;
  }
  const file = join(reports, 'playwright.json');
  const isGood = await tool(tools.playwright, ['test', '--reporter=list,json'], {
    POSTIL_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  const report = readReport(file);
  (function count(suites, where) {
    for (const suite of suites ?? []) {
      const here = [...where, suite.title];
      for (const spec of suite.specs ?? []) {
        for (const test of spec.tests) {
          if (test.status === 'skipped') result.skipped.push([...here, spec.title].join(' › '));
          else if (test.status === 'expected') result.passed++;
          else result.failed++;
        }
      }
      count(suite.suites, here);
    }
  })(report?.suites, []);
  if (!isGood && result.failed === 0) result.failed = 1;
  if (isGood && result.passed === 0) result.failed = 1;
}

await check('types', () => tool(tools.tsc, ['-b']));
await check('lint', () => tool(tools.oxlint, []));
await check('format', () => tool(tools.oxfmt, ['--check', 'src', 'tests', 'scripts', 'bin']));
await check('dead code', () => tool(tools.knip, []));
await check('build', build);
await unitTests();
await browserTests();
rmSync(reports, { recursive: true, force: true });

heading('sum');
const total = { passed: 0, failed: 0, skipped: 0 };
for (const { name, passed, failed, skipped } of results) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped.length;
  const skips = skipped.length ? `, ${skipped.length} skipped` : '';
  console.log(`${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed${skips}`);
  for (const test of skipped) console.log(`    skipped: ${test}`);
}
process.exitCode = total.failed ? 1 : 0;
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
);
