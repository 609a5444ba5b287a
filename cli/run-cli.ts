import { Command, CommanderError } from 'commander';
import { createApiClient } from './api-client.ts';
import type { Clock, ExitCode, RunCommand } from './command-context.ts';
import { registerAlerts } from './commands/alerts.ts';
import { registerAsk } from './commands/ask.ts';
import { registerClassifiers } from './commands/classifiers.ts';
import { registerClassify } from './commands/classify.ts';
import { registerBudgets } from './commands/budgets.ts';
import { registerCanaries } from './commands/canaries.ts';
import { registerCollections } from './commands/collections.ts';
import { registerConfig } from './commands/check-config.ts';
import { registerCost } from './commands/cost.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerDocuments } from './commands/documents.ts';
import { registerDrift } from './commands/drift.ts';
import { registerEvaluate } from './commands/evaluate.ts';
import { registerEvaluations } from './commands/evaluations.ts';
import { registerGoldSets } from './commands/gold-sets.ts';
import { registerExtract } from './commands/extract.ts';
import { registerIngest } from './commands/ingest.ts';
import { registerKeys } from './commands/keys.ts';
import { registerLoad } from './commands/load.ts';
import { registerMetrics } from './commands/metrics.ts';
import { registerModels } from './commands/models.ts';
import { registerOpenApi } from './commands/openapi.ts';
import { registerReadiness } from './commands/readiness.ts';
import { registerRedTeam } from './commands/red-team.ts';
import { registerReplay } from './commands/replay.ts';
import { registerRetrieve } from './commands/retrieve.ts';
import { registerReviews } from './commands/reviews.ts';
import { registerRoute } from './commands/route.ts';
import { registerRouteReplay } from './commands/route-replay.ts';
import { registerRuns } from './commands/runs.ts';
import { registerSignIn } from './commands/sign-in.ts';
import { registerSources } from './commands/sources.ts';
import { registerSummarize } from './commands/summarize.ts';
import { registerTraces } from './commands/traces.ts';
import { registerVerifyTrace } from './commands/verify-trace.ts';
import { registerWhyNot } from './commands/why-not.ts';
import { registerWorkflow } from './commands/workflow.ts';
import type { CliSettings } from './config.ts';
import { describeError } from './describe-error.ts';
import { readApiKey } from './read-api-key.ts';
import type { SendRequest } from './send-request.ts';
import { createTerminal, type OutputStream } from './terminal.ts';

export interface CliEnvironment {
  readonly settings: CliSettings;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly clock: Clock;
  readonly nodeVersion: string;
  readonly newId: () => string;
  readonly send: SendRequest;
}

interface GlobalOptions {
  readonly quiet?: boolean;
  /** commander's form of `--no-color`: true unless it was given. */
  readonly color: boolean;
}

/** Runs one command line and returns the exit code of the process. Never throws. */
export async function runCli(
  commandLine: readonly string[],
  environment: CliEnvironment,
): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const run: RunCommand = async (command, work) => {
    exitCode = await work(
      await createContext(command.optsWithGlobals<GlobalOptions>(), environment),
    );
  };
  try {
    await createProgram(environment, run).parseAsync(commandLine, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    environment.stderr.write(`${describeError(error)}\n`);
    return 1;
  }
}

async function createContext(options: GlobalOptions, environment: CliEnvironment) {
  const { settings, stdout, stderr, clock, nodeVersion, newId, send } = environment;
  const color = options.color ? settings.color : 'never';
  const clientWith = (apiKey: string | null) =>
    createApiClient({ baseUrl: settings.url, apiKey, send });
  return {
    client: clientWith(await readApiKey(settings)),
    clientWith,
    terminal: createTerminal({ stdout, stderr, color, isQuiet: options.quiet === true }),
    settings,
    clock,
    nodeVersion,
    newId,
  };
}

function createProgram(environment: CliEnvironment, run: RunCommand): Command {
  const program = new Command('footnote')
    .description('Asks, ingests into and audits a running Footnote server.')
    .option('-q, --quiet', 'print results and errors only')
    .option('--no-color', 'print without colours; NO_COLOR does the same')
    .addHelpText('after', HELP)
    .showHelpAfterError('Add --help to see what it takes.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => environment.stdout.write(text),
      writeErr: (text) => environment.stderr.write(text),
      getOutHelpWidth: () => environment.stdout.columns,
      getErrHelpWidth: () => environment.stderr.columns,
    });
  const registrations = [
    registerIngest,
    registerAsk,
    registerRetrieve,
    registerExtract,
    registerSummarize,
    registerTraces,
    registerReviews,
    registerWorkflow,
    registerClassifiers,
    registerClassify,
    registerDrift,
    registerEvaluate,
    registerEvaluations,
    registerGoldSets,
    registerReadiness,
    registerLoad,
    registerCost,
    registerMetrics,
    registerCanaries,
    registerAlerts,
    registerWhyNot,
    registerRedTeam,
    registerReplay,
    registerVerifyTrace,
    registerDocuments,
    registerRuns,
    registerCollections,
    registerSources,
    registerModels,
    registerBudgets,
    registerRoute,
    registerRouteReplay,
    registerKeys,
    registerSignIn,
    registerOpenApi,
    registerConfig,
    registerDoctor,
    registerDemo,
  ];
  for (const register of registrations) register(program, run);
  return program;
}

const HELP = `
Environment:
  FOOTNOTE_URL       the server (default http://127.0.0.1:8080)
  FOOTNOTE_API_KEY   the key to call with
  FOOTNOTE_DATA_DIR  where the server keeps its admin-key, used without FOOTNOTE_API_KEY
                     (default .footnote)

Exit codes: 0 done, 1 something failed, 2 the command was not understood.
config check and doctor work without a server; every other command calls one.`;
