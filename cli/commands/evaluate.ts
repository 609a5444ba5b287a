import { writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { Command } from 'commander';
import { ReportFormat, type EvaluationDetail } from '../../contract/evaluation.ts';
import { AppError } from '../../platform/errors.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { chooseVariants } from '../evaluation/choose-variants.ts';
import {
  findRegressions,
  findShortfalls,
  threshold,
  type Threshold,
} from '../evaluation/judge-run.ts';
import { startEvaluation } from '../evaluation/start-evaluation.ts';
import { watchEvaluation } from '../evaluation/watch-evaluation.ts';
import { collect, wholeNumber } from '../option-parsers.ts';
import { runSimulated } from '../run-simulated.ts';
import { renderEvaluation } from '../text/render-evaluation.ts';

interface EvaluateOptions {
  readonly goldSet?: string;
  readonly gold?: string;
  readonly compare?: string;
  readonly variants?: string;
  readonly part?: string;
  readonly concurrency: number;
  readonly report?: readonly string[];
  readonly failUnder?: readonly Threshold[];
  readonly failOnRegression?: boolean;
  readonly simulated?: boolean;
  readonly resume?: string;
  readonly json?: boolean;
}

const DEFAULT_CONCURRENCY = 2;
const MAX_CONCURRENCY = 16;

export function registerEvaluate(program: Command, run: RunCommand): void {
  program
    .command('evaluate')
    .description('put a gold set to the service and measure what comes of it')
    .option('--gold-set <name>', 'a set that is stored; default: the questions of the demo')
    .option('--gold <file>', 'a JSONL or CSV file, stored as the set of --gold-set first')
    .option('--compare <names>', 'variants, separated by commas; the others against the first')
    .option('--variants <file>', 'a JSON list of variants, beside those that are built in')
    .option('--part <name>', 'only items of this part')
    .option(
      '--concurrency <n>',
      'how many questions at once',
      wholeNumber(1, MAX_CONCURRENCY),
      DEFAULT_CONCURRENCY,
    )
    .option('--report <file>', 'write the report there: .html, .md or .json; repeatable', collect)
    .option('--fail-under <metric=value>', 'exit with 1 below it; repeatable', threshold)
    .option('--fail-on-regression', 'exit with 1 when a variant is worse for certain')
    .option('--simulated', 'with the provider simulator, on a server of its own')
    .option('--resume <id>', 'go on with a run that was broken off')
    .option('--json', 'print the run as JSON')
    .action((options: EvaluateOptions, command: Command) =>
      run(command, (context) => evaluate(context, options)),
    );
}

async function evaluate(context: CommandContext, options: EvaluateOptions): Promise<ExitCode> {
  refuseUnknownFormats(options.report ?? []);
  const names = (options.compare ?? '').split(',').filter((name) => name !== '');
  const { workingDirectory } = context.settings;
  const file = options.variants === undefined ? null : { path: options.variants, workingDirectory };
  const variants = chooseVariants(names, file);
  if (await needsSimulator(context, options)) return simulate(context, options);
  const id = options.resume ?? (await startEvaluation(context, { ...options, variants }));
  if (options.resume !== undefined) await resume(context, options.resume);
  const reply = await watchEvaluation(context, id);
  if (options.json === true) context.terminal.printJson(reply.raw);
  else context.terminal.print(renderEvaluation(reply.value, context.terminal));
  await writeReports(context, reply.value, options.report ?? []);
  return judge(context, reply.value, options);
}

/** Variants that say nothing where only the builtin model answers: it has one tier, and reads no context. */
const NEED_MODELS = ['large-only', 'small-only', 'long-context'];

async function needsSimulator(
  { client }: CommandContext,
  { simulated, compare, resume: resumed }: EvaluateOptions,
): Promise<boolean> {
  if (simulated === true) return true;
  if (
    compare === undefined ||
    resumed !== undefined ||
    !NEED_MODELS.some((name) => compare.split(',').includes(name))
  )
    return false;
  const { value } = await client.call('listModels', {});
  return value.data.every(({ id, owned_by: owner }) => id === 'auto' || owner === 'builtin');
}

function simulate({ terminal }: CommandContext, options: EvaluateOptions): Promise<ExitCode> {
  if (options.goldSet !== undefined || options.resume !== undefined) {
    throw new AppError(
      'invalid_value',
      'The simulator answers on a server of its own, which has none of your sets and runs: leave out --gold-set and --resume.',
    );
  }
  terminal.note('Simulated: no model is called. A server with two simulated models is started.');
  return runSimulated('evaluate', [
    'evaluate',
    '--concurrency',
    String(options.concurrency),
    ...given('--gold', options.gold),
    ...given('--compare', options.compare),
    ...given('--variants', options.variants),
    ...given('--part', options.part),
    ...(options.report ?? []).flatMap((path) => ['--report', path]),
    ...(options.failUnder ?? []).flatMap(({ metric, bound }) => [
      '--fail-under',
      `${metric}=${bound}`,
    ]),
    ...(options.failOnRegression === true ? ['--fail-on-regression'] : []),
    ...(options.json === true ? ['--json'] : []),
  ]);
}

function given(option: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [option, value];
}

async function resume({ client, terminal }: CommandContext, id: string): Promise<void> {
  const { value } = await client.call('getEvaluation', { params: { id } });
  if (value.finished_at === null) return;
  await client.call('resumeEvaluation', { params: { id } });
  terminal.note(`Run ${id} goes on: ${value.progress.done} of ${value.progress.total} are known.`);
}

function refuseUnknownFormats(paths: readonly string[]): void {
  for (const path of paths) {
    if (ReportFormat.safeParse(extname(path).slice(1)).success) continue;
    throw new AppError('invalid_value', `${path} must end in .html, .md or .json.`);
  }
}

async function writeReports(
  { client, settings, terminal }: CommandContext,
  { id }: EvaluationDetail,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    const format = ReportFormat.parse(extname(path).slice(1));
    const bytes = await client.downloadReport({ params: { id }, query: { format } });
    const file = resolve(settings.workingDirectory, path);
    writeFileSync(file, bytes);
    terminal.note(`Wrote ${file}.`);
  }
}

function judge(
  { terminal }: CommandContext,
  run: EvaluationDetail,
  { failUnder = [], failOnRegression }: EvaluateOptions,
): ExitCode {
  const complaints = [
    ...(run.status === 'succeeded' ? [] : [`The run ${run.status}.`]),
    ...findShortfalls(run, failUnder),
    ...(failOnRegression === true ? findRegressions(run) : []),
  ];
  for (const complaint of complaints) terminal.complain(complaint);
  return complaints.length === 0 ? 0 : 1;
}
