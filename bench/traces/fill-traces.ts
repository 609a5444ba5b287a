import pg from 'pg';

/** Rows that are written by one statement. */
const BATCH = 50_000;
const SECONDS_APART = 30;

/** What some rows are, so that there is something rare to look for. */
export const RARE = { app: 'ledger-audit', words: 'sabbatical', cost: 0.05 } as const;
/** A word of every seventh question. */
export const COMMON_WORD = 'overtime';

/**
 * Writes so many traces into the only workspace, half a minute apart, the last one now: nineteen of twenty as most
 * are, one of ten thousand as nearly none is. They are rows of the list with the words of their questions; they have no record.
 */
export async function fillTraces(databaseUrl: string, rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let first = 0; first < rows; first += BATCH) {
      await client.query(INSERT, [first, Math.min(first + BATCH, rows) - 1]);
    }
    await client.query(INSERT_WORDS);
    await client.query('vacuum analyze traces');
    await client.query('vacuum analyze trace_words');
  } finally {
    await client.end();
  }
}

const INSERT = `
  insert into traces (workspace_id, id, kind, state, created_at, api_key_id, api_key_name, app, question,
    document_ids, classification, status, verdict, task, requested_model, model, provider, cited_count,
    selected_count, candidate_count, confidence, total_ms, input_tokens, output_tokens, cost_usd)
  select k.workspace_id,
    (lpad(to_hex((extract(epoch from at.moment) * 1000)::bigint), 12, '0') || '7'
      || lpad(to_hex(g % 4096), 3, '0') || '8' || lpad(to_hex(g), 15, '0'))::uuid,
    case when g % 20 = 7 then 'retrieval' else 'answer' end, 'complete', at.moment, k.id, k.name,
    case when g % 10000 = 3 then '${RARE.app}'
      else (array['intranet', 'helpdesk', 'hr-portal', 'branch-tablet', 'payroll'])[1 + g % 5] end,
    'When may somebody in branch ' || g % 50000 || ' ask for '
      || case when g % 10000 = 3 then '${RARE.words}'
        else (array['${COMMON_WORD}', 'leave', 'a laptop', 'a badge', 'parking', 'a pension', 'a loan'])[1 + g % 7] end || '?',
    '{}', 'internal',
    case when g % 20 = 7 then null when g % 20 = 9 then 'abstained' when g % 1000 = 11 then 'blocked' else 'answered' end,
    case when g % 20 = 7 then null when g % 20 = 9 then 'not_applicable' when g % 500 = 13 then 'unverified' else 'verified' end,
    case when g % 20 = 7 then null else 'grounded_qa' end, 'auto',
    case when g % 20 = 7 then null else (array['small', 'large'])[1 + (g % 4) / 3] end, 'openai_compatible',
    1, 8, 120, 0.8, 100 + g % 900, 900, 60, case when g % 10000 = 3 then ${RARE.cost} else 0.0002 end
  from generate_series($1::int, $2::int) g,
    lateral (select now() - g * interval '${SECONDS_APART} seconds' as moment) at,
    lateral (select workspace_id, id, name from api_keys order by created_at limit 1) k`;

const INSERT_WORDS = `
  insert into trace_words (workspace_id, trace_id, words)
  select workspace_id, id, to_tsvector('simple', question) from traces`;
