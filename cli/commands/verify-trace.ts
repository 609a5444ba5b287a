import { Option, type Command } from 'commander';
import { VERIFIER_TIERS } from '../../contract/verification.ts';
import type { VerifyResponse } from '../../contract/verify.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { timestamp } from '../option-parsers.ts';
import { renderFacts } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import { verifyTraces, type VerifyManyOptions } from './verify-traces.ts';

interface VerifyOptions extends VerifyManyOptions {
  readonly store: boolean;
  readonly all?: boolean;
}

export function registerVerifyTrace(program: Command, run: RunCommand): void {
  program
    .command('verify-trace [id]')
    .description('check stored answers once more; exits with 1 when a verdict differs')
    .option('--all', 'every answer that the key may read, instead of one')
    .option('--from <time>', 'every answer not before', timestamp)
    .option('--to <time>', 'every answer before', timestamp)
    .addOption(
      new Option('--up-to <tier>', 'the last tier that may be asked').choices(VERIFIER_TIERS),
    )
    .option('--no-store', 'keep no trace of the check; of one answer only')
    .option('--json', 'print the answer of the server as JSON')
    .action((id: string | undefined, options: VerifyOptions, command: Command) => {
      const isMany = options.all === true || (options.from ?? options.to) !== undefined;
      if (isMany === (id !== undefined)) {
        command.error('error: give either the id of one answer, or --all, --from or --to');
      }
      return run(command, (context) =>
        id === undefined ? verifyTraces(context, options) : verifyTrace(context, id, options),
      );
    });
}

/** Exits with 1 when the check finds otherwise than is on record, so that a script can rely on it. */
async function verifyTrace(
  { client, terminal }: CommandContext,
  id: string,
  { store, upTo, json }: VerifyOptions,
): Promise<ExitCode> {
  const reply = await client.call('verify', {
    body: { trace_id: id, store, ...(upTo === undefined ? {} : { up_to: upTo }) },
  });
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
