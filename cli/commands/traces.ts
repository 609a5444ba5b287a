import type { Command } from 'commander';
import { Option } from 'commander';
import { ANSWER_STATUSES } from '../../contract/answer.ts';
import { COUNTED_AS } from '../../contract/counted-as.ts';
import { TASKS } from '../../contract/routing.ts';
import { TRACE_KINDS, TRACE_STATES } from '../../contract/trace.ts';
import { type TraceSummary } from '../../contract/trace-summary.ts';
import { ANSWER_VERDICTS } from '../../contract/verification.ts';
import { checkIntegrity } from '../check-integrity.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, positiveNumber, timestamp, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatMinute } from '../text/facts.ts';
import type { Column } from '../text/render-table.ts';
import { renderTrace } from '../text/render-trace.ts';

interface ListOptions extends PageOptions {
  readonly q?: string;
  readonly kind?: (typeof TRACE_KINDS)[number];
  readonly state?: (typeof TRACE_STATES)[number];
  readonly status?: (typeof ANSWER_STATUSES)[number];
  readonly verdict?: (typeof ANSWER_VERDICTS)[number];
  readonly task?: (typeof TASKS)[number];
  readonly model?: string;
  readonly app?: string;
  readonly document?: string;
  readonly from?: string;
  readonly to?: string;
  readonly minCost?: number;
  readonly countedAs?: (typeof COUNTED_AS)[number];
}

interface TraceOptions {
  readonly rejected?: boolean;
  readonly json?: boolean;
}

const columns: readonly Column<TraceSummary>[] = [
  { title: 'time (UTC)', cell: (trace) => formatMinute(trace.created_at) },
  { title: 'id', cell: (trace) => trace.id },
  { title: 'outcome', cell: outcomeOf },
  {
    title: 'ms',
    align: 'right',
    cell: (trace) => (trace.total_ms === null ? '–' : String(Math.round(trace.total_ms))),
  },
  { title: 'question', cell: (trace) => trace.question },
];

export function registerTraces(program: Command, run: RunCommand): void {
  const list = program
    .command('traces')
    .description('list traces, the newest first')
    .option('--q <words>', 'words of the question or the answer')
    .addOption(new Option('--kind <kind>', 'what was traced').choices(TRACE_KINDS))
    .addOption(new Option('--state <state>', 'whether it came to its end').choices(TRACE_STATES))
    .addOption(new Option('--status <status>', 'how it was answered').choices(ANSWER_STATUSES))
    .addOption(new Option('--verdict <verdict>', 'what the check found').choices(ANSWER_VERDICTS))
    .addOption(new Option('--task <task>', 'the kind of question').choices(TASKS))
    .option('--model <name>', 'the model that answered')
    .option('--app <name>', 'the app, or the key that asked')
    .option('--document <id>', 'answers that considered this document')
    .option('--from <time>', 'not before', timestamp)
    .option('--to <time>', 'before', timestamp)
    .option('--min-cost <usd>', 'cost at least so much', positiveNumber)
    .addOption(
      new Option('--counted-as <figure>', 'what the metrics count it as').choices(COUNTED_AS),
    );
  addPageOptions(list).action((options: ListOptions, command: Command) =>
    run(command, (context) => listTraces(context, options)),
  );
  program
    .command('trace <id>')
    .description('show one trace, and whether its record is still what was hashed')
    .option('--rejected', 'show every rejected candidate, not only the first few')
    .option('--json', 'print the whole record as JSON')
    .action((id: string, options: TraceOptions, command: Command) =>
      run(command, (context) => showTrace(context, id, options)),
    );
}

/** The verdict of an answer that went out; else what became of it. */
function outcomeOf(trace: TraceSummary): string {
  if (trace.state !== 'complete') return trace.state;
  if (trace.kind === 'retrieval') return 'retrieved';
  if (trace.kind === 'verification') return trace.verdict ?? 'checked';
  if (trace.kind === 'extraction') return `${trace.selected_count} of ${trace.candidate_count}`;
  return trace.status === 'answered' ? (trace.verdict ?? 'answered') : (trace.status ?? '–');
}

async function listTraces(context: CommandContext, options: ListOptions): Promise<ExitCode> {
  const { document, minCost, countedAs, json: _json, ...filters } = options;
  const query = {
    ...filters,
    document_id: document,
    min_cost: minCost,
    counted_as: countedAs,
  };
  const page = await context.client.call('listTraces', { query });
  printPage(context.terminal, page, { columns, empty: 'No trace matches.', options });
  return 0;
}

/** Exits with 1 when the record is not what was hashed, so that a script can rely on it. */
async function showTrace(
  context: CommandContext,
  id: string,
  options: TraceOptions,
): Promise<ExitCode> {
  const { client, terminal } = context;
  const reply = await client.call('getTrace', { params: { id } });
  const integrity = checkIntegrity(reply.raw);
  if (options.json === true) {
    terminal.printJson(reply.raw);
    if (!integrity.isIntact) terminal.complain(`footnote: ${integrity.detail}`);
  } else {
    const showsAllRejected = options.rejected === true;
    terminal.print(renderTrace(reply.value, { ...terminal, showsAllRejected, integrity }));
  }
  return integrity.isIntact ? 0 : 1;
}
