import { InvalidArgumentError, type Command } from 'commander';
import type { BodyInput } from '../../contract/endpoint-types.ts';
import { Hosting, ModelTier } from '../../contract/routing.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { numberWithin, positiveNumber, timestamp, wholeNumber } from '../option-parsers.ts';
import { renderCost } from '../text/render-cost.ts';

type Body = BodyInput<'simulateCost'>;
type Supposed = NonNullable<Body['models']>[number];

interface Assignment {
  readonly model: string;
  readonly value: number;
}

interface CostOptions {
  readonly requests: number;
  readonly months: number;
  readonly growth: number;
  readonly from?: string;
  readonly to?: string;
  readonly evaluation?: string;
  readonly variant?: string;
  readonly price?: readonly Assignment[];
  readonly share?: readonly Assignment[];
  readonly model?: readonly Supposed[];
  readonly callsAtOnce?: number;
  readonly secondsPerCall?: number;
  readonly escalatedShare?: number;
  readonly trainingUsd?: number;
  readonly seed?: number;
  readonly json?: boolean;
}

export function registerCost(program: Command, run: RunCommand): void {
  program
    .command('cost')
    .description('simulate what a month of requests like those on record would cost, and why')
    .option('--requests <n>', 'in the first month', wholeNumber(1, 1e9), 1_000_000)
    .option('--months <n>', 'how many', wholeNumber(1, 60), 12)
    .option('--growth <share>', 'from month to month, like 0.05', numberWithin(-0.9, 1), 0)
    .option('--from <time>', 'answers since then; default: 30 days', timestamp)
    .option('--to <time>', 'answers until then', timestamp)
    .option('--evaluation <id>', 'the answers of this evaluation run instead')
    .option('--variant <name>', 'of one variant of it')
    .option(
      '--price <model=factor>',
      'what if its price were so many times; repeatable',
      assignment,
    )
    .option('--share <model=share>', 'what if it answered this share; repeatable', assignment)
    .option(
      '--model <name=tier,hosting,in,out[,gpu-hour]>',
      'a model that is not configured, by its prices per million tokens; repeatable',
      supposed,
    )
    .option('--calls-at-once <n>', 'that a rented machine serves', wholeNumber(1, 10_000))
    .option('--seconds-per-call <s>', 'that one keeps it busy', numberWithin(0.001, 600))
    .option('--escalated-share <share>', 'of a distilled model', numberWithin(0, 1))
    .option('--training-usd <n>', 'of a distilled model, once', positiveNumber)
    .option('--seed <n>', 'of what is drawn', wholeNumber(0, 2 ** 31 - 1))
    .option('--json', 'print the answer of the server as JSON')
    .action((options: CostOptions, command: Command) =>
      run(command, (context) => simulateCost(context, options)),
    );
}

async function simulateCost(
  { client, terminal, clock }: CommandContext,
  options: CostOptions,
): Promise<ExitCode> {
  const startedAt = clock.now();
  const reply = await client.call('simulateCost', { body: bodyOf(options) });
  const seconds = (clock.now() - startedAt) / 1_000;
  if (options.json === true) terminal.printJson(reply.raw);
  else terminal.print(renderCost(reply.value, terminal));
  const { simulated_requests: requests } = reply.value;
  terminal.note(`${requests} requests were simulated, in ${seconds.toFixed(1)} s.`);
  return 0;
}

function bodyOf(options: CostOptions): Body {
  const { callsAtOnce, secondsPerCall, escalatedShare, trainingUsd } = options;
  return {
    source: sourceOf(options),
    requests_per_month: options.requests,
    months: options.months,
    growth_per_month: options.growth,
    prices: (options.price ?? []).map(({ model, value }) => ({ model, factor: value })),
    shares: (options.share ?? []).map(({ model, value }) => ({ model, share: value })),
    models: [...(options.model ?? [])],
    self_hosting: {
      ...(callsAtOnce === undefined ? {} : { calls_at_once: callsAtOnce }),
      ...(secondsPerCall === undefined ? {} : { seconds_per_call: secondsPerCall }),
    },
    distilled: {
      ...(escalatedShare === undefined ? {} : { escalated_share: escalatedShare }),
      ...(trainingUsd === undefined ? {} : { training_usd: trainingUsd }),
    },
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  };
}

function sourceOf({ evaluation, variant, from, to }: CostOptions): NonNullable<Body['source']> {
  if (evaluation !== undefined) {
    return { kind: 'evaluation', id: evaluation, ...(variant === undefined ? {} : { variant }) };
  }
  return {
    kind: 'traces',
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function assignment(text: string, earlier: readonly Assignment[] | undefined) {
  const [model = '', value = '', ...rest] = text.split('=');
  if (model === '' || value.trim() === '' || rest.length > 0 || !(Number(value) >= 0)) {
    throw new InvalidArgumentError('It must be a model and a number, like small=0.5.');
  }
  return [...(earlier ?? []), { model, value: Number(value) }];
}

const USUAL = 'It must be like big=large,hosted,2.5,10 or own=small,self_hosted,0,0,2.5.';

function supposed(text: string, earlier: readonly Supposed[] | undefined): readonly Supposed[] {
  const [name = '', properties = ''] = text.split('=');
  const [tierText, hostingText, ...prices] = properties.split(',');
  const tier = ModelTier.safeParse(tierText);
  const hosting = Hosting.safeParse(hostingText);
  const [input, output, gpuHour] = prices.map(Number);
  const arePrices = prices.length <= 3 && prices.every((price) => Number(price) >= 0);
  if (
    !tier.success ||
    !hosting.success ||
    input === undefined ||
    output === undefined ||
    !arePrices
  )
    throw new InvalidArgumentError(USUAL);
  const price = {
    input_per_m: input,
    output_per_m: output,
    ...(gpuHour === undefined ? {} : { gpu_hour: gpuHour }),
  };
  return [...(earlier ?? []), { name, tier: tier.data, hosting: hosting.data, price }];
}
