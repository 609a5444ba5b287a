import { extname, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../platform/errors.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { runSimulated } from '../run-simulated.ts';
import { readApiKey } from '../read-api-key.ts';
import { collect, wholeNumber } from '../option-parsers.ts';

interface RedTeamOptions {
  readonly running?: boolean;
  readonly seed: number;
  readonly perCategory: number;
  readonly report?: readonly string[];
  readonly json?: boolean;
}

const DEFAULT_PER_CATEGORY = 12;
const MAX_PER_CATEGORY = 200;
const MAX_SEED = 1_000_000;
const FORMATS: ReadonlySet<string> = new Set(['.md', '.json', '.txt']);

export function registerRedTeam(program: Command, run: RunCommand): void {
  program
    .command('red-team')
    .description('attack the service, and print what came of it, category by category')
    .option('--running', 'the server that is running, in a collection of its own there')
    .option('--seed <n>', 'the same seed gives the same attacks', wholeNumber(0, MAX_SEED), 1)
    .option(
      '--per-category <n>',
      'how many attacks of each category',
      wholeNumber(1, MAX_PER_CATEGORY),
      DEFAULT_PER_CATEGORY,
    )
    .option(
      '--report <file>',
      'write the score card there: .md, .json or .txt; repeatable',
      collect,
    )
    .option('--json', 'print the score card as JSON')
    .action((options: RedTeamOptions, command: Command) =>
      run(command, (context) => attack(context, options)),
    );
}

/** Exits with 1 when an attack succeeded. */
async function attack(
  { terminal, settings }: CommandContext,
  options: RedTeamOptions,
): Promise<ExitCode> {
  const reports = options.report ?? [];
  for (const path of reports) {
    if (FORMATS.has(extname(path))) continue;
    throw new AppError('invalid_value', `${path} must end in .md, .json or .txt.`);
  }
  if (options.running !== true) {
    terminal.note(
      'Simulated: a server of its own is attacked, whose models do whatever anybody says.',
    );
  }
  const commandLine = [
    '--seed',
    String(options.seed),
    '--per-category',
    String(options.perCategory),
    ...reports.flatMap((path) => ['--report', resolve(settings.workingDirectory, path)]),
    ...(options.json === true ? ['--json'] : []),
    ...(options.running === true ? ['--url', settings.url.href] : []),
  ];
  const key = options.running === true ? await readApiKey(settings) : null;
  return runSimulated('red-team', commandLine, key);
}
