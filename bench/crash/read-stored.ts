import pg from 'pg';
import { checkPostings } from './check-postings.ts';

/** Every version of every document, as what can be compared between two databases. */
export interface StoredVersion {
  readonly source: string;
  readonly version: number;
  readonly serves: boolean;
  readonly textHash: string;
  /** Content hashes of its chunks, in order. */
  readonly chunks: readonly string[];
}

export interface StoredState {
  readonly versions: readonly StoredVersion[];
  /** How many rows break each rule; all of them are to be 0. */
  readonly broken: Readonly<Record<string, number>>;
  readonly runs: number;
  readonly jobs: number;
  /** Leases beyond the first of a job: work that a crash has interrupted. */
  readonly interrupted: number;
}

/** Each counts rows that must not be. */
const RULES: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: 'job that is still open',
    sql: `select 1 from ingest_jobs where status in ('queued', 'running')`,
  },
  {
    name: 'document whose version is not the one that serves',
    sql: `
      select 1
      from documents d
      full join (select * from document_versions where served_from is not null and served_until is null) v
        on v.workspace_id = d.workspace_id and v.document_id = d.id
      where d.version is distinct from v.version`,
  },
  {
    name: 'version that was begun and never served',
    sql: `select 1 from document_versions where served_from is null and held_at is null`,
  },
  {
    name: 'document with two versions that wait for approval',
    sql: `
      select 1 from document_versions
      where held_at is not null and served_from is null and withdrawn_at is null
      group by workspace_id, document_id having count(*) > 1`,
  },
  {
    name: 'version that serves or has served although it was withdrawn',
    sql: `select 1 from document_versions where served_from is not null and withdrawn_at is not null`,
  },
  {
    name: 'version that began to serve before the one before it had ended',
    sql: `
      select 1
      from document_versions one
      join document_versions other
        on other.workspace_id = one.workspace_id and other.document_id = one.document_id
        and other.version <> one.version
      where one.served_from <= other.served_from
        and (one.served_until is null or one.served_until > other.served_from)`,
  },
  {
    name: 'live chunk twice',
    sql: `
      select 1 from chunks where is_live
      group by workspace_id, document_id, embedding_hash, occurrence having count(*) > 1`,
  },
  {
    name: 'chunk that is live and not in the version that serves, or the other way round',
    sql: `
      select 1
      from chunks c
      join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
      where c.is_live <> exists (
        select 1 from chunk_placements p
        where p.workspace_id = c.workspace_id and p.chunk_id = c.id
          and p.document_id = d.id and p.version = d.version)`,
  },
  {
    name: 'place in a version that holds two chunks, or chunk that holds two places',
    sql: `
      select 1 from chunk_placements
      group by workspace_id, document_id, version, position having count(*) > 1
      union all
      select 1 from chunk_placements
      group by workspace_id, document_id, version, chunk_id having count(*) > 1`,
  },
  {
    name: 'chunk that no version holds',
    sql: `
      select 1 from chunks c
      where not exists (
        select 1 from chunk_placements p where p.workspace_id = c.workspace_id and p.chunk_id = c.id)`,
  },
  {
    name: 'vector that no chunk has',
    sql: `
      select 1 from embeddings e
      where not exists (
        select 1 from chunks c where c.workspace_id = e.workspace_id and c.embedding_hash = e.text_hash)`,
  },
  {
    name: 'chunk without a vector',
    sql: `
      select 1 from chunks c
      where not exists (
        select 1 from embeddings e where e.workspace_id = c.workspace_id and e.text_hash = c.embedding_hash)`,
  },
  {
    name: 'segment of the lexical index that is still staged',
    sql: `select 1 from lexical_segments where staged_for is not null`,
  },
  {
    name: 'posting list whose segment is gone',
    sql: `
      select 1 from posting_lists l
      where not exists (
        select 1 from lexical_segments s where s.workspace_id = l.workspace_id and s.id = l.segment_id)`,
  },
  {
    name: 'count of live chunks that the lexical index has wrong',
    sql: `
      select 1
      where (select coalesce(sum(chunk_count), 0) from lexical_segments where not is_history and staged_for is null)
          - (select count(*) from lexical_tombstones)
         <> (select count(*) from chunks where is_live)`,
  },
];

/** Reads it all as of one moment, at which no job is open; what merges segments may be at work. */
export async function readStored(connectionString: string): Promise<StoredState> {
  return withClient(connectionString, async (client) => {
    await client.query('begin isolation level repeatable read, read only');
    const broken: Record<string, number> = {};
    for (const { name, sql } of RULES) {
      const { rows } = await client.query<{ count: string }>(
        `select count(*) from (${sql}) as broken`,
      );
      broken[name] = Number(rows[0]?.count);
    }
    const counts = await client.query<{ runs: string; jobs: string; interrupted: string }>(`
      select (select count(*) from ingest_runs) as runs, count(*) as jobs,
        coalesce(sum(greatest(attempts - 1, 0)), 0) as interrupted
      from ingest_jobs`);
    const [row] = counts.rows;
    return {
      versions: await readVersions(client),
      broken: { ...broken, ...(await checkPostings(client)) },
      runs: Number(row?.runs),
      jobs: Number(row?.jobs),
      interrupted: Number(row?.interrupted),
    };
  });
}

/** How many jobs are not done. */
export async function countOpenJobs(connectionString: string): Promise<number> {
  return withClient(connectionString, async (client) => {
    const { rows } = await client.query<{ count: string }>(
      `select count(*) from ingest_jobs where status in ('queued', 'running')`,
    );
    return Number(rows[0]?.count);
  });
}

async function readVersions(client: pg.Client): Promise<readonly StoredVersion[]> {
  const { rows } = await client.query<{
    source: string;
    version: number;
    serves: boolean;
    text_hash: string;
    chunks: readonly string[];
  }>(`
    select d.source, v.version, v.served_from is not null and v.served_until is null as serves,
      encode(sha256(convert_to(v.text, 'UTF8')), 'hex') as text_hash,
      array(
        select c.content_hash
        from chunk_placements p
        join chunks c on c.workspace_id = p.workspace_id and c.id = p.chunk_id
        where p.workspace_id = v.workspace_id and p.document_id = v.document_id
          and p.version = v.version
        order by p.position) as chunks
    from document_versions v
    join documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
    order by d.source, v.version`);
  return rows.map(({ text_hash: textHash, ...row }) => ({ ...row, textHash }));
}

async function withClient<Result>(
  connectionString: string,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
