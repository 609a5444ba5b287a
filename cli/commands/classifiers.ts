import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { z } from 'zod';
import {
  Example,
  type Classifier,
  type ClassifierReport,
  type ClassifierVersionSummary,
} from '../../contract/classifier.ts';
import { describeIssue } from '../../contract/describe-issue.ts';
import { LabelDescription } from '../../contract/label.ts';
import { tenthPercent } from '../../core/text/percent.ts';
import { AppError } from '../../platform/errors.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { readTextFile } from '../read-text-file.ts';
import { addPageOptions, wholeNumber, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatMinute, renderFacts } from '../text/facts.ts';
import { renderTable, type Column } from '../text/render-table.ts';

interface JsonOption {
  readonly json?: boolean;
}

interface ShowOptions extends JsonOption {
  readonly version?: number;
}

interface TrainOptions extends JsonOption {
  /** A file. */
  readonly descriptions?: string;
  readonly add?: boolean;
  /** commander's form of `--no-activate`: true unless it was given. */
  readonly activate: boolean;
  readonly note?: string;
}

const EXAMPLE = 'example { "text", "label" }';
const DESCRIPTION = 'description { "label", "description" }';
const MAX_VERSION = 2_147_483_647;
const SHOWN_LABELS = 20;
const SHOWN = 5;

const columns: readonly Column<Classifier>[] = [
  { title: 'name', cell: ({ name }) => name },
  { title: 'version', align: 'right', cell: ({ version }) => String(version) },
  { title: 'labels', align: 'right', cell: ({ label_count: count }) => String(count) },
  { title: 'examples', align: 'right', cell: ({ example_count: count }) => String(count) },
  { title: 'accuracy', align: 'right', cell: ({ accuracy }) => tenthPercent(accuracy) },
];

const versionColumns: readonly Column<ClassifierVersionSummary>[] = [
  { title: 'version', cell: ({ version, active }) => `${version}${active ? ' (active)' : ''}` },
  { title: 'made', cell: ({ created_at: at }) => formatMinute(at) },
  { title: 'by', cell: ({ created_by: by }) => by },
  { title: 'examples', align: 'right', cell: ({ example_count: count }) => String(count) },
  { title: 'accuracy', align: 'right', cell: ({ accuracy }) => tenthPercent(accuracy) },
  { title: 'note', cell: ({ note }) => note },
];

const labelColumns: readonly Column<ClassifierReport['labels'][number]>[] = [
  { title: 'label', cell: ({ label }) => label },
  { title: 'examples', align: 'right', cell: ({ examples }) => String(examples) },
  { title: 'precision', align: 'right', cell: ({ precision }) => tenthPercent(precision) },
  { title: 'recall', align: 'right', cell: ({ recall }) => tenthPercent(recall) },
  { title: 'F1', align: 'right', cell: ({ f1 }) => tenthPercent(f1) },
];

function labelColumnsWith(descriptions: readonly LabelDescription[]): typeof labelColumns {
  if (descriptions.length === 0) return labelColumns;
  const meanings = new Map(descriptions.map(({ label, description }) => [label, description]));
  return [...labelColumns, { title: 'means', cell: ({ label }) => meanings.get(label) ?? '' }];
}

export function registerClassifiers(program: Command, run: RunCommand): void {
  const classifiers = program
    .command('classifier')
    .description('train classifiers of texts, and choose the version that serves');
  const list = classifiers.command('list', { isDefault: true }).description('list classifiers');
  addPageOptions(list).action((options: PageOptions, command: Command) =>
    run(command, (context) => listClassifiers(context, options)),
  );
  classifiers
    .command('show <name>')
    .description('show how good a classifier is, and its versions')
    .option('--version <n>', 'another version than the active one', wholeNumber(1, MAX_VERSION))
    .option('--json', 'print the answer of the server as JSON')
    .action((name: string, options: ShowOptions, command: Command) =>
      run(command, (context) => showClassifier(context, name, options)),
    );
  classifiers
    .command('train <name> <file>')
    .description('train the next version from examples: one JSON object {text, label} a line')
    .option('--descriptions <file>', 'what labels mean: {label, description} a line')
    .option('--add', 'keep the examples of the active version')
    .option('--no-activate', 'let the version that serves go on')
    .option('--note <text>', 'what is new')
    .option('--json', 'print the answer of the server as JSON')
    .action((name: string, file: string, ...[options, command]: [TrainOptions, Command]) =>
      run(command, (context) => train(context, { name, file, ...options })),
    );
  classifiers
    .command('activate <name> <version>')
    .description('let a version serve, whether older or newer')
    .option('--json', 'print the answer of the server as JSON')
    .action((name: string, version: string, ...[options, command]: [JsonOption, Command]) =>
      run(command, (context) => activate(context, { name, version, ...options })),
    );
}

async function listClassifiers(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await context.client.call('listClassifiers', { query });
  printPage(context.terminal, page, { columns, empty: 'There is no classifier yet.', options });
  return 0;
}

