import { Option, type Command } from 'commander';
import { CLASSIFICATIONS } from '../../contract/classification.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { findFiles, type FoundFiles, type LeftOutFile } from '../ingest/find-files.ts';
import { ingestFiles, type IngestOutcome } from '../ingest/ingest-files.ts';
import { summarizeRuns, type IngestProgress } from '../ingest/ingest-progress.ts';
import { INGEST_PROGRESS } from '../ingest/progress-line.ts';
import { createProgressReporter } from '../ingest/progress-reporter.ts';
import { formatDuration } from '../ingest/progress-line.ts';
import type { DocumentSettings } from '../ingest/send-batch.ts';
import { collect } from '../option-parsers.ts';
import { printableLine } from '../text/printable.ts';

interface IngestOptions extends DocumentSettings {
  readonly json?: boolean;
}

export function registerIngest(program: Command, run: RunCommand): void {
  program
    .command('ingest <paths...>')
    .description('ingest files, and all documents in folders (.md .txt .html .pdf .docx .csv)')
    .option('-c, --collection <name>', 'into this collection, made if it is missing')
    .option('-t, --tag <tag>', 'mark the documents (repeatable)', collect)
    .addOption(
      new Option('--classification <class>', 'how sensitive they are').choices(CLASSIFICATIONS),
    )
    .option('--acl <group>', 'let this group read them, not everyone (repeatable)', collect)
    .option('--json', 'print the finished runs as JSON')
    .addHelpText(
      'after',
      '\nA file is known by its path below the folder that you name: ingest the same folder again and\nchanged files become new versions, unchanged ones cost nothing.',
    )
    .action((paths: readonly string[], options: IngestOptions, command: Command) =>
      run(command, (context) => ingest(context, paths, options)),
    );
}

async function ingest(
  context: CommandContext,
  paths: readonly string[],
  options: IngestOptions,
): Promise<ExitCode> {
  const { terminal, clock, settings } = context;
  const found = await findFiles(paths, settings.workingDirectory);
  for (const file of found.skipped) terminal.note(`skipped ${describe(file)}`);
  const startedAt = clock.now();
  const outcome = await ingestWithProgress(context, found, options);
  const failures = listFailures(found, outcome);
  for (const file of failures) terminal.complain(`failed  ${describe(file)}`);
  if (options.json === true) printJson(context, found, outcome);
  else terminal.print(summaryLine(found, outcome, clock.now() - startedAt));
  return failures.length === 0 && found.files.length > 0 ? 0 : 1;
}

async function ingestWithProgress(
  context: CommandContext,
  found: FoundFiles,
  settings: DocumentSettings,
): Promise<IngestOutcome> {
  const { terminal, clock, client, newId } = context;
  if (found.files.length === 0) return { runs: [], failed: [] };
  const reporter = createProgressReporter({ terminal, clock }, INGEST_PROGRESS);
  const onProgress = (progress: IngestProgress) => reporter.update(progress);
  try {
    return await ingestFiles(found.files, { client, clock, newId, settings, onProgress });
  } finally {
    reporter.finish();
  }
}

function listFailures(found: FoundFiles, outcome: IngestOutcome): readonly LeftOutFile[] {
  const inRuns = outcome.runs.flatMap((run) =>
    run.value.errors.map((error) => ({
      path: error.source,
      reason: `${error.detail} (${error.code})`,
    })),
  );
  const unexplained = outcome.runs
    .filter((run) => run.value.documents.failed > run.value.errors.length)
    .map((run) => ({ path: `run ${run.value.id}`, reason: 'more files failed than it explains' }));
  return [...found.failed, ...outcome.failed, ...inRuns, ...unexplained];
}

function summaryLine(found: FoundFiles, outcome: IngestOutcome, elapsedMs: number): string {
  if (found.files.length + found.failed.length === 0) return 'Nothing to ingest was found.';
  const runs = outcome.runs.map((run) => run.value);
  const progress = summarizeRuns(runs, {
    total: found.files.length,
    sentCount: found.files.length,
    refused: outcome.failed.length + found.failed.length,
  });
  const added = runs.reduce((sum, run) => sum + run.chunks.added, 0);
  const reused = runs.reduce((sum, run) => sum + run.chunks.reused, 0);
  return `${progress.done} ingested, ${progress.unchanged} unchanged, ${progress.failed} failed, ${found.skipped.length} skipped; ${added} chunks added, ${reused} reused, in ${formatDuration(elapsedMs / 1000)}.`;
}

function printJson(context: CommandContext, found: FoundFiles, outcome: IngestOutcome): void {
  context.terminal.printJson({
    runs: outcome.runs.map((run) => run.raw),
    skipped: found.skipped,
    not_sent: [...found.failed, ...outcome.failed],
  });
}

function describe(file: LeftOutFile): string {
  return printableLine(`${file.path}: ${file.reason}`);
}
