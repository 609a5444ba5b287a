import type { Answer } from '../../contract/answer.ts';
import { AppError } from '../../platform/errors.ts';
import type { ApiClient } from '../api-client.ts';
import type { CommandContext } from '../command-context.ts';
import { finishRun, ingestNotices } from './ingest-notices.ts';
import { DEMO_APPS, type DemoPlan, type DemoStep } from './plan-demo.ts';
import type { Notice } from './read-demo.ts';

/** What the demo left behind, by outcome or kind. */
export interface DemoFigures {
  readonly counts: ReadonlyMap<string, number>;
  readonly staleAnswers: number;
  readonly decidedReviews: number;
}

/** So many calls are on their way at once. */
const CONCURRENCY = 4;
const PROGRESS_EVERY = 100;
const REVIEWS_READ = 200;
/** Of the open reviews, every third waits on. */
const LEFT_OPEN = 3;

interface Player {
  readonly context: CommandContext;
  readonly apps: ReadonlyMap<string, ApiClient>;
  readonly counts: Map<string, number>;
  /** The newest answer that was given, which a replay asks once more. */
  lastAnswer: string | null;
  done: number;
}

/**
 * Plays a plan against the running server, through the same calls that apps make: asks with a key for
 * each app, changes the notices halfway, and decides some of the reviews. The keys end with the demo.
 */
export async function playDemo(
  context: CommandContext,
  { plan, notices }: { readonly plan: DemoPlan; readonly notices: readonly Notice[] },
): Promise<DemoFigures> {
  await finishHandbook(context);
  await ingestNotices(
    context,
    notices.map((notice) => ({ ...notice, text: notice.before })),
  );
  const keys = await openKeys(context);
  try {
    const apps = new Map(keys.map(({ name, key }) => [name, context.clientWith(key)]));
    const player: Player = { context, apps, counts: new Map(), lastAnswer: null, done: 0 };
    await playSteps(player, plan.before);
    const changed = notices.flatMap((notice) =>
      notice.after === null ? [] : [{ ...notice, text: notice.after }],
    );
    const run = await ingestNotices(context, changed);
    await playSteps(player, plan.after);
    const decidedReviews = await decideReviews(context);
    return { counts: player.counts, staleAnswers: run.stale_answers, decidedReviews };
  } finally {
    for (const { id } of keys) await context.client.call('revokeApiKey', { params: { id } });
  }
}

/** The handbook is what is asked about: waits until it can be searched. */
async function finishHandbook(context: CommandContext): Promise<void> {
  const { value } = await context.client.call('listIngestRuns', { query: { limit: 200 } });
  for (const { id, finished_at: end } of value.data) if (end === null) await finishRun(context, id);
  const { value: documents } = await context.client.call('listDocuments', { query: { limit: 1 } });
  if (documents.data.length > 0) return;
  throw new AppError(
    'invalid_value',
    'The demo bank’s handbook is not there to be asked about: start the server without FOOTNOTE_DEMO=0.',
  );
}

async function openKeys({ client, newId }: CommandContext) {
  const run = newId().slice(-6);
  const keys = [];
  for (const { name, clearance } of DEMO_APPS) {
    const { value } = await client.call('createApiKey', {
      body: { name: `${name} (demo ${run})`, scopes: ['ask', 'retrieve'], clearance },
    });
    keys.push({ id: value.id, name, key: value.key });
  }
  return keys;
}

async function playSteps(player: Player, steps: readonly DemoStep[]): Promise<void> {
  const waiting = steps.values();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const step of waiting) {
        count(player, await playStep(player, step));
        player.done += 1;
        if (player.done % PROGRESS_EVERY === 0)
          player.context.terminal.note(`${player.done} traces`);
      }
    }),
  );
}

/** Plays one step, and says what came of it in a word. */
async function playStep(player: Player, step: DemoStep): Promise<string> {
  const { client } = player.context;
  switch (step.kind) {
    case 'ask':
      return ask(player, step);
    case 'retrieve':
      await clientOf(player, step.app).call('retrieve', { body: { question: step.question } });
      return 'retrieved only';
    case 'verify':
      await client.call('verify', {
        body: { answer: step.answer, chunks: [{ id: 'notice', text: step.text }] },
      });
      return 'checked only';
    case 'replay':
      if (player.lastAnswer === null) {
        await client.call('retrieve', { body: { question: 'What does the handbook say?' } });
        return 'retrieved only';
      }
      await client.call('replayTrace', {
        params: { id: player.lastAnswer },
        body: { documents: 'then' },
      });
      return 'replayed';
    default:
      return step satisfies never;
  }
}

async function ask(
  player: Player,
  step: Extract<DemoStep, { readonly kind: 'ask' }>,
): Promise<string> {
  const client = clientOf(player, step.app);
  const body = { question: step.question, model: step.model, metadata: { app: step.app } };
  const answer = step.isStreamed
    ? await readToEnd(client, body)
    : (await client.call('createAnswer', { body })).value;
  if (answer.status === 'answered') player.lastAnswer = answer.id;
  if (step.feedback !== null) {
    await client.call('giveFeedback', { params: { id: answer.id }, body: step.feedback });
  }
  return answer.status.replace('_', ' ');
}

async function readToEnd(
  client: ApiClient,
  body: Parameters<ApiClient['streamAnswer']>[0],
): Promise<Answer> {
  for await (const event of client.streamAnswer(body)) {
    if (event.kind === 'done') return event.answer;
  }
  throw new AppError('unavailable', 'The stream ended before the answer was complete.');
}

/** A reviewer approves one of three of what waits, if there is a draft, rejects one, and leaves one to be decided. */
async function decideReviews({ client }: CommandContext): Promise<number> {
  const query = { status: 'open', limit: REVIEWS_READ } as const;
  const { value } = await client.call('listReviews', { query });
  const decided = value.data.filter((_, index) => index % LEFT_OPEN !== 0);
  for (const [index, { id }] of decided.entries()) {
    await client.call('claimReview', { params: { id } });
    const { value: review } = await client.call('getReview', { params: { id } });
    const body =
      index % 2 === 0 && review.draft !== null
        ? ({ decision: 'approve', note: 'Agrees with the handbook.' } as const)
        : ({ decision: 'reject', note: 'Payroll answers this in person.' } as const);
    await client.call('decideReview', { params: { id }, body });
  }
  return decided.length;
}

function clientOf({ apps, context }: Player, app: string): ApiClient {
  return apps.get(app) ?? context.client;
}

function count({ counts }: Player, outcome: string): void {
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
}
