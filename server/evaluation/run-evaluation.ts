import type { EvaluationVariant } from '../../contract/evaluation-variant.ts';
import { MAX_GOLD_ITEMS, type GoldItem } from '../../contract/gold-set.ts';
import { findApiKey } from '../../db/queries/api-keys.ts';
import {
  findEvaluation,
  insertEvaluationResult,
  listRecordedKeys,
  type FoundEvaluation,
} from '../../db/queries/evaluations.ts';
import { listGoldItems } from '../../db/queries/gold-sets.ts';
import {
  endEvaluation,
  renewEvaluation,
  type LeasedEvaluation,
} from '../../db/queries/steer-evaluation.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { isUsable, toCaller } from '../access/authenticate.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { evaluateItem, type EvaluatedOnce } from './evaluate-item.ts';

/** How long a run stays with a server that shows no sign of life. */
export const LEASE_SECONDS = 15;
/** Also how soon a cancelled run stops. */
const RENEW_MS = 1_000;

interface Task {
  readonly item: GoldItem;
  readonly variant: EvaluationVariant;
}

interface Run extends FoundEvaluation {
  readonly lease: LeasedEvaluation;
  readonly database: WorkspaceDatabase;
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

/**
 * Works on a leased run until it is done, cancelled, or the server stops; what has a result already is not asked
 * again. Runs with the rights that its key has now.
 */
export async function runEvaluation(lease: LeasedEvaluation, services: Services): Promise<void> {
  const database = inWorkspace(services.database, lease.workspaceId);
  const found = await findEvaluation(database, lease.id);
  if (found === null) return;
  const caller = await findCaller(database, found, services.clock());
  if (caller === null) {
    const by = found.evaluation.created_by;
    await endEvaluation(
      database,
      lease,
      `The key ${by}, whose rights it has, may not be used any more.`,
    );
    return;
  }
  const lost = new AbortController();
  const signal = AbortSignal.any([lost.signal, services.stopping]);
  const renew = async () => {
    try {
      if (!(await renewEvaluation(database, lease, LEASE_SECONDS))) lost.abort();
    } catch (error) {
      services.logger.warn({ err: error }, 'evaluation.renewal_failed');
    }
  };
  const renewal = setInterval(() => void renew(), RENEW_MS).unref();
  try {
    await workOff({ ...found, lease, database, caller, signal }, services);
    if (!signal.aborted) await endEvaluation(database, lease, null);
    else if (!lost.signal.aborted) await renewEvaluation(database, lease, 0);
  } finally {
    clearInterval(renewal);
  }
}

async function findCaller(
  database: WorkspaceDatabase,
  { apiKeyId }: FoundEvaluation,
  now: Date,
): Promise<Caller | null> {
  const found = await findApiKey(database, apiKeyId);
  return found === null || !isUsable(found.key, now) ? null : toCaller(found, found.key.expiresAt);
}

async function workOff(run: Run, services: Services): Promise<void> {
  const tasks = (await listTasks(run)).values();
  const work = async () => {
    for (const task of tasks) {
      if (run.signal.aborted) return;
      await doTask(task, run, services);
    }
  };
  await Promise.all(Array.from({ length: run.evaluation.concurrency }, work));
}

/** Item by item, so that all variants of one are asked under the same conditions. */
async function listTasks({
  database,
  caller,
  evaluation,
  goldSetId,
}: Run): Promise<readonly Task[]> {
  const { id: runId, gold_set: goldSet, part, variants } = evaluation;
  const items = await listGoldItems(database, {
    id: goldSetId,
    version: goldSet.version,
    part,
    by: traceReaderFor(caller),
    limit: MAX_GOLD_ITEMS,
    after: null,
  });
  const recorded = await listRecordedKeys(database, runId);
  const known = new Set(recorded.map(({ variant, item }) => keyOf(variant, item)));
  return items.flatMap(({ item }) =>
    variants
      .filter(({ name }) => !known.has(keyOf(name, item.id)))
      .map((variant) => ({ item, variant })),
  );
}

function keyOf(variant: string, item: string): string {
  return JSON.stringify([variant, item]);
}

async function doTask({ item, variant }: Task, run: Run, services: Services): Promise<void> {
  const { database, caller, signal } = run;
  const runId = run.evaluation.id;
  let evaluated: EvaluatedOnce;
  try {
    evaluated = await evaluateItem({ runId, caller, item, variant, signal }, services);
  } catch (error) {
    if (signal.aborted) return;
    services.logger.error(
      { evaluation: runId, item: item.id, err: error },
      'evaluation.item_failed',
    );
    const detail = "Something went wrong; the server's log says what.";
    const observation = { kind: 'failed', code: 'internal', detail } as const;
    evaluated = { observation, traceId: null, configHash: services.configHash };
  }
  await insertEvaluationResult(database, {
    runId,
    variant: variant.name,
    itemId: item.id,
    ...evaluated,
  });
}
