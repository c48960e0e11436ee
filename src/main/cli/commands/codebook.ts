import { basename, parse, resolve } from 'node:path';
import type { CodebookChange } from '../../../core/codebook/codebook.ts';
import {
  changedFields,
  codebookAt,
  compareCodebooks,
  type ChangedField,
} from '../../../core/codebook/compare-codebooks.ts';
import { CODEBOOK_FORMATS } from '../../../core/exchange/codebook/codebook-file.ts';
import type { ImportPlan, ImportRow } from '../../../core/exchange/codebook/plan-import.ts';
import { importCodebook } from '../../services/codebook/import-codebook.ts';
import { exportCodebook } from '../../services/codebook/write-files.ts';
import { assertExportPlace } from '../../services/workbench/export-place.ts';
import { makePathAccess } from '../../services/workbench/path-access.ts';
import type { ProjectSession } from '../../services/workbench/project-session.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { formatProblem, writeJson, writeTable } from '../output.ts';
import type { ParsedArguments } from '../parse-arguments.ts';
import { UsageError } from '../usage-error.ts';

const ACTIONS = ['export', 'import', 'diff'] as const;

export const codebook: Command = {
  name: 'codebook',
  usage:
    'codebook <project> export --format json|csv|qdc --out <path> | import <file…> [--new-only] [--preview] | diff [<from> [<to>] | <file>]',
  help: `The codebook alone: actors, codes, scales.
export writes it and reads it back; --out names a file, for csv a folder; --history keeps the history, in json only. What
the format cannot hold is listed on stderr. --json prints the files: path and bytes.
import reads json, csv (a folder, actors.csv, codes.csv) or qdc, of Postil or of another program. What the project has and
the file has not stays; entries that differ become as the file says, with --new-only they stay. --preview changes nothing.
--json prints for each entry: kind, id, name, line, status (new, changed, same, refused), reason, fields (field, before,
after).
diff compares two revisions, the one before the present with the present where none are named, or the project with a
file. --json prints what differs: kind, id, name, change (added, removed, changed), fields, uses (annotations now).`,
  shape: {
    positionals: ['project', 'action…'],
    options: {
      format: 'text',
      out: 'text',
      history: 'flag',
      'new-only': 'flag',
      preview: 'flag',
      json: 'flag',
    },
  },
  run(args, context) {
    const [project, named, ...rest] = args.positionals;
    const action = ACTIONS.find((one) => one === named);
    if (!action) throw new UsageError(`“${named}” is none of ${ACTIONS.join(', ')}.`);
    const changes = action === 'import' && !args.flag('preview');
    return context.withProject(project!, changes ? 'write' : 'read', (session) => {
      switch (action) {
        case 'export':
          if (rest.length > 0) throw new UsageError(`“${rest[0]}” is one argument too many.`);
          return runExport(session, args, context);
        case 'import':
          return runImport(session, rest, args, context);
        case 'diff':
          return runDiff(session, rest, args, context);
      }
    });
  },
};

async function runExport(
  { store }: ProjectSession,
  args: ParsedArguments,
  { output, environment, job }: CliContext,
): Promise<boolean> {
  const format = CODEBOOK_FORMATS.find((known) => known === args.text('format'));
  if (!format) throw new UsageError(`--format is one of ${CODEBOOK_FORMATS.join(', ')}.`);
  const named = args.text('out');
  if (named === undefined) throw new UsageError('--out <path> is missing.');
  if (args.flag('history') && format !== 'json') throw new UsageError('--history goes with --format json.');
  const everywhere = makePathAccess([parse(resolve(named)).root, parse(store.folder).root]);
  const out = await everywhere.check(resolve(named), 'write');
  assertExportPlace(await everywhere.check(store.folder, 'read'), out);
  const options = { format, out, overwrite: true, hasHistory: args.flag('history') };
  const report = await exportCodebook(store.codebook(), options, environment, job);
  for (const { what, count } of report.losses) {
    output.error(`${format} cannot hold ${what}: ${count === 1 ? 'once' : `${count} times`}.\n`);
  }
  for (const difference of report.differences) output.error(formatProblem({ file: out }, difference));
  if (args.flag('json')) {
    await writeJson(output, report.files);
  } else {
    for (const { path, bytes } of report.files) await output.out(`${path}  ${bytes} bytes\n`);
    await output.out(`${report.actors} actors and ${report.codes} codes exported, and read back.\n`);
  }
  return report.differences.length === 0;
}

