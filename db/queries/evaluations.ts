import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { Evaluation } from '../../contract/evaluation.ts';
import { EvaluationResult, type Observation } from '../../contract/evaluation-result.ts';
import type { EvaluationVariant } from '../../contract/evaluation-variant.ts';
import { ApiKeyId, GoldSetId, type EvaluationId, type TraceId } from '../../contract/ids.ts';
import { textArray } from '../array-parameters.ts';
import { evaluationResults, evaluationRuns } from '../schema/evaluation.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

export interface NewEvaluation {
  readonly id: EvaluationId;
  readonly goldSetId: GoldSetId;
  readonly version: number;
  readonly part: string | null;
  readonly variants: readonly EvaluationVariant[];
  readonly concurrency: number;
  readonly itemCount: number;
  readonly apiKeyId: ApiKeyId;
  readonly apiKeyName: string;
  readonly codeVersion: string;
}

export async function insertEvaluation(
  database: WorkspaceDatabase,
  run: NewEvaluation,
): Promise<void> {
  const { workspaceId } = database;
  await database.executor.insert(evaluationRuns).values({ ...run, workspaceId });
}

/** Over `e` (evaluation_runs). */
function results(what: SQL): SQL {
  return sql`(select ${what} from evaluation_results r
    where r.workspace_id = e.workspace_id and r.run_id = e.id)`;
}

const evaluationColumns = sql`e.id, e.status, e.part, e.variants, e.concurrency, e.failure, e.code_version,
  jsonb_build_object('name', s.name, 'version', e.version) as gold_set,
  e.api_key_name as created_by, ${isoInstant(sql`e.created_at`)} as created_at,
  ${isoInstant(sql`e.started_at`)} as started_at, ${isoInstant(sql`e.finished_at`)} as finished_at,
  ${results(sql`jsonb_build_object(
    'total', e.item_count * jsonb_array_length(e.variants),
    'done', count(*),
    'failed', count(*) filter (where r.observation ->> 'kind' = 'failed'),
    'skipped', count(*) filter (where r.observation ->> 'kind' = 'skipped'))`)} as progress,
  ${results(sql`coalesce(bool_or((r.observation ->> 'simulated')::boolean), false)`)} as simulated,
  ${results(sql`coalesce(array_agg(distinct r.config_hash), '{}')`)} as config_hashes`;

/** Runs, the newest first. Ids are UUIDv7, so their order is that of time. */
export async function listEvaluations(
  database: WorkspaceDatabase,
  page: {
    readonly goldSet: string | null;
    readonly limit: number;
    readonly before: EvaluationId | null;
  },
): Promise<readonly Evaluation[]> {
  const { goldSet, before } = page;
  const result = await database.executor.execute(sql`
    select ${evaluationColumns}
    from evaluation_runs e
    join gold_sets s on s.workspace_id = e.workspace_id and s.id = e.gold_set_id
    where e.workspace_id = ${database.workspaceId}
      and ${goldSet === null ? sql`true` : sql`s.name = ${goldSet}`}
      and ${before === null ? sql`true` : sql`e.id < ${before}::uuid`}
    order by e.id desc
    limit ${page.limit}`);
  return result.rows.map((row) => Evaluation.parse(row));
}

export interface FoundEvaluation {
  readonly evaluation: Evaluation;
  readonly goldSetId: GoldSetId;
  /** Whose rights it runs with. */
  readonly apiKeyId: ApiKeyId;
}

export async function findEvaluation(
  database: WorkspaceDatabase,
  id: EvaluationId,
): Promise<FoundEvaluation | null> {
  const result = await database.executor.execute<{ gold_set_id: string; api_key_id: string }>(sql`
    select ${evaluationColumns}, e.gold_set_id, e.api_key_id
    from evaluation_runs e
    join gold_sets s on s.workspace_id = e.workspace_id and s.id = e.gold_set_id
    where e.workspace_id = ${database.workspaceId} and e.id = ${id}`);
  const [row] = result.rows;
  return row === undefined
    ? null
    : {
        evaluation: Evaluation.parse(row),
        goldSetId: GoldSetId.parse(row.gold_set_id),
        apiKeyId: ApiKeyId.parse(row.api_key_id),
      };
}

export interface NewResult {
  readonly runId: EvaluationId;
  readonly variant: string;
  readonly itemId: string;
  readonly traceId: TraceId | null;
  readonly configHash: string;
  readonly observation: Observation;
}

/** Stores what became of an item under a variant. False, and nothing changes, when that is known already. */
export async function insertEvaluationResult(
  database: WorkspaceDatabase,
  result: NewResult,
): Promise<boolean> {
  const inserted = await database.executor
    .insert(evaluationResults)
    .values({ ...result, workspaceId: database.workspaceId })
    .onConflictDoNothing()
    .returning({ itemId: evaluationResults.itemId });
  return inserted.length > 0;
}

const ResultKey = z.object({ variant: z.string(), item: z.string() });

/** Which items have a result under which variant. */
export async function listRecordedKeys(
  database: WorkspaceDatabase,
  runId: EvaluationId,
): Promise<readonly z.infer<typeof ResultKey>[]> {
  const result = await database.executor.execute(sql`
    select variant, item_id as item
    from evaluation_results
    where workspace_id = ${database.workspaceId} and run_id = ${runId}`);
  return result.rows.map((row) => ResultKey.parse(row));
}

/**
 * What was stored of items, of all of them when none is named. With a reader, a result whose trace the reader may
 * not read is left out.
 */
export async function listEvaluationResults(
  database: WorkspaceDatabase,
  wanted: {
    readonly runId: EvaluationId;
    readonly items: readonly string[] | null;
    readonly by: TraceReader | null;
  },
): Promise<readonly EvaluationResult[]> {
  const { runId, items, by } = wanted;
  const isSeen =
    by === null
      ? sql`true`
      : sql`(r.trace_id is null or exists (
          select 1 from traces t
          where t.workspace_id = r.workspace_id and t.id = r.trace_id and ${isVisible(by)}))`;
  const result = await database.executor.execute(sql`
    select r.variant, r.item_id as item, r.trace_id, r.observation
    from evaluation_results r
    where r.workspace_id = ${database.workspaceId} and r.run_id = ${runId}
      and ${items === null ? sql`true` : sql`r.item_id = any(${textArray(items)})`}
      and ${isSeen}
    order by r.item_id, r.variant`);
  return result.rows.map((row) => EvaluationResult.parse(row));
}
