import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { CanaryRound } from '../../contract/canary.ts';
import type { Classification } from '../../contract/classification.ts';
import { textArray } from '../array-parameters.ts';
import { canaryAnswers } from '../schema/canaries.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { isItemVisible, type GoldReader } from './gold-sets.ts';

export type NewCanaryAnswer = Omit<typeof canaryAnswers.$inferInsert, 'workspaceId'>;

/** Over `r` (canary_rounds) and `a` (what is counted of its answers). */
const roundColumns = sql`r.id, r.model, r.kind, r.status, r.verdict, r.detail, r.baseline_id,
  a.questions, a.answered, a.failed, r.changed, r.distance, r.own_distance, r.p_value,
  a.served_models, a.fingerprints, a.cost_usd, r.api_key_name as requested_by,
  ${isoInstant(sql`r.created_at`)} as created_at, ${isoInstant(sql`r.finished_at`)} as finished_at`;

const counted = sql`lateral (
  select count(distinct x.question)::int as questions, count(x.answer)::int as answered,
    count(x.error)::int as failed, coalesce(sum(x.cost_usd), 0)::float8 as cost_usd,
    coalesce(array_agg(distinct x.served_model order by x.served_model)
      filter (where x.served_model is not null), '{}') as served_models,
    coalesce(array_agg(distinct x.fingerprint order by x.fingerprint)
      filter (where x.fingerprint is not null), '{}') as fingerprints
  from canary_answers x
  where x.workspace_id = r.workspace_id and x.round_id = r.id) a`;

/** The newest first. */
export async function listCanaryRounds(
  database: WorkspaceDatabase,
  page: { readonly model: string | null; readonly limit: number; readonly before: string | null },
): Promise<readonly CanaryRound[]> {
  const { model, before } = page;
  const result = await database.executor.execute(sql`
    select ${roundColumns}
    from canary_rounds r cross join ${counted}
    where r.workspace_id = ${database.workspaceId}
      and (${model}::text is null or r.model = ${model})
      and (${before}::uuid is null or r.id < ${before}::uuid)
    order by r.id desc
    limit ${page.limit}`);
  return result.rows.map((row) => CanaryRound.parse(row));
}

export async function findCanaryRound(
  database: WorkspaceDatabase,
  id: string,
): Promise<CanaryRound | null> {
  const result = await database.executor.execute(sql`
    select ${roundColumns}
    from canary_rounds r cross join ${counted}
    where r.workspace_id = ${database.workspaceId} and r.id = ${id}`);
  const [row] = result.rows;
  return row === undefined ? null : CanaryRound.parse(row);
}

/** The newest baseline of these questions that has ended well; null when there is none. */
export async function findBaselineId(
  database: WorkspaceDatabase,
  of: { readonly model: string; readonly questionsHash: string },
): Promise<string | null> {
  const result = await database.executor.execute<{ id: string }>(sql`
    select id
    from canary_rounds
    where workspace_id = ${database.workspaceId} and model = ${of.model} and kind = 'baseline'
      and verdict = 'recorded' and questions_hash = ${of.questionsHash}
    order by id desc
    limit 1`);
  return result.rows[0]?.id ?? null;
}

const StoredCanaryAnswer = z.object({
  question: z.number(),
  repetition: z.number(),
  asked: z.string(),
  answer: z.string().nullable(),
  error: z.string().nullable(),
  served_model: z.string().nullable(),
  fingerprint: z.string().nullable(),
  answered_at: z.iso.datetime(),
});
export type StoredCanaryAnswer = z.infer<typeof StoredCanaryAnswer>;

/** What was asked and said in a round, of questions of these classes and documents that may be read. */
export async function listCanaryAnswers(
  database: WorkspaceDatabase,
  of: {
    readonly roundId: string;
    readonly classes: readonly Classification[];
    readonly by: GoldReader;
  },
): Promise<readonly StoredCanaryAnswer[]> {
  const result = await database.executor.execute(sql`
    select question, repetition, asked, answer, error, served_model, fingerprint,
      ${isoInstant(sql`answered_at`)} as answered_at
    from canary_answers i
    where i.workspace_id = ${database.workspaceId} and i.round_id = ${of.roundId}
      and i.classification = any(${textArray(of.classes)}) and ${isItemVisible(of.by)}
    order by question, repetition`);
  return result.rows.map((row) => StoredCanaryAnswer.parse(row));
}

/** What stands already is left as it is: a round that is taken up again asks nothing twice. */
export async function insertCanaryAnswer(
  database: WorkspaceDatabase,
  answer: NewCanaryAnswer,
): Promise<void> {
  await database.executor
    .insert(canaryAnswers)
    .values({ ...answer, workspaceId: database.workspaceId })
    .onConflictDoNothing();
}
