import type { Command } from 'commander';
import type { DriftAttribution } from '../../contract/drift-attribution.ts';
import { DRIFT_LIMITS } from '../../contract/drift.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { positiveNumber, timestamp, wholeNumber } from '../option-parsers.ts';
import { renderAttribution, renderDrift } from '../text/render-drift.ts';

interface DriftOptions {
  readonly from?: string;
  readonly to?: string;
  readonly window?: number;
  readonly referenceTo?: string;
  readonly attribute?: boolean;
  readonly sample?: number;
  readonly maxCost?: number;
  readonly json?: boolean;
}

const POLL_INTERVAL_MS = 500;

export function registerDrift(program: Command, run: RunCommand): void {
  const { minWindow, maxWindow } = DRIFT_LIMITS;
  program
    .command('drift')
    .description('show what changed, what moved in the answers since, and which change did it')
    .option('--from <time>', 'from then on (default: 30 days ago)', timestamp)
    .option('--to <time>', 'until then (default: now)', timestamp)
    .option('--window <n>', 'answers in a window (default: 500)', wholeNumber(minWindow, maxWindow))
    .option('--reference-to <time>', 'compare with the answers before then', timestamp)
    .option('--attribute', 'replay recent questions to find which change moved the measures')
    .option('--sample <n>', 'questions to replay (default: 20)', wholeNumber(5, 100))
    .option('--max-cost <usd>', 'no further replay once so much is spent', positiveNumber)
    .option('--json', 'print the answer of the server as JSON')
    .action((options: DriftOptions, command: Command) =>
      run(command, (context) =>
        options.attribute === true ? attribute(context, options) : show(context, options),
      ),
    );
}

/** Exits with 1 when the newest window differs. */
async function show(
  { client, terminal }: CommandContext,
  options: DriftOptions,
): Promise<ExitCode> {
  const { from, to, window, referenceTo } = options;
  const reply = await client.call('getDrift', {
    query: {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(window === undefined ? {} : { window }),
      ...(referenceTo === undefined ? {} : { reference_to: referenceTo }),
    },
  });
  if (options.json === true) terminal.printJson(reply.raw);
  else terminal.print(renderDrift(reply.value, terminal));
  const newest = reply.value.windows.at(-1)?.comparison;
  return (newest?.alarms.length ?? 0) > 0 ? 1 : 0;
}

async function attribute(
  { client, terminal, clock }: CommandContext,
  { to, window, referenceTo, sample, maxCost, json }: DriftOptions,
): Promise<ExitCode> {
  const started = await client.call('createDriftAttribution', {
    body: {
      ...(to === undefined ? {} : { to }),
      ...(window === undefined ? {} : { window }),
      ...(referenceTo === undefined ? {} : { reference_to: referenceTo }),
      ...(sample === undefined ? {} : { sample }),
      ...(maxCost === undefined ? {} : { max_cost_usd: maxCost }),
    },
  });
  let attribution: DriftAttribution = started.value;
  let { raw } = started;
  terminal.note(`Attribution ${attribution.id} replays questions.`);
  while (attribution.status === 'running') {
    await clock.sleep(POLL_INTERVAL_MS);
    const reply = await client.call('getDriftAttribution', { params: { id: attribution.id } });
    attribution = reply.value;
    ({ raw } = reply);
  }
  if (json === true) terminal.printJson(raw);
  else terminal.print(renderAttribution(attribution, terminal));
  return attribution.status === 'done' ? 0 : 1;
}
