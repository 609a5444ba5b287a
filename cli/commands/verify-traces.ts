import type { CreateVerificationRun, VerificationRun } from '../../contract/verification-run.ts';
import type { CommandContext, ExitCode } from '../command-context.ts';
import { renderFacts } from '../text/facts.ts';
import { renderTable, type Column } from '../text/render-table.ts';
import type { VerificationResult } from '../../contract/verification-run.ts';
import { MAX_PAGE_LIMIT, type Page } from '../../contract/page.ts';

export interface VerifyManyOptions {
  readonly from?: string;
  readonly to?: string;
  readonly upTo?: CreateVerificationRun['up_to'];
  readonly json?: boolean;
}

const POLL_INTERVAL_MS = 500;

const columns: readonly Column<VerificationResult>[] = [
  { title: 'trace', cell: ({ trace_id: id }) => id },
  { title: 'on record', cell: ({ recorded_verdict: verdict }) => verdict ?? '' },
  { title: 'now', cell: ({ verdict }) => verdict ?? '' },
  { title: 'claims', align: 'right', cell: ({ changed_claims: count }) => String(count) },
  { title: 'trace of the check', cell: ({ verification_id: id }) => id ?? '' },
];

/** Starts a run and follows it to its end; exits with 1 when a verdict differs, and with 2 when it fails. */
export async function verifyTraces(
  context: CommandContext,
  options: VerifyManyOptions,
): Promise<ExitCode> {
  const { client, terminal } = context;
  const started = await client.call('createVerificationRun', {
    body: {
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(options.to === undefined ? {} : { to: options.to }),
      up_to: options.upTo ?? 'builtin',
    },
  });
  const run = await follow(context, started.value);
  const changed = run.changed_answers === 0 ? [] : await fetchChanged(context, run);
  if (options.json === true) terminal.printJson({ run, changed });
  else {
    terminal.print(renderFacts(describe(run), terminal.colors));
    if (changed.length > 0) terminal.print(`\n${renderTable(changed, columns, terminal)}`);
  }
  if (run.status !== 'done' || run.failed_answers > 0) return 2;
  return run.changed_answers > 0 ? 1 : 0;
}

async function follow(
  { client, clock, terminal }: CommandContext,
  started: VerificationRun,
): Promise<VerificationRun> {
  let run = started;
  terminal.note(`Run ${run.id} checks ${run.total_answers} answers.`);
  while (run.status === 'running') {
    await clock.sleep(POLL_INTERVAL_MS);
    run = (await client.call('getVerificationRun', { params: { id: run.id } })).value;
  }
  return run;
}

async function fetchChanged(
  { client }: CommandContext,
  { id }: VerificationRun,
): Promise<readonly VerificationResult[]> {
  const changed: VerificationResult[] = [];
  let cursor: string | null = null;
  do {
    const page: { readonly value: Page<VerificationResult> } = await client.call(
      'listVerificationResults',
      {
        params: { id },
        query: { changed: 'true', limit: MAX_PAGE_LIMIT, ...(cursor === null ? {} : { cursor }) },
      },
    );
    changed.push(...page.value.data);
    cursor = page.value.next_cursor;
  } while (cursor !== null);
  return changed;
}

function describe(run: VerificationRun): Parameters<typeof renderFacts>[0] {
  return [
    ['run', run.id],
    ['status', run.failure === null ? run.status : `${run.status}: ${run.failure}`],
    ['answers', `${run.checked_answers} of ${run.total_answers} checked`],
    ['not checked', run.failed_answers === 0 ? null : String(run.failed_answers)],
    ['changed', `${run.changed_claims} verdicts in ${run.changed_answers} answers`],
  ];
}
