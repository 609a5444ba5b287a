import type { Command } from 'commander';
import type { CitingAnswer, ReaskedAnswer } from '../../contract/stale-answer.ts';
import { MAX_REASKED_ANSWERS } from '../../contract/stale-answer.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, wholeNumber, type PageOptions } from '../option-parsers.ts';
import type { Colors } from '../terminal.ts';
import { formatMinute } from '../text/facts.ts';
import { printable, printableLine } from '../text/printable.ts';
import { renderWords } from '../text/render-diff.ts';

interface ReaskOptions {
  readonly run?: string;
  readonly limit?: number;
  readonly json?: boolean;
}

/** Answers whose documents have changed since: below `documents`. */
export function registerStaleAnswers(documents: Command, run: RunCommand): void {
  const stale = documents
    .command('stale <id>')
    .description('list past answers that cite what has changed in a document, and how');
  // `documents` has options of the same names, and takes them first.
  addPageOptions(stale).action((id: string, _options: PageOptions, command: Command) =>
    run(command, (context) => listStale(context, id, command.optsWithGlobals<PageOptions>())),
  );
  documents
    .command('reask [id]')
    .description('ask stale answers of a document, or of a run, anew; shows old and new')
    .option('--run <id>', 'those that this ingest run has made stale')
    .option('--limit <n>', 'how many to ask', wholeNumber(1, MAX_REASKED_ANSWERS))
    .option('--json', 'print the answers as JSON')
    .action((id: string | undefined, _options: ReaskOptions, command: Command) =>
      run(command, (context) => reask(context, id, command.optsWithGlobals<ReaskOptions>())),
    );
}

async function listStale(
  { client, terminal }: CommandContext,
  id: string,
  { json, limit, cursor }: PageOptions,
): Promise<ExitCode> {
  const query = {
    stale: 'true' as const,
    ...(limit === undefined ? {} : { limit }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  const reply = await client.call('listDocumentAnswers', { params: { id }, query });
  if (json === true) {
    terminal.printJson(reply.raw);
    return 0;
  }
  const { data, next_cursor: nextCursor } = reply.value;
  if (data.length === 0) terminal.note('No answer cites what has changed.');
  else terminal.print(data.map((answer) => renderStale(answer, terminal.colors)).join('\n\n'));
  if (nextCursor !== null) terminal.note(`There are more: --cursor ${nextCursor}`);
  return 0;
}

function renderStale(answer: CitingAnswer, colors: Colors): string {
  const reasked = answer.reasked_as === null ? '' : `; asked anew as ${answer.reasked_as}`;
  const changes = (answer.stale?.changes ?? []).flatMap((change) => [
    `  ${change.change} in version ${change.to_version ?? '–'}, cited from version ${change.from_version}:`,
    `  ${renderWords(change.words, colors).replaceAll('\n', '\n  ')}`,
  ]);
  return [
    colors.bold(printableLine(answer.question)),
    `  ${formatMinute(answer.asked_at)} UTC, trace ${answer.trace_id}${reasked}`,
    ...changes,
  ].join('\n');
}

async function reask(
  { client, terminal }: CommandContext,
  id: string | undefined,
  { run: runId, limit, json }: ReaskOptions,
): Promise<ExitCode> {
  const reply = await client.call('reaskAnswers', {
    body: {
      ...(id === undefined ? {} : { document_id: id }),
      ...(runId === undefined ? {} : { run_id: runId }),
      ...(limit === undefined ? {} : { limit }),
    },
  });
  if (json === true) {
    terminal.printJson(reply.raw);
    return 0;
  }
  const { data, remaining } = reply.value;
  if (data.length > 0)
    terminal.print(data.map((answer) => renderReasked(answer, terminal.colors)).join('\n\n'));
  terminal.note(`${data.length} asked anew, ${remaining} remaining.`);
  return data.some((answer) => answer.error !== null) ? 1 : 0;
}

function renderReasked(answer: ReaskedAnswer, colors: Colors): string {
  const fresh =
    answer.new === null
      ? colors.red(`  not answered: ${printableLine(answer.error?.detail ?? '')}`)
      : `  now: ${printable(answer.new.answer)}\n  trace ${answer.new.id}`;
  return [
    colors.bold(printableLine(answer.question)),
    colors.dim(`  was: ${printable(answer.old.answer)}\n  trace ${answer.old.id}`),
    fresh,
  ].join('\n');
}
