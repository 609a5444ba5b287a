import { Option, type Command } from 'commander';
import { ARRIVAL_PROCESSES, type ArrivalProcess } from '../../contract/load-report.ts';
import { AppError } from '../../platform/errors.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import {
  findExcesses,
  findSaturation,
  growingRates,
  type LoadObjective,
} from '../load/find-saturation.ts';
import { measureLoad, warmUp } from '../load/measure-load.ts';
import { readQuestions } from '../load/read-questions.ts';
import { refuseForeignHost } from '../load/refuse-foreign-host.ts';
import type { LoadPlan } from '../load/run-load.ts';
import { numberWithin, wholeNumber } from '../option-parsers.ts';
import { renderLoad, renderSaturation } from '../text/render-load.ts';

interface LoadOptions {
  readonly rate: number;
  readonly seconds: number;
  readonly concurrency: number;
  readonly arrivals: ArrivalProcess;
  readonly seed: number;
  readonly goldSet?: string;
  readonly questions?: string;
  readonly timeout: number;
  readonly warmUp: number;
  readonly success: number;
  readonly p95?: number;
  readonly saturate?: boolean;
  readonly maxRate: number;
  readonly factor: number;
  readonly allowHost?: string;
  readonly json?: boolean;
}

const MAX_RATE = 1_000;
const MAX_SECONDS = 600;
const MAX_CONCURRENCY = 1_000;
const MAX_TIMEOUT_S = 120;
const MAX_REQUESTS = 20_000;
const MAX_STEPS = 12;
const DEFAULT_SEED = 20_270_101;

export function registerLoad(program: Command, run: RunCommand): void {
  program
    .command('load')
    .description('ask at a steady rate, whether the server keeps up or not, and time the answers')
    .option('--rate <n>', 'questions a second', numberWithin(0.1, MAX_RATE), 5)
    .option('--seconds <n>', 'for how long', wholeNumber(1, MAX_SECONDS), 30)
    .option('--concurrency <n>', 'how many at once at most', wholeNumber(1, MAX_CONCURRENCY), 64)
    .addOption(
      new Option('--arrivals <process>', 'gaps as of many people, or all the same')
        .choices(ARRIVAL_PROCESSES)
        .default('poisson'),
    )
    .option('--seed <n>', 'of the arrivals', wholeNumber(0, 2 ** 31 - 1), DEFAULT_SEED)
    .option('--gold-set <name>', 'ask the questions of a stored set')
    .option('--questions <file>', 'ask those of a file; default: those of the demo')
    .option(
      '--timeout <s>',
      'from when a question is due; then it has failed',
      numberWithin(0.1, MAX_TIMEOUT_S),
      30,
    )
    .option('--warm-up <n>', 'questions before, which do not count', wholeNumber(0, 100), 5)
    .option('--success <share>', 'the share that must be answered', numberWithin(0, 1), 0.99)
    .option('--p95 <ms>', 'exit with 1 above it', numberWithin(1, 600_000))
    .option('--saturate', 'raise the rate until --p95 or --success is missed')
    .option('--max-rate <n>', 'the last rate of --saturate', numberWithin(0.1, MAX_RATE), 100)
    .option('--factor <n>', 'by which --saturate raises the rate', numberWithin(1.1, 10), 1.5)
    .option('--allow-host <name>', 'put the load on this host, which is not this machine')
    .option('--json', 'print the figures as JSON')
    .action((options: LoadOptions, command: Command) =>
      run(command, (context) => load(context, options)),
    );
}

async function load(context: CommandContext, options: LoadOptions): Promise<ExitCode> {
  const { url } = context.settings;
  refuseForeignHost(url, options.allowHost ?? null);
  const objective = options.p95 === undefined ? null : { p95Ms: options.p95 };
  const rates = ratesOf(options);
  refuseTooMany(rates, options.seconds);
  if (options.saturate === true && objective === null) {
    throw new AppError('invalid_value', '--saturate needs a --p95 that is not to be passed.');
  }
  const plan: LoadPlan = {
    arrivals: options.arrivals,
    ratePerSecond: options.rate,
    seconds: options.seconds,
    seed: options.seed,
    concurrency: options.concurrency,
    timeoutMs: options.timeout * 1_000,
    questions: await readQuestions(context, options),
  };
  await warmUp(context, plan, options.warmUp);
  return options.saturate === true && objective !== null
    ? saturate(context, { plan, rates, objective, options })
    : loadOnce(context, { plan, objective, options });
}

function ratesOf({ saturate, rate, maxRate, factor }: LoadOptions): readonly number[] {
  if (saturate !== true) return [rate];
  return growingRates({ first: rate, highest: maxRate, factor, steps: MAX_STEPS });
}

/** Throws `AppError('invalid_value')`: what cannot be waited for, or paid, is not begun. */
function refuseTooMany(rates: readonly number[], seconds: number): void {
  const requests = rates.reduce((sum, rate) => sum + rate * seconds, 0);
  if (rates.length > 0 && requests <= MAX_REQUESTS) return;
  throw new AppError(
    'invalid_value',
    rates.length === 0
      ? '--max-rate must not be below --rate.'
      : `That is ${Math.round(requests)} questions; ${MAX_REQUESTS} are the most of one command.`,
  );
}

async function loadOnce(
  context: CommandContext,
  load: {
    readonly plan: LoadPlan;
    readonly objective: LoadObjective | null;
    readonly options: LoadOptions;
  },
): Promise<ExitCode> {
  const { terminal } = context;
  const { plan, objective, options } = load;
  terminal.note(`About ${Math.round(plan.ratePerSecond * plan.seconds)} questions will be asked.`);
  const report = await measureLoad(context, plan, options.success);
  if (options.json === true) terminal.printJson(report);
  else terminal.print(renderLoad(report, terminal));
  const excesses = findExcesses(report, objective);
  for (const excess of excesses) terminal.complain(excess);
  return excesses.length === 0 ? 0 : 1;
}

async function saturate(
  context: CommandContext,
  load: {
    readonly plan: LoadPlan;
    readonly rates: readonly number[];
    readonly objective: LoadObjective;
    readonly options: LoadOptions;
  },
): Promise<ExitCode> {
  const { terminal } = context;
  const { plan, rates, objective, options } = load;
  const saturation = await findSaturation(rates, objective, async (ratePerSecond) => {
    terminal.note(`${ratePerSecond} questions a second for ${plan.seconds} s …`);
    return measureLoad(context, { ...plan, ratePerSecond }, options.success);
  });
  const { steps, sustainedPerSecond, exceededPerSecond } = saturation;
  if (options.json === true) {
    terminal.printJson({
      p95_objective_ms: objective.p95Ms,
      sustained_per_s: sustainedPerSecond,
      exceeded_per_s: exceededPerSecond,
      steps,
    });
  } else {
    terminal.print(renderSaturation(saturation, terminal));
  }
  return sustainedPerSecond === null ? 1 : 0;
}
