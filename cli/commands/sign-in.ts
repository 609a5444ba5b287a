import type { Command } from 'commander';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { absoluteUrl } from '../text/absolute-url.ts';
import { formatTime } from '../text/facts.ts';

export function registerSignIn(program: Command, run: RunCommand): void {
  program
    .command('sign-in')
    .description('print a link that signs one browser in, once')
    .option('--json', 'print the link as JSON')
    .action((options: { readonly json?: boolean }, command: Command) =>
      run(command, (context) => signIn(context, options)),
    );
}

async function signIn(
  { client, terminal, settings }: CommandContext,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const { value, raw } = await client.call('createSignInLink', {});
  if (options.json === true) {
    terminal.printJson(raw);
    return 0;
  }
  terminal.print(absoluteUrl(value.url, settings.url));
  terminal.note(
    `Open it in a browser by ${formatTime(value.expires_at)} UTC; it works once, with the rights of your key.`,
  );
  return 0;
}
