import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { FootnoteConfig } from '../../contract/config.ts';
import { MAX_PAGE_LIMIT } from '../../contract/page.ts';
import type { ReplayedRoute, RouteDecision } from '../../contract/route-replay.ts';
import { loadConfig } from '../../platform/load-config.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { timestamp, wholeNumber } from '../option-parsers.ts';
import { renderFacts } from '../text/facts.ts';
import { renderTable, type Column } from '../text/render-table.ts';

interface ReplayOptions {
  readonly policy: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly json?: boolean;
}

/** What all decisions of a policy come to. */
interface Totals {
  readonly chosen: Readonly<Record<string, number>>;
  readonly refused_by: Readonly<Record<string, number>>;
  readonly reviews: number;
  readonly most_cost_usd: number;
}

const MAX_ANSWERS = 1_000_000;

const columns: readonly Column<ReplayedRoute>[] = [
  { title: 'trace', cell: ({ trace_id: id }) => id },
  { title: 'recorded', cell: ({ recorded }) => describeChoice(recorded) },
  { title: 'replayed', cell: ({ replayed }) => describeChoice(replayed) },
  { title: 'rule', cell: ({ replayed }) => replayed.rule },
  { title: 'most cost', align: 'right', cell: describeCostChange },
  { title: 'question', cell: ({ question }) => question },
];

export function registerRouteReplay(program: Command, run: RunCommand): void {
  program
    .command('route-replay')
    .description('say what another policy would have chosen for the answers on record')
    .requiredOption('--policy <file>', 'a configuration file; its routes and models are tried')
    .option('--from <time>', 'answers not before', timestamp)
    .option('--to <time>', 'answers before', timestamp)
    .option('--limit <n>', 'look at so many answers at most', wholeNumber(1, MAX_ANSWERS))
    .option('--json', 'print totals and changed decisions as JSON')
    .action((options: ReplayOptions, command: Command) =>
      run(command, (context) => replay(context, options)),
    );
}

async function replay(context: CommandContext, options: ReplayOptions): Promise<ExitCode> {
  const { settings, terminal } = context;
  const path = resolve(settings.workingDirectory, options.policy);
  const { config } = loadConfig(path, { isRequired: true });
  const routes = await fetchReplayed(context, config, options);
  const changed = routes.filter((route) => route.changed);
  const totals = {
    answers: routes.length,
    changed: changed.length,
    cost_usd: routes.reduce((sum, route) => sum + route.cost_usd, 0),
    recorded: addUp(routes.map(({ recorded }) => recorded)),
    replayed: addUp(routes.map(({ replayed }) => replayed)),
  };
  if (options.json === true) {
    terminal.printJson({ totals, changed });
    return 0;
  }
  if (routes.length === 0) {
    terminal.note('There is no answer to try the policy on.');
    return 0;
  }
  terminal.print(
    renderFacts(
      [
        ['answers', String(totals.answers)],
        ['changed', String(totals.changed)],
        ['cost', `$${totals.cost_usd.toFixed(6)} as answered`],
        ...describeTotals('recorded', totals.recorded),
        ...describeTotals('replayed', totals.replayed),
      ],
      terminal.colors,
    ),
  );
  if (changed.length > 0) terminal.print(`\n${renderTable(changed, columns, terminal)}`);
  return 0;
}

async function fetchReplayed(
  { client }: CommandContext,
  { routes, models }: Pick<FootnoteConfig, 'routes' | 'models'>,
  { from, to, limit = MAX_ANSWERS }: ReplayOptions,
): Promise<readonly ReplayedRoute[]> {
  const policy = { routes, models: models.map(toReplayedModel) };
  const replayed: ReplayedRoute[] = [];
  let cursor: string | null = null;
  do {
    const page: { readonly data: readonly ReplayedRoute[]; readonly next_cursor: string | null } = (
      await client.call('replayRoutes', {
        body: {
          ...policy,
          limit: Math.min(limit - replayed.length, MAX_PAGE_LIMIT),
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(cursor === null ? {} : { cursor }),
        },
      })
    ).value;
    replayed.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null && replayed.length < limit);
  return replayed;
}

/** What the router has to know; where a model is, and what opens it, stays here. */
function toReplayedModel(model: FootnoteConfig['models'][number]) {
  const {
    name,
    provider,
    tier,
    hosting,
    data_classes,
    context_window,
    max_output_tokens,
    price,
    timeouts,
  } = model;
  return {
    name,
    provider,
    tier,
    hosting,
    data_classes,
    context_window,
    max_output_tokens,
    price,
    timeouts,
  };
}

function addUp(decisions: readonly RouteDecision[]): Totals {
  return {
    chosen: count(decisions.map(({ chosen }) => chosen)),
    refused_by: count(decisions.flatMap(({ refused }) => refused.map(({ refused_by: by }) => by))),
    reviews: decisions.filter(({ action }) => action === 'review').length,
    most_cost_usd: decisions.reduce((sum, decision) => sum + decision.most_cost_usd, 0),
  };
}

function count(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function describeTotals(which: string, totals: Totals): Parameters<typeof renderFacts>[0] {
  return [
    [`${which}: chosen`, listCounts(totals.chosen)],
    [`${which}: refused`, listCounts(totals.refused_by)],
    [`${which}: reviews`, String(totals.reviews)],
    [`${which}: most cost`, `$${totals.most_cost_usd.toFixed(6)}`],
  ];
}

function listCounts(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).toSorted(([, left], [, right]) => right - left);
  return entries.length === 0 ? '–' : entries.map(([name, n]) => `${name} ${n}`).join(', ');
}

function describeChoice({ chosen, action }: RouteDecision): string {
  return action === 'review' ? `${chosen} (a person decides)` : chosen;
}

function describeCostChange({ recorded, replayed }: ReplayedRoute): string {
  return `$${recorded.most_cost_usd.toFixed(6)} → $${replayed.most_cost_usd.toFixed(6)}`;
}
