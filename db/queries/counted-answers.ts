import { sql, type SQL } from 'drizzle-orm';
import type { CountedAs } from '../../contract/counted-as.ts';

/** Over `t` (traces): an answer that is on record, and no evaluation or replay. */
export const isAnswer = sql`(t.kind = 'answer' and t.state <> 'pending')`;

/** Over `t` (traces), of those that are answers: what each figure of the metrics counts. */
export const COUNTED: Readonly<Record<CountedAs, SQL>> = {
  success: sql`(
    not exists (
      select 1 from answer_feedback x
      where x.workspace_id = t.workspace_id and x.trace_id = t.id and x.rating = 'down')
    and (
      (t.status = 'answered' and t.verdict = 'verified')
      or ${hasReview(sql`r.decision in ('approve', 'correct')`)}))`,
  unsupported: sql`(t.status = 'answered' and t.unsupported_claim_count > 0)`,
  escalated: sql`(t.escalation_count > 0)`,
  fallback: sql`(t.fallback is not null)`,
  held: hasReview(sql`true`),
  decided: hasReview(sql`r.decided_at is not null`),
  rated: sql`exists (
    select 1 from answer_feedback x where x.workspace_id = t.workspace_id and x.trace_id = t.id)`,
};

function hasReview(condition: SQL): SQL {
  return sql`exists (
    select 1 from reviews r where r.workspace_id = t.workspace_id and r.trace_id = t.id and ${condition})`;
}
