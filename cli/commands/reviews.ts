import { Argument, type Command } from 'commander';
import {
  REVIEW_DECISIONS,
  REVIEW_STATUSES,
  type Review,
  type ReviewDecisionKind,
  type ReviewDetail,
  type ReviewStatus,
} from '../../contract/review.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatMinute, formatTime, renderFacts } from '../text/facts.ts';
import { printable, printableLine } from '../text/printable.ts';
import type { Column } from '../text/render-table.ts';

interface JsonOption {
  readonly json?: boolean;
}

interface DecisionOptions extends JsonOption {
  readonly answer?: string;
  readonly note?: string;
}

const columns: readonly Column<Review>[] = [
  { title: 'id', cell: (review) => review.id },
  { title: 'status', cell: (review) => review.decision ?? review.status },
  { title: 'due', cell: (review) => formatMinute(review.due_at) },
  { title: 'by', cell: (review) => review.claimed_by?.name ?? '' },
  { title: 'question', cell: (review) => review.question },
];

export function registerReviews(program: Command, run: RunCommand): void {
  const reviews = program
    .command('reviews')
    .description('answers that are held back until a person decides');
  const list = reviews
    .command('list', { isDefault: true })
    .description('list reviews, the first due first')
    .addArgument(new Argument('[status]', 'which ones').choices(REVIEW_STATUSES).default('open'));
  addPageOptions(list).action((status: ReviewStatus, options: PageOptions, command: Command) =>
    run(command, (context) => listReviews(context, status, options)),
  );
  reviews
    .command('show <id>')
    .description('show the question, the draft, its evidence and the decision')
    .option('--json', 'print the review as JSON')
    .action((id: string, options: JsonOption, command: Command) =>
      run(command, (context) => showReview(context, id, options)),
    );
  reviews
    .command('claim <id>')
    .description('take a review, so that nobody else decides it meanwhile')
    .option('--json', 'print the review as JSON')
    .action((id: string, options: JsonOption, command: Command) =>
      run(command, (context) => claimReview(context, id, options)),
    );
  reviews
    .command('decide <id>')
    .description('approve the draft, correct it, or reject it')
    .addArgument(new Argument('<decision>', 'what you decide').choices(REVIEW_DECISIONS))
    .option('--answer <text>', 'what the asker gets, with the decision "correct"')
    .option('--note <text>', 'why; needed to reject')
    .option('--json', 'print the review as JSON')
    .action(
      (
        id: string,
        decision: ReviewDecisionKind,
        ...[options, command]: [DecisionOptions, Command]
      ) => run(command, (context) => decideReview(context, { id, decision, ...options })),
    );
}

async function listReviews(
  context: CommandContext,
  status: ReviewStatus,
  options: PageOptions,
): Promise<ExitCode> {
  const { limit, cursor } = options;
  const page = await context.client.call('listReviews', {
    query: {
      status,
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    },
  });
  printPage(context.terminal, page, { columns, empty: `No review is ${status}.`, options });
  return 0;
}

async function showReview(
  context: CommandContext,
  id: string,
  options: JsonOption,
): Promise<ExitCode> {
  const reply = await context.client.call('getReview', { params: { id } });
  printReview(context, reply, options);
  return 0;
}

async function claimReview(
  { client, terminal }: CommandContext,
  id: string,
  { json }: JsonOption,
): Promise<ExitCode> {
  const reply = await client.call('claimReview', { params: { id } });
  if (json === true) terminal.printJson(reply.raw);
  else terminal.note(`Claimed until ${formatTime(reply.value.claimed_until ?? '')} UTC.`);
  return 0;
}

async function decideReview(
  context: CommandContext,
  change: DecisionOptions & { readonly id: string; readonly decision: ReviewDecisionKind },
): Promise<ExitCode> {
  const { id, decision, answer, note } = change;
  const reply = await context.client.call('decideReview', {
    params: { id },
    body: {
      decision,
      ...(answer === undefined ? {} : { answer }),
      ...(note === undefined ? {} : { note }),
    },
  });
  printReview(context, reply, change);
  return 0;
}

function printReview(
  { terminal }: CommandContext,
  reply: { readonly value: ReviewDetail; readonly raw: unknown },
  { json }: JsonOption,
): void {
  if (json === true) {
    terminal.printJson(reply.raw);
    return;
  }
  const review = reply.value;
  const decided = review.record?.decision ?? null;
  const facts = renderFacts(
    [
      ['review', review.id],
      ['trace', review.trace_id],
      ['status', review.status],
      ['because', printableLine(review.reason)],
      ['due', `${formatTime(review.due_at)} UTC`],
      ['decision', decided === null ? null : `${decided.decision} by ${decided.decided_by.name}`],
      ['note', decided === null || decided.note === '' ? null : printableLine(decided.note)],
    ],
    terminal.colors,
  );
  const answer = decided?.answer ?? review.draft?.text ?? '(no draft)';
  const evidence = review.evidence.map(
    ({ marker, title, text }) =>
      `[${marker}] ${printableLine(title)}\n${printable(text ?? '(may not be read)')}`,
  );
  terminal.print(
    [
      terminal.colors.bold(printableLine(review.question)),
      printable(answer),
      facts,
      ...evidence,
    ].join('\n\n'),
  );
}
