import type { Command } from 'commander';
import { AppError } from '../../platform/errors.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';

export function registerOpenApi(program: Command, run: RunCommand): void {
  program
    .command('openapi')
    .description('print the OpenAPI document of the server')
    .option('--json', 'the same: the document is JSON')
    .action((_options: unknown, command: Command) => run(command, printOpenApi));
}

async function printOpenApi({ client, terminal }: CommandContext): Promise<ExitCode> {
  const { status, raw } = await client.probe('/openapi.json');
  if (status !== 200)
    throw new AppError('unavailable', `The server answered ${status} for /openapi.json.`);
  terminal.printJson(raw);
  return 0;
}
