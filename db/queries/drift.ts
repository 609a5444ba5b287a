import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { TraceId } from '../../contract/ids.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isWithin } from './traces-within.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

const number = z.number().nullable();
const text = z.string().nullable();

const AnswerRow = z.object({
  id: TraceId,
  asked_at: z.coerce.date(),
  question: z.string(),
  task: text,
  ood_score: number,
  confidence: number,
  top_score: number,
  status: text,
  is_refusal: z.boolean().nullable(),
  verdict: text,
  answer_chars: number,
  model: text,
  total_ms: number,
  cost_usd: z.number(),
  rating: text,
  config_hash: text,
  code_version: text,
  prompt_version: text,
  served_model: text,
  fingerprint: text,
});
/** An answer as its windows see it. */
export type DriftRow = z.infer<typeof AnswerRow>;

/** The last answers before a moment that the reader may see, the newest first; evaluations and replays are none. */
export async function listAnswersBefore(
  database: WorkspaceDatabase,
  wanted: { readonly by: TraceReader; readonly to: Date; readonly limit: number },
): Promise<readonly DriftRow[]> {
  const result = await database.executor.execute(sql`
    select ${answerColumns}
    from traces t
    where t.workspace_id = ${database.workspaceId} and t.kind = 'answer' and t.state = 'complete'
      and ${isWithin({ from: new Date(0), to: wanted.to })} and ${isVisible(wanted.by)}
    order by t.id desc
    limit ${wanted.limit}`);
  return result.rows.map((row) => AnswerRow.parse(row));
}

/** Replays among these that the reader may see, as answers are seen. */
export async function findMeasuredTraces(
  database: WorkspaceDatabase,
  wanted: { readonly by: TraceReader; readonly ids: readonly TraceId[] },
): Promise<readonly DriftRow[]> {
  const result = await database.executor.execute(sql`
    select ${answerColumns}
    from traces t
    where t.workspace_id = ${database.workspaceId} and t.id = any(${sql.param([...wanted.ids])}::uuid[])
      and ${isVisible(wanted.by)}
    limit ${wanted.ids.length}`);
  return result.rows.map((row) => AnswerRow.parse(row));
}

export async function countAnswersBetween(
  database: WorkspaceDatabase,
  time: { readonly by: TraceReader; readonly from: Date; readonly to: Date },
): Promise<number> {
  const result = await database.executor.execute<{ count: number }>(sql`
    select count(*)::int as count
    from traces t
    where t.workspace_id = ${database.workspaceId} and t.kind = 'answer' and t.state = 'complete'
      and ${isWithin(time)} and ${isVisible(time.by)}`);
  return result.rows[0]?.count ?? 0;
}

/** How many answers there are after one, or in all where it is null; counts no further than `limit`. */
export async function countAnswersAfter(
  database: WorkspaceDatabase,
  { after, limit }: { readonly after: TraceId | null; readonly limit: number },
): Promise<number> {
  const isNew = after === null ? sql`true` : sql`t.id > ${after}::uuid`;
  const result = await database.executor.execute<{ count: number }>(sql`
    select count(*)::int as count
    from (
      select 1
      from traces t
      where t.workspace_id = ${database.workspaceId} and t.kind = 'answer' and t.state = 'complete' and ${isNew}
      limit ${limit}) counted`);
  return result.rows[0]?.count ?? 0;
}

/** Over `t` (traces). The last word of whoever rated it counts. */
const answerColumns: SQL = sql`t.id, t.created_at as asked_at, t.question, t.task, t.ood_score, t.confidence, t.top_score,
  t.status, t.is_refusal, t.verdict, t.answer_chars, t.model, t.total_ms, t.cost_usd,
  (select f.rating
    from answer_feedback f
    where f.workspace_id = t.workspace_id and f.trace_id = t.id
    order by f.created_at desc, f.id desc
    limit 1) as rating,
  t.config_hash, t.code_version, t.prompt_version, t.served_model, t.fingerprint`;
