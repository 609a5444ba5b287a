import { z } from 'zod';
import type { EvaluatedItem, Evaluation, EvaluationDetail } from '../../contract/evaluation.ts';
import type { EvaluationResult } from '../../contract/evaluation-result.ts';
import { MAX_GOLD_ITEMS } from '../../contract/gold-set.ts';
import { EvaluationId } from '../../contract/ids.ts';
import {
  findEvaluation,
  insertEvaluation,
  listEvaluationResults,
  listEvaluations,
  type FoundEvaluation,
} from '../../db/queries/evaluations.ts';
import { countGoldItems, listGoldItems } from '../../db/queries/gold-sets.ts';
import { cancelEvaluation, resumeEvaluation } from '../../db/queries/steer-evaluation.ts';
import { inTransaction, inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import { refuseUnknownModels } from '../evaluation/apply-variant.ts';
import { createFigureCache } from '../evaluation/figure-cache.ts';
import { describeItem } from '../evaluation/describe-item.ts';
import { renderReport } from '../evaluation/report/render-report.ts';
import type { Call, Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { requireGoldSet } from './gold-set-handlers.ts';

type EvaluationHandlers = Pick<
  Handlers,
  | 'listEvaluations'
  | 'createEvaluation'
  | 'getEvaluation'
  | 'listEvaluatedItems'
  | 'getEvaluationReport'
  | 'cancelEvaluation'
  | 'resumeEvaluation'
>;

export function createEvaluationHandlers(services: Services): EvaluationHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  const figures = createFigureCache();

  async function describe(caller: Caller, id: EvaluationId): Promise<EvaluationDetail> {
    const found = await requireEvaluation(scoped(caller), id);
    return { ...found.evaluation, parts: await figures.of(found, scoped(caller)) };
  }

  return {
    async listEvaluations({ caller, query }) {
      const runs = await listEvaluations(scoped(caller), {
        goldSet: query.gold_set ?? null,
        limit: query.limit + 1,
        before: decodeCursor(query.cursor, EvaluationId),
      });
      return { body: toPage(runs, query.limit, ({ id }) => id) };
    },

    async createEvaluation(call) {
      return startEvaluation(call, services);
    },

    async getEvaluation({ caller, params }) {
      return { body: await describe(caller, params.id) };
    },

    async listEvaluatedItems({ caller, params, query }) {
      const database = scoped(caller);
      const found = await requireEvaluation(database, params.id);
      const page = await readItems(found, {
        database,
        caller,
        limit: query.limit,
        after: decodeCursor(query.cursor, z.int()),
      });
      return { body: page };
    },

    async getEvaluationReport({ caller, params, query }) {
      const database = scoped(caller);
      const detail = await describe(caller, params.id);
      if (detail.parts === null) {
        throw new AppError('conflict', 'The run has not ended: there is nothing to report yet.');
      }
      const found = await requireEvaluation(database, params.id);
      const { data } = await readItems(found, { database, caller, limit: null, after: null });
      return renderReport({ evaluation: detail, parts: detail.parts, items: data }, query.format);
    },

    ...createSteering(scoped),
  };
}

function createSteering(
  scoped: (caller: Caller) => WorkspaceDatabase,
): Pick<EvaluationHandlers, 'cancelEvaluation' | 'resumeEvaluation'> {
  return {
    async cancelEvaluation({ caller, params }) {
      await requireEvaluation(scoped(caller), params.id);
      if (!(await cancelEvaluation(scoped(caller), params.id))) {
        throw new AppError('conflict', 'The run has ended already.');
      }
      const { evaluation } = await requireEvaluation(scoped(caller), params.id);
      return { body: evaluation };
    },

    async resumeEvaluation({ caller, params }) {
      const { evaluation } = await requireEvaluation(scoped(caller), params.id);
      const isQueued = await inTransaction(scoped(caller), (transaction) =>
        resumeEvaluation(transaction, params.id),
      );
      if (!isQueued) {
        const why = evaluation.finished_at === null ? 'has not ended' : 'is complete';
        throw new AppError('conflict', `The run ${why}: there is nothing to resume.`);
      }
      const resumed = await requireEvaluation(scoped(caller), params.id);
      return { body: resumed.evaluation };
    },
  };
}

/** Throws `AppError('not_found')` for a run that there is not. */
export async function requireEvaluation(
  database: WorkspaceDatabase,
  id: EvaluationId,
): Promise<FoundEvaluation> {
  const found = await findEvaluation(database, id);
  if (found === null) throw new AppError('not_found', 'There is no such evaluation run.');
  return found;
}

async function startEvaluation(
  { caller, body, keepReply }: Call<'createEvaluation'>,
  services: Services,
): Promise<{ readonly body: Evaluation }> {
  refuseUnknownModels(body.variants, services);
  const database = inWorkspace(services.database, caller.workspaceId);
  const set = await requireGoldSet(database, caller, {
    name: body.gold_set,
    version: body.version,
  });
  const part = body.part ?? null;
  const counted = { id: set.id, version: set.version, part, by: traceReaderFor(caller) };
  const itemCount = await countGoldItems(database, counted);
  if (itemCount === 0) {
    const of = part === null ? '' : ` of the part "${part}"`;
    throw new AppError('conflict', `The gold set has no item${of} that this key may see.`);
  }
  return inTransaction(database, async (transaction) => {
    const id = EvaluationId.parse(services.newId());
    await insertEvaluation(transaction, {
      id,
      goldSetId: set.id,
      version: set.version,
      part,
      variants: body.variants,
      concurrency: body.concurrency,
      itemCount,
      apiKeyId: caller.apiKeyId,
      apiKeyName: caller.keyName,
      codeVersion: services.codeVersion,
    });
    const { evaluation } = await requireEvaluation(transaction, id);
    const reply = { body: evaluation };
    await keepReply(transaction, reply);
    return reply;
  });
}

/** The items that the caller may see, each with the results whose trace the caller may read. */
async function readItems(
  { evaluation, goldSetId }: FoundEvaluation,
  page: {
    readonly database: WorkspaceDatabase;
    readonly caller: Caller;
    /** Null for all. */
    readonly limit: number | null;
    readonly after: number | null;
  },
): Promise<{ data: EvaluatedItem[]; next_cursor: string | null }> {
  const { database, caller, limit, after } = page;
  const by = traceReaderFor(caller);
  const { id: runId, gold_set: goldSet, part, variants } = evaluation;
  const count = limit ?? MAX_GOLD_ITEMS;
  const placed = await listGoldItems(database, {
    id: goldSetId,
    version: goldSet.version,
    part,
    by,
    limit: count + 1,
    after,
  });
  const { data, next_cursor } = toPage(placed, count, ({ place }) => place);
  const items = limit === null ? null : data.map(({ item }) => item.id);
  const results = await listEvaluationResults(database, { runId, items, by });
  const names = variants.map(({ name }) => name);
  const byItem = new Map<string, EvaluationResult[]>();
  for (const result of results) {
    const others = byItem.get(result.item) ?? [];
    byItem.set(result.item, [...others, result]);
  }
  return {
    data: data.map(({ item }) => describeItem(item, byItem.get(item.id) ?? [], names)),
    next_cursor,
  };
}
