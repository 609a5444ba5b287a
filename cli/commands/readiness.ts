import { writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { BodyInput } from '../../contract/endpoint-types.ts';
import { ReportFormat } from '../../contract/evaluation.ts';
import type { LoadReport } from '../../contract/load-report.ts';
import { AppError } from '../../platform/errors.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { chooseVariants } from '../evaluation/choose-variants.ts';
import { runSimulated } from '../run-simulated.ts';
import { startEvaluation } from '../evaluation/start-evaluation.ts';
import { watchEvaluation } from '../evaluation/watch-evaluation.ts';
import { measureLoad, warmUp } from '../load/measure-load.ts';
import { readQuestions } from '../load/read-questions.ts';
import { refuseForeignHost } from '../load/refuse-foreign-host.ts';
import type { LoadPlan } from '../load/run-load.ts';
import { collect, numberWithin, wholeNumber } from '../option-parsers.ts';
import { renderReadiness } from '../text/render-readiness.ts';

interface ReadinessOptions {
  readonly goldSet?: string;
  readonly gold?: string;
  readonly evaluation?: string;
  readonly variant?: string;
  readonly items: number;
  readonly success: number;
  readonly p95: number;
  readonly peak: number;
  readonly seconds: number;
  /** commander's form of `--no-load`: true unless it was given. */
  readonly load: boolean;
  readonly allowHost?: string;
  readonly report?: readonly string[];
  readonly simulated?: boolean;
  readonly json?: boolean;
}

const CONCURRENCY = 2;
const LOAD_CONCURRENCY = 64;
const WARM_UP = 5;
const TIMEOUT_MS = 30_000;
const OBJECTIVE = 0.99;
const SEED = 20_270_101;

export function registerReadiness(program: Command, run: RunCommand): void {
  program
    .command('readiness')
    .description('answer whether the configured models are ready for production, with figures')
    .option('--gold-set <name>', 'a set that is stored; default: the questions of the demo')
    .option('--gold <file>', 'a JSONL or CSV file, stored as the set of --gold-set first')
    .option('--evaluation <id>', 'go by this run, which has ended, instead of a new one')
    .option('--variant <name>', 'the variant of it that is to be used; default: the last')
    .option('--items <n>', 'that accuracy must be measured on', wholeNumber(1, 100_000), 100)
    .option('--success <share>', 'of items that must succeed', numberWithin(0, 1), 0.7)
    .option('--p95 <ms>', 'the latency target', numberWithin(1, 600_000), 2_000)
    .option('--peak <n>', 'questions a second at peak', numberWithin(0.1, 100), 5)
    .option('--seconds <n>', 'how long the peak is tried', wholeNumber(1, 200), 20)
    .option('--no-load', 'put no load on the server, and have no data of it')
    .option('--allow-host <name>', 'put the load on this host, which is not this machine')
    .option('--report <file>', 'write the report there: .html, .md or .json; repeatable', collect)
    .option('--simulated', 'with the provider simulator, on a server of its own')
    .option('--json', 'print the answers as JSON')
    .action((options: ReadinessOptions, command: Command) =>
      run(command, (context) => assess(context, options)),
    );
}

async function assess(context: CommandContext, options: ReadinessOptions): Promise<ExitCode> {
  const { client, terminal, settings } = context;
  const reports = (options.report ?? []).map((path) => ({ path, format: formatOf(path) }));
  if (options.load) refuseForeignHost(settings.url, options.allowHost ?? null);
  if (options.simulated === true) return simulate(context, options);
  const evaluation = options.evaluation ?? (await evaluate(context, options));
  const load = options.load ? await loadAtPeak(context, options) : null;
  const body = bodyOf(options, evaluation, load);
  const reply = await client.call('assessReadiness', { body });
  if (options.json === true) terminal.printJson(reply.raw);
  else terminal.print(renderReadiness(reply.value, terminal));
  for (const { path, format } of reports) {
    const { value } = await client.call('assessReadiness', { body: { ...body, format } });
    const file = resolve(settings.workingDirectory, path);
    writeFileSync(file, value.report ?? '');
    terminal.note(`Wrote ${file}.`);
  }
  return reply.value.verdict === 'yes' ? 0 : 1;
}

/** The largest models alone against the configuration, where there are models of several tiers. */
async function evaluate(context: CommandContext, options: ReadinessOptions): Promise<string> {
  const { value } = await context.client.call('listRoutedModels', {});
  const tiers = new Set(value.data.map(({ tier }) => tier));
  const names = tiers.has('large') && tiers.size > 1 ? ['large-only', 'routed'] : ['routed'];
  const variants = chooseVariants(names, null);
  const id = await startEvaluation(context, { ...options, variants, concurrency: CONCURRENCY });
  await watchEvaluation(context, id);
  return id;
}

async function loadAtPeak(context: CommandContext, options: ReadinessOptions): Promise<LoadReport> {
  const { peak, seconds, goldSet, gold } = options;
  const questions =
    goldSet === undefined
      ? await readQuestions(context, gold === undefined ? {} : { questions: gold })
      : await readQuestions(context, { goldSet });
  const plan: LoadPlan = {
    arrivals: 'poisson',
    ratePerSecond: peak,
    seconds,
    seed: SEED,
    concurrency: LOAD_CONCURRENCY,
    timeoutMs: TIMEOUT_MS,
    questions,
  };
  context.terminal.note(`${peak} questions a second for ${seconds} s …`);
  await warmUp(context, plan, WARM_UP);
  return measureLoad(context, plan, OBJECTIVE);
}

function bodyOf(
  { variant, items, success, p95, peak }: ReadinessOptions,
  evaluation: string,
  load: LoadReport | null,
): BodyInput<'assessReadiness'> {
  return {
    evaluation,
    ...(variant === undefined ? {} : { variant }),
    targets: { items, success, p95_ms: p95, peak_per_s: peak },
    load:
      load === null
        ? null
        : {
            rate_per_s: load.rate_per_s,
            concurrency: load.concurrency,
            requests: load.requests,
            failed: load.failed?.count ?? 0,
            p95_ms: load.latency_ms?.p95 ?? null,
            simulated: load.simulated,
          },
  };
}

function simulate({ terminal }: CommandContext, options: ReadinessOptions): Promise<ExitCode> {
  if (options.evaluation !== undefined || options.goldSet !== undefined) {
    throw new AppError(
      'invalid_value',
      'The simulator answers on a server of its own, which has none of your sets and runs: leave out --gold-set and --evaluation.',
    );
  }
  terminal.note('Simulated: no model is called. A server with two simulated models is started.');
  const { gold, items, success, p95, peak, seconds, load, report, json } = options;
  return runSimulated('evaluate', [
    'readiness',
    '--items',
    `${items}`,
    '--success',
    `${success}`,
    '--p95',
    `${p95}`,
    '--peak',
    `${peak}`,
    '--seconds',
    `${seconds}`,
    ...(gold === undefined ? [] : ['--gold', gold]),
    ...(load ? [] : ['--no-load']),
    ...(report ?? []).flatMap((path) => ['--report', path]),
    ...(json === true ? ['--json'] : []),
  ]);
}

function formatOf(path: string): ReportFormat {
  const format = ReportFormat.safeParse(extname(path).slice(1));
  if (format.success) return format.data;
  throw new AppError('invalid_value', `${path} must end in .html, .md or .json.`);
}
