import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../../platform/load-config.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';

export function registerConfig(program: Command, run: RunCommand): void {
  program
    .command('config')
    .description('work with the configuration file (needs no server)')
    .command('check [file]')
    .description('check a configuration file; without one, the file that the server would read')
    .option('--json', 'print the configuration with its defaults as JSON')
    .action((file: string | undefined, options: { readonly json?: boolean }, command: Command) =>
      run(command, (context) => checkConfig(context, file, options)),
    );
}

async function checkConfig(
  { settings, terminal }: CommandContext,
  file: string | undefined,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const path = file === undefined ? settings.configPath : resolve(settings.workingDirectory, file);
  const isRequired = file !== undefined || settings.isConfigPathGiven;
  const { config, hash, path: found } = loadConfig(path, { isRequired });
  if (options.json === true) {
    terminal.printJson(config);
    return 0;
  }
  const models = ['builtin-extractive', ...config.models.map((model) => model.name)];
  terminal.print(
    found === null ? `There is no ${path}: the built-in default holds.` : `${found} is valid.`,
  );
  terminal.print(
    `embedding ${config.embedding.adapter}; models ${models.join(', ')}; ${config.routes.length} ${config.routes.length === 1 ? 'route' : 'routes'}`,
  );
  terminal.print(`hash ${hash}`);
  return 0;
}
