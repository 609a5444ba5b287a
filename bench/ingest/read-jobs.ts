import pg from 'pg';

export interface StageTime {
  readonly stage: string;
  /** Summed over all jobs. */
  readonly totalMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface JobFigures {
  readonly jobs: number;
  readonly failed: readonly string[];
  /** Leases beyond the first: the same work begun again. */
  readonly repeated: number;
  readonly stages: readonly StageTime[];
  readonly liveChunks: number;
  readonly wordsPerChunk: number;
}

/** Reads what the jobs of these runs have noted about themselves. */
export async function readJobs(
  connectionString: string,
  runIds: readonly string[],
): Promise<JobFigures> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const jobs = await client.query<{ jobs: string; repeated: string; failed: string[] }>(
      `select count(*) as jobs, sum(greatest(attempts - 1, 0)) as repeated,
         coalesce(array_agg(distinct error_code || ': ' || error_detail) filter (where status = 'failed'), '{}') as failed
       from ingest_jobs where run_id = any($1)`,
      [runIds],
    );
    const stages = await client.query<StageTime>(
      `select key as stage, sum(value::float8) as "totalMs",
         percentile_cont(0.5) within group (order by value::float8) as "p50Ms",
         percentile_cont(0.95) within group (order by value::float8) as "p95Ms"
       from ingest_jobs, jsonb_each_text(timings)
       where run_id = any($1)
       group by key
       order by array_position(array['parse', 'chunk', 'embed', 'store'], key)`,
      [runIds],
    );
    const chunks = await client.query<{ chunks: string; words: number | null }>(
      `select count(*) as chunks, avg(array_length(regexp_split_to_array(trim(text), '\\s+'), 1))::float8 as words
       from chunks where is_live`,
    );
    const [figures] = jobs.rows;
    const [live] = chunks.rows;
    return {
      jobs: Number(figures?.jobs),
      failed: figures?.failed ?? [],
      repeated: Number(figures?.repeated),
      stages: stages.rows,
      liveChunks: Number(live?.chunks),
      wordsPerChunk: live?.words ?? 0,
    };
  } finally {
    await client.end();
  }
}
