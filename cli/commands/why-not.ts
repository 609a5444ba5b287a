import type { Command } from 'commander';
import type { BodyInput } from '../../contract/endpoint-types.ts';
import type { WhyNotAnswer } from '../../contract/why-not.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { ProblemError } from '../problem-error.ts';
import type { Reply } from '../read-reply.ts';
import { renderWhyNot } from '../text/render-why-not.ts';

interface WhyNotOptions {
  readonly collection?: string;
  readonly json?: boolean;
}

export function registerWhyNot(program: Command, run: RunCommand): void {
  const command = program
    .command('why-not <trace> <name>')
    .description('say why a document was not retrieved: by its source, its id or the id of a chunk')
    .option('-c, --collection <name>', 'which document, where several have the source')
    .option('--json', 'print the answer of the server as JSON');
  command.action((trace: string, name: string, options: WhyNotOptions) =>
    run(command, (context) => explain(context, { trace, name }, options)),
  );
}

async function explain(
  context: CommandContext,
  asked: { readonly trace: string; readonly name: string },
  { collection, json }: WhyNotOptions,
): Promise<ExitCode> {
  const { terminal } = context;
  const reply = await askBy(context, asked.trace, namesOf(asked.name, collection));
  if (json === true) terminal.printJson(reply.raw);
  else terminal.print(renderWhyNot(reply.value, terminal));
  return 0;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Name = BodyInput<'explainAbsence'>;
type Names = readonly [first: Name, ...others: Name[]];

/** Documents and chunks have ids of one kind: what is no document may be a chunk. */
function namesOf(name: string, collection: string | undefined): Names {
  if (collection !== undefined) return [{ source: name, collection }];
  return UUID.test(name) ? [{ document_id: name }, { chunk_id: name }] : [{ source: name }];
}

async function askBy(
  context: CommandContext,
  id: string,
  [name, next, ...others]: Names,
): Promise<Reply<WhyNotAnswer>> {
  try {
    return await context.client.call('explainAbsence', { params: { id }, body: name });
  } catch (error) {
    const isAbsent = error instanceof ProblemError && error.status === 404;
    if (!isAbsent || next === undefined) throw error;
    return await askBy(context, id, [next, ...others]);
  }
}
