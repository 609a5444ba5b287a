import { SIMULATED_FINGERPRINT } from '../../contract/evaluation.ts';
import type { LoadReport } from '../../contract/load-report.ts';
import { AppError } from '../../platform/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { ProblemError } from '../problem-error.ts';
import { runLoad, TIMED_OUT, type LoadEnding, type LoadPlan, type LoadSample } from './run-load.ts';
import { summarizeLoad } from './summarize-load.ts';

/** What traces of a load say of where their questions come from, so that they can be told from those of people. */
const LOAD_APP = 'footnote-load';

/** Puts a load on the server, and says what came of it. */
export async function measureLoad(
  context: CommandContext,
  plan: LoadPlan,
  objective: number,
): Promise<LoadReport> {
  const startedAt = new Date();
  const outcome = await runLoad(plan, {
    clock: context.clock,
    ask: (question, timeoutMs) => ask(context, question, timeoutMs),
  });
  const isSimulated = await findSimulated(context, outcome.samples);
  return summarizeLoad(outcome, { plan, objective, startedAt, isSimulated });
}

/** Asks some questions one after the other, which count for nothing. Throws what the first refusal is. */
export async function warmUp(
  { client }: CommandContext,
  plan: LoadPlan,
  count: number,
): Promise<void> {
  for (let index = 0; index < count; index++) {
    const question = plan.questions[index % plan.questions.length] ?? '';
    await client.askWithin({ body: bodyOf(question), timeoutMs: plan.timeoutMs });
  }
}

async function ask(
  { client }: CommandContext,
  question: string,
  timeoutMs: number,
): Promise<LoadEnding> {
  try {
    const answer = await client.askWithin({ body: bodyOf(question), timeoutMs });
    const { id: traceId, status, timings_ms: timings, route } = answer;
    return { kind: 'answer', traceId, status, timings, model: route.model };
  } catch (error) {
    return { kind: 'failed', code: codeOf(error) };
  }
}

function bodyOf(question: string) {
  return { question, metadata: { app: LOAD_APP } };
}

function codeOf(error: unknown): string {
  if (error instanceof ProblemError) return `status_${error.status}`;
  if (!(error instanceof AppError)) return 'broken_connection';
  const { cause } = error;
  if (cause instanceof Error && cause.name === 'TimeoutError') return TIMED_OUT;
  return error.code === 'unavailable' ? 'unreachable' : error.code;
}

/** By one trace of each model that answered; null where none can be read: what was measured stays all the same. */
async function findSimulated(
  { client }: CommandContext,
  samples: readonly LoadSample[],
): Promise<boolean | null> {
  const answers = samples.flatMap(({ ending }) => (ending.kind === 'answer' ? [ending] : []));
  const firstOf = new Map(answers.map(({ model, traceId }) => [model, traceId]));
  try {
    for (const id of firstOf.values()) {
      const { value: trace } = await client.call('getTrace', { params: { id } });
      const attempts = 'attempts' in trace ? (trace.attempts ?? []) : [];
      if (attempts.some(({ fingerprint }) => fingerprint === SIMULATED_FINGERPRINT)) return true;
    }
  } catch {
    return null;
  }
  return answers.length === 0 ? null : false;
}
