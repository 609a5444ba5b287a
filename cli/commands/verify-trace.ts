import type { Command } from 'commander';
import type { VerifyResponse } from '../../contract/verify.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { renderFacts } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';

interface VerifyOptions {
  readonly store: boolean;
  readonly json?: boolean;
}

export function registerVerifyTrace(program: Command, run: RunCommand): void {
  program
    .command('verify-trace <id>')
    .description('check a stored answer once more; exits with 1 when a verdict differs')
    .option('--no-store', 'keep no trace of the check')
    .option('--json', 'print the answer of the server as JSON')
    .action((id: string, options: VerifyOptions, command: Command) =>
      run(command, (context) => verifyTrace(context, id, options)),
    );
}

/** Exits with 1 when the check finds otherwise than is on record, so that a script can rely on it. */
async function verifyTrace(
  { client, terminal }: CommandContext,
  id: string,
  { store, json }: VerifyOptions,
): Promise<ExitCode> {
  const reply = await client.call('verify', { body: { trace_id: id, store } });
  const check = reply.value;
  if (json === true) terminal.printJson(reply.raw);
  else {
    const claims = check.claims.map(
      ({ verdict, text }) => `${verdict.padEnd(20)} ${printableLine(text)}`,
    );
    terminal.print([renderFacts(describe(check), terminal.colors), ...claims].join('\n'));
  }
  return check.recorded?.is_same === false ? 1 : 0;
}

function describe({
  id,
  verification,
  recorded,
}: VerifyResponse): Parameters<typeof renderFacts>[0] {
  return [
    ['now', `${verification.verdict} (${verification.verifier})`],
    [
      'on record',
      recorded === null
        ? null
        : `${recorded.verification.verdict} (${recorded.verification.verifier})`,
    ],
    ['verdicts', recorded?.is_same === true ? 'the same' : 'not the same'],
    ['trace of this check', id],
  ];
}