async function runImport(
  session: ProjectSession,
  files: readonly string[],
  args: ParsedArguments,
  { output, environment, job }: CliContext,
): Promise<boolean> {
  if (files.length === 0) throw new UsageError('<file…> is missing.');
  const { plan } = await importCodebook(
    session,
    {
      places: files.map((file) => ({ path: resolve(file), fileName: basename(file) })),
      isUpdating: !args.flag('new-only'),
      apply: args.flag('preview') ? null : (change) => session.apply(change),
    },
    environment,
    job,
  );
  const refused = sayWhatIs(plan, files[0]!, output.error);
  if (args.flag('json')) {
    await writeJson(output, plan.rows);
  } else {
    const shown = plan.rows.filter((row) => row.status !== 'same');
    if (shown.length > 0) {
      await writeTable(
        output,
        ['STATUS', 'KIND', 'ID', 'NAME', 'FIELDS'],
        shown.map((row) => [row.status, row.kind, row.id ?? '', row.name, fieldNames(row)]),
      );
    }
    const count = (status: ImportRow['status']): number =>
      plan.rows.filter((row) => row.status === status).length;
    const words = `${count('new')} new, ${count('changed')} changed, ${count('same')} the same, ${count('refused')} refused`;
    await output.out(args.flag('preview') ? `Would be: ${words}.\n` : `${words}.\n`);
  }
  return refused === 0;
}

function fieldNames({ fields }: Pick<ImportRow, 'fields'>): string {
  return fields.map(({ field }) => field).join(', ');
}

/** Notices and refusals, on stderr. @returns how many were refused */
function sayWhatIs(plan: ImportPlan, file: string, error: (text: string) => void): number {
  for (const notice of plan.notices) error(formatProblem({ file }, notice));
  const refused = plan.rows.filter((row) => row.status === 'refused');
  for (const { line, name, reason } of refused) {
    error(formatProblem({ file, line }, `${name === '' ? 'An entry' : `“${name}”`} is refused: ${reason}.`));
  }
  return refused.length;
}

interface Difference {
  readonly kind: CodebookChange['kind'];
  readonly id: string | null;
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly fields: readonly ChangedField[];
  readonly uses: number | null;
}

async function runDiff(
  session: ProjectSession,
  between: readonly string[],
  args: ParsedArguments,
  context: CliContext,
): Promise<boolean> {
  if (between.length > 2) throw new UsageError(`“${between[2]}” is one argument too many.`);
  const differences = await findDifferences(session, between, context);
  const { output } = context;
  if (args.flag('json')) {
    await writeJson(output, differences);
    return true;
  }
  if (differences.length === 0) {
    await output.out('Nothing differs.\n');
    return true;
  }
  await writeTable(
    output,
    ['CHANGE', 'KIND', 'ID', 'NAME', 'USES', 'FIELDS'],
    differences.map((one) => [
      one.change,
      one.kind,
      one.id ?? '',
      one.name,
      one.uses === null ? '' : String(one.uses),
      one.change === 'changed' ? fieldNames(one) : '',
    ]),
  );
  return true;
}

async function findDifferences(
  session: ProjectSession,
  between: readonly string[],
  { environment, job, output }: CliContext,
): Promise<Difference[]> {
  const usage = await session.index.usage();
  const usesOf = (id: string | null): number | null =>
    id === null ? null : (usage.actors[id] ?? usage.codes[id] ?? 0);
  const present = session.store.codebook();
  const [first, second] = between;
  if (first !== undefined && !isRevision(first)) {
    if (second !== undefined) throw new UsageError('A file is compared with the project as it is.');
    const places = [{ path: resolve(first), fileName: basename(first) }];
    const { plan } = await importCodebook(
      session,
      { places, isUpdating: true, apply: null },
      environment,
      job,
    );
    sayWhatIs(plan, first, output.error);
    return plan.rows.flatMap(({ kind, id, name, status, fields }): Difference[] =>
      status === 'new' || status === 'changed'
        ? [{ kind, id, name, change: status === 'new' ? 'added' : 'changed', fields, uses: usesOf(id) }]
        : [],
    );
  }
  if (second !== undefined && !isRevision(second)) throw new UsageError(`“${second}” is no revision.`);
  const to = second === undefined ? present.revision : Number(second);
  const from = first === undefined ? Math.max(0, to - 1) : Number(first);
  return compareCodebooks(codebookAt(present, from), codebookAt(present, to)).map((change): Difference => {
    const entry = change.kind === 'scales' ? null : (change.after ?? change.before);
    return {
      kind: change.kind,
      id: entry?.id ?? null,
      name: entry?.name ?? '',
      change: change.before === null ? 'added' : change.after === null ? 'removed' : 'changed',
      fields: changedFields(change),
      uses: usesOf(entry?.id ?? null),
    };
  });
}

function isRevision(text: string): boolean {
  return /^\d+$/.test(text);
}