async function showClassifier(
  { client, terminal }: CommandContext,
  name: string,
  { version, json }: ShowOptions,
): Promise<ExitCode> {
  const reply =
    version === undefined
      ? await client.call('getClassifier', { params: { name } })
      : await client.call('getClassifierVersion', { params: { name, version } });
  if (json === true) {
    terminal.printJson(reply.raw);
    return 0;
  }
  const { value: versions } = await client.call('listClassifierVersions', {
    params: { name },
    query: {},
  });
  const { report, label_descriptions: descriptions } = reply.value;
  const worst = report.labels.toSorted((left, right) => left.f1 - right.f1);
  terminal.print(
    [
      renderFacts(describeReport(name, reply.value.version, report), terminal.colors),
      renderTable(worst.slice(0, SHOWN_LABELS), labelColumnsWith(descriptions), terminal),
      renderTable(versions.data, versionColumns, terminal),
    ].join('\n\n'),
  );
  return 0;
}

async function train(
  { client, terminal, settings }: CommandContext,
  wanted: TrainOptions & { readonly name: string; readonly file: string },
): Promise<ExitCode> {
  const { name, file, add, activate: activates, note = '', json } = wanted;
  const read = (path: string) => readTextFile(resolve(settings.workingDirectory, path));
  const { descriptions } = wanted;
  const body = {
    examples: readLines(await read(file), { file, schema: Example, what: EXAMPLE }),
    label_descriptions:
      descriptions === undefined
        ? []
        : readLines(await read(descriptions), {
            file: descriptions,
            schema: LabelDescription,
            what: DESCRIPTION,
          }),
    activate: activates,
    note,
  };
  const reply =
    add === true
      ? await client.call('addClassifierExamples', { params: { name }, body })
      : await client.call('createClassifier', { body: { ...body, name } });
  if (json === true) terminal.printJson(reply.raw);
  else {
    const { report, version, active } = reply.value;
    terminal.print(renderFacts(describeReport(name, version, report), terminal.colors));
    if (!active)
      terminal.note(`Let it serve with: footnote classifier activate ${name} ${version}`);
  }
  return 0;
}

async function activate(
  { client, terminal }: CommandContext,
  wanted: JsonOption & { readonly name: string; readonly version: string },
): Promise<ExitCode> {
  const { name, json } = wanted;
  const version = wholeNumber(1, MAX_VERSION)(wanted.version);
  const reply = await client.call('activateClassifierVersion', { params: { name, version } });
  if (json === true) terminal.printJson(reply.raw);
  else terminal.note(`Version ${reply.value.version} of ${name} serves.`);
  return 0;
}

function describeReport(
  name: string,
  version: number,
  report: ClassifierReport,
): Parameters<typeof renderFacts>[0] {
  const { examples, confusions, suspects, contradictions } = report;
  const at90 = report.coverage.find(({ coverage }) => coverage >= 0.9);
  return [
    ['classifier', `${name}, version ${version}`],
    ['examples', `${examples.used} of ${examples.given} given`],
    ['duplicates', examples.duplicates === 0 ? null : examples.duplicates],
    ['contradictory', examples.contradictory === 0 ? null : examples.contradictory],
    ['accuracy', `${tenthPercent(report.accuracy)} (cross-validated, ${report.folds} parts)`],
    ['of the surest 90 %', at90 === undefined ? null : tenthPercent(at90.accuracy)],
    ['macro F1', tenthPercent(report.macro_f1)],
    ['calibration', `${tenthPercent(report.calibration.error)} off`],
    [
      'taken for another',
      joined(confusions.map((one) => `${one.label} → ${one.predicted} (${one.count})`)),
    ],
    [
      'suspect labels',
      joined(suspects.map((one) => `“${one.text}”: ${one.label}, or ${one.predicted}?`)),
    ],
    [
      'contradictions',
      joined(contradictions.map((one) => `“${one.text}”: ${one.labels.join(', ')}`)),
    ],
  ];
}

/** Null for none, so that no line is printed. */
function joined(items: readonly string[]): string | null {
  if (items.length === 0) return null;
  const more = items.length > SHOWN ? `; and ${items.length - SHOWN} more` : '';
  return `${items.slice(0, SHOWN).join('; ')}${more}`;
}

interface LinesOf<Schema> {
  readonly file: string;
  readonly schema: Schema;
  readonly what: string;
}

function readLines<Schema extends z.ZodType>(
  text: string,
  { file, schema, what }: LinesOf<Schema>,
): z.output<Schema>[] {
  return text
    .split('\n')
    .map((line, at) => ({ line, number: at + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const result = schema.safeParse(parseLine(line), { error: describeIssue });
      if (result.success) return result.data;
      const [issue] = result.error.issues;
      const wrong = `${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? ''}`.trim();
      throw new AppError('invalid_value', `${file}, line ${number} is no ${what}: ${wrong}.`);
    });
}

/** The line itself where it is no JSON, which is no object then. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
