import type { Command } from 'commander';
import type { CanaryKind, CanaryRound, CanaryRoundDetail } from '../../contract/canary.ts';
import { tenthPercent } from '../../core/text/percent.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatMinute, renderFacts } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import type { Column } from '../text/render-table.ts';

interface ListOptions extends PageOptions {
  readonly model?: string;
}

interface StartOptions {
  readonly model?: string;
  readonly json?: boolean;
}

/** How many of the answers that lie farthest are shown. */
const SHOWN = 5;

const columns: readonly Column<CanaryRound>[] = [
  { title: 'id', cell: ({ id }) => id },
  { title: 'asked (UTC)', cell: (round) => formatMinute(round.created_at) },
  { title: 'model', cell: ({ model }) => model },
  { title: 'kind', cell: ({ kind }) => kind },
  { title: 'found', cell: ({ verdict, status }) => (verdict ?? status).replaceAll('_', ' ') },
  {
    title: 'new answers',
    align: 'right',
    cell: ({ changed, questions }) => (changed === null ? '–' : `${changed} of ${questions}`),
  },
  { title: 'says that it is', cell: (round) => printableLine(round.served_models.join(', ')) },
];

export function registerCanaries(program: Command, run: RunCommand): void {
  const canaries = program
    .command('canaries')
    .description('ask models the same questions again, and see whether they have changed');
  const list = canaries
    .command('list', { isDefault: true })
    .description('list rounds, the newest first')
    .option('--model <name>', 'only of this model');
  addPageOptions(list).action((options: ListOptions, command: Command) =>
    run(command, (context) => listRounds(context, options)),
  );
  addStart(canaries, run, {
    name: 'ask',
    kind: 'check',
    description: 'ask now, and compare with the baseline; without one, record it',
  });
  addStart(canaries, run, {
    name: 'baseline',
    kind: 'baseline',
    description: 'record a new baseline: what models say now is expected of them',
  });
  canaries
    .command('show <id>')
    .description('show what a round found, and the answers that lie farthest from the baseline')
    .option('--json', 'print the round as JSON')
    .action((id: string, options: { readonly json?: boolean }, command: Command) =>
      run(command, (context) => showRound(context, id, options)),
    );
}

function addStart(
  canaries: Command,
  run: RunCommand,
  start: { readonly name: string; readonly kind: CanaryKind; readonly description: string },
): void {
  canaries
    .command(start.name)
    .description(start.description)
    .option('--model <name>', 'only this model')
    .option('--json', 'print the rounds as JSON')
    .action((options: StartOptions, command: Command) =>
      run(command, (context) => startRounds(context, start.kind, options)),
    );
}

async function listRounds(context: CommandContext, options: ListOptions): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await context.client.call('listCanaries', { query });
  printPage(context.terminal, page, { columns, empty: 'No model was asked yet.', options });
  return 0;
}

async function startRounds(
  { client, terminal }: CommandContext,
  kind: CanaryKind,
  { model, json }: StartOptions,
): Promise<ExitCode> {
  const body = { kind, ...(model === undefined ? {} : { model }) };
  const reply = await client.call('startCanaries', { body });
  if (json === true) terminal.printJson(reply.raw);
  else for (const round of reply.value.rounds) terminal.print(`${round.model}  ${round.id}`);
  return 0;
}

async function showRound(
  { client, terminal }: CommandContext,
  id: string,
  { json }: { readonly json?: boolean },
): Promise<ExitCode> {
  const reply = await client.call('getCanaryRound', { params: { id } });
  if (json === true) terminal.printJson(reply.raw);
  else terminal.print(renderFacts(describe(reply.value), terminal.colors));
  return 0;
}

function describe(round: CanaryRoundDetail): Parameters<typeof renderFacts>[0] {
  const { distance, own_distance: own } = round;
  const facts: Parameters<typeof renderFacts>[0] = [
    ['model', printableLine(round.model)],
    ['kind', round.kind],
    ['found', (round.verdict ?? round.status).replaceAll('_', ' ')],
    ['because', round.detail === null ? null : printableLine(round.detail)],
    ['answers', `${round.answered} came, ${round.failed} did not`],
    ['distance', distance === null ? 'no data' : tenthPercent(distance)],
    ['within the baseline', own === null ? 'no data' : tenthPercent(own)],
    ['says that it is', printableLine(round.served_models.join(', ')) || null],
    ['fingerprints', printableLine(round.fingerprints.join(', ')) || null],
  ];
  return [
    ...facts,
    ...round.answers
      .slice(0, SHOWN)
      .flatMap(({ question, answer, error, baseline }) => [
        ['question', printableLine(question)] as const,
        ['  answer', printableLine(answer ?? error ?? '')] as const,
        ['  baseline', printableLine(baseline[0] ?? 'none')] as const,
      ]),
  ];
}
