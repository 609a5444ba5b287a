import { ApiKeyId } from '../../contract/ids.ts';
import { ALL_DATA_CLASSES } from '../../contract/classification.ts';
import { findApiKey } from '../../db/queries/api-keys.ts';
import {
  findBaselineId,
  insertCanaryAnswer,
  listCanaryAnswers,
  type StoredCanaryAnswer,
} from '../../db/queries/canaries.ts';
import { renewCanaryRound, type LeasedCanaryRound } from '../../db/queries/steer-canaries.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { SEES_EVERYTHING } from '../access/reader-for.ts';
import { isUsable, toCaller } from '../access/authenticate.ts';
import { openBudget } from '../budgets/open-budget.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { askCanary } from './ask-canary.ts';
import { hashQuestions } from './canary-prompt.ts';
import { chooseQuestions, type ChosenQuestion } from './choose-questions.ts';
import { endBaseline, endCheck, endUnasked, type Round } from './end-round.ts';

/** How long a round stays with a server that shows no sign of life. */
export const LEASE_SECONDS = 30;
const RENEW_MS = 5_000;
/** How often a baseline asks each question: its own spread is learned from them. */
export const REPETITIONS = 4;
const CONCURRENCY = 4;
/** A budget of a workflow of this name bounds what the canaries spend. */
const WORKFLOW = 'canaries';

/** Works on a leased round until it is done or the server stops; what has been answered is not asked again. */
export async function runRound(lease: LeasedCanaryRound, services: Services): Promise<void> {
  const database = inWorkspace(services.database, lease.workspaceId);
  const config = services.config.canaries;
  const caller = await findCaller(database, lease, services);
  const isConfigured = services.config.models.some(({ name }) => name === lease.model);
  if (config === null || caller === null || !isConfigured) {
    const detail =
      caller === null
        ? 'The key that asked for it may not be used any more.'
        : 'The configuration has no canaries for this model any more.';
    return endUnasked({ lease, database }, detail);
  }
  const chosen = await chooseQuestions(database, config);
  if (chosen.kind === 'lacking') {
    const { detail } = chosen;
    services.logger.warn({ model: lease.model, detail }, 'canary.nothing_to_ask');
    return endUnasked({ lease, database }, detail);
  }
  const { questions } = chosen;
  const lost = new AbortController();
  const signal = AbortSignal.any([lost.signal, services.stopping]);
  const renewal = setInterval(() => {
    renewCanaryRound(database, lease, LEASE_SECONDS)
      .then((isOurs) => (isOurs ? undefined : lost.abort()))
      .catch((error: unknown) => services.logger.warn({ err: error }, 'canary.renewal_failed'));
  }, RENEW_MS).unref();
  try {
    const round = await openRound(lease, { questions, database });
    await askAll(round, { questions, caller, signal }, services);
    if (signal.aborted) {
      if (!lost.signal.aborted) await renewCanaryRound(database, lease, 0);
      return;
    }
    const given = await answersOf(database, lease.id);
    if (round.baselineId === null) await endBaseline(round, given, services);
    else
      await endCheck(
        round,
        { given, baseline: await answersOf(database, round.baselineId) },
        services,
      );
  } finally {
    clearInterval(renewal);
  }
}

/** A check without a baseline to hold it against records one. */
async function openRound(
  lease: LeasedCanaryRound,
  {
    questions,
    database,
  }: { readonly questions: readonly ChosenQuestion[]; readonly database: WorkspaceDatabase },
): Promise<Round> {
  const questionsHash = hashQuestions(questions.map(({ question }) => question));
  const of = { model: lease.model, questionsHash };
  const baselineId = lease.kind === 'check' ? await findBaselineId(database, of) : null;
  return { lease, database, questionsHash, baselineId };
}

interface Asking {
  readonly questions: readonly ChosenQuestion[];
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

async function askAll(round: Round, asking: Asking, services: Services): Promise<void> {
  const repetitions = round.baselineId === null ? REPETITIONS : 1;
  const known = new Set(
    (await answersOf(round.database, round.lease.id)).map((given) => keyOf(given)),
  );
  const tasks = Array.from({ length: repetitions }, (_, repetition) =>
    asking.questions.map((chosen, index) => ({ chosen, index, repetition })),
  )
    .flat()
    .filter(({ index, repetition }) => !known.has(keyOf({ question: index, repetition })))
    .values();
  const work = async () => {
    for (const task of tasks) {
      if (asking.signal.aborted) return;
      await askOne(round, { ...asking, ...task }, services);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
}

async function askOne(
  { lease, database }: Round,
  asked: Asking & {
    readonly chosen: ChosenQuestion;
    readonly index: number;
    readonly repetition: number;
  },
  services: Services,
): Promise<void> {
  const { chosen, index, repetition, caller, signal } = asked;
  const { question, sources } = chosen;
  const reply = await askCanary(
    {
      model: lease.model,
      question,
      allowedModels: caller.models,
      budget: await openBudget({ caller, workflow: WORKFLOW }, services),
      signal,
    },
    services,
  );
  if (signal.aborted) return;
  await insertCanaryAnswer(database, {
    ...reply,
    roundId: lease.id,
    question: index,
    repetition,
    asked: question.question,
    classification: question.classification,
    sources: [...sources],
    answeredAt: services.clock(),
  });
}

function keyOf({ question, repetition }: Pick<StoredCanaryAnswer, 'question' | 'repetition'>) {
  return `${question} ${repetition}`;
}

function answersOf(database: WorkspaceDatabase, roundId: string) {
  return listCanaryAnswers(database, { roundId, classes: ALL_DATA_CLASSES, by: SEES_EVERYTHING });
}

async function findCaller(
  database: WorkspaceDatabase,
  { apiKeyId, workspaceId }: LeasedCanaryRound,
  services: Services,
): Promise<Caller | null> {
  if (apiKeyId === null) return scheduleOf(workspaceId, services);
  const found = await findApiKey(database, apiKeyId);
  if (found === null || !isUsable(found.key, services.clock())) return null;
  return toCaller(found, found.key.expiresAt);
}

/** The schedule has no key: the budgets of the workspace and of the workflow bound it. */
function scheduleOf(workspaceId: Caller['workspaceId'], services: Services): Caller {
  return {
    workspaceId,
    workspaceName: '',
    apiKeyId: ApiKeyId.parse(services.newId()),
    keyName: 'schedule',
    scopes: [],
    groups: [],
    clearance: 'restricted',
    collections: '*',
    models: '*',
    budgetUsdPerDay: null,
    expiresAt: null,
  };
}
