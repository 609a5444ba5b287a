import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { Classification } from '../../contract/classification.ts';
import { SIMULATED_FINGERPRINT } from '../../contract/evaluation.ts';
import type { EvaluationId } from '../../contract/ids.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

const PricedCall = z.object({
  model: z.string(),
  input_tokens: z.number(),
  output_tokens: z.number(),
  cached_input_tokens: z.number(),
  duration_ms: z.number(),
  cost_usd: z.number(),
});

const PricedAnswer = z.object({
  app: z.string().nullable(),
  key: z.string(),
  created_at: z.coerce.date(),
  route: z.string(),
  model: z.string(),
  ceiling: Classification,
  escalations: z.coerce.number(),
  calls: z.array(PricedCall),
  chunk_tokens: z.coerce.number(),
  answer_length: z.coerce.number(),
  simulated: z.boolean(),
});
/** What an answer on record used, call by call; the builtin model is no call. */
export type PricedAnswer = z.infer<typeof PricedAnswer>;

export interface PricedAnswersWanted {
  readonly by: TraceReader;
  readonly limit: number;
  readonly source:
    | { readonly kind: 'traces'; readonly from: Date; readonly to: Date }
    | {
        readonly kind: 'evaluation';
        readonly runId: EvaluationId;
        readonly variant: string | null;
      };
}

/** The newest answers, with the calls that stand in their records. */
export async function listPricedAnswers(
  database: WorkspaceDatabase,
  { by, limit, source }: PricedAnswersWanted,
): Promise<readonly PricedAnswer[]> {
  const result = await database.executor.execute(sql`
    with picked as (
      select t.workspace_id, t.id, t.state, t.app, t.api_key_name, t.created_at
      from traces t
      where t.workspace_id = ${database.workspaceId} and t.state = 'complete'
        and ${isOfSource(source)} and ${isVisible(by)}
      order by t.id desc
      limit ${limit})
    select p.app, p.api_key_name as key, p.created_at, c.routing ->> 'rule' as route, c.route ->> 'model' as model,
      c.routing ->> 'data_ceiling' as ceiling, json_array_length(c.route -> 'escalations') as escalations,
      (select coalesce(json_agg(json_build_object(
          'model', a ->> 'requested_model',
          'input_tokens', (a ->> 'input_tokens')::float8, 'output_tokens', (a ->> 'output_tokens')::float8,
          'cached_input_tokens', coalesce((a ->> 'cached_input_tokens')::float8, 0),
          'duration_ms', (a ->> 'duration_ms')::float8, 'cost_usd', (a ->> 'cost_usd')::float8)), '[]'::json)
        from json_array_elements(c.attempts) a
        where a ->> 'provider' <> 'builtin') as calls,
      (select coalesce(sum((e ->> 'token_count')::int), 0)
        from json_array_elements(c.retrieval -> 'candidates') e
        where (e ->> 'selected')::boolean) as chunk_tokens,
      length(c.answer ->> 'text') as answer_length,
      exists (select 1 from json_array_elements(c.attempts) a
        where a ->> 'fingerprint' = ${SIMULATED_FINGERPRINT}) as simulated
    from picked p
    join trace_records r on r.workspace_id = p.workspace_id and r.trace_id = p.id and r.state = p.state
    cross join lateral json_to_record(convert_from(r.canonical, 'UTF8')::json)
      as c (routing json, route json, attempts json, retrieval json, answer json)
    order by p.id desc`);
  return result.rows.map((row) => PricedAnswer.parse(row));
}

/** Over `t` (traces). */
function isOfSource(source: PricedAnswersWanted['source']): SQL {
  if (source.kind === 'traces') {
    return sql`(t.kind = 'answer' and t.created_at >= ${source.from.toISOString()}::timestamptz
      and t.created_at < ${source.to.toISOString()}::timestamptz)`;
  }
  const { runId, variant } = source;
  return sql`(t.kind = 'evaluation' and exists (
    select 1
    from evaluation_results e
    where e.workspace_id = t.workspace_id and e.trace_id = t.id and e.run_id = ${runId}
      and ${variant === null ? sql`true` : sql`e.variant = ${variant}`}))`;
}
