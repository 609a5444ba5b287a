import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { RetrieveResponse } from '../../contract/retrieval.ts';
import { listCollections } from '../../db/queries/collections.ts';
import { findCandidateChunks } from '../../db/queries/find-candidate-chunks.ts';
import { searchDense } from '../../db/queries/search-dense.ts';
import { searchLexical } from '../../db/queries/search-lexical.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { createBuiltinEmbedder } from '../../models/builtin/builtin-embedder.ts';
import { hashLexically } from '../../models/builtin/lexical-hash.ts';
import { fuseHits } from '../../server/retrieval/fuse-hits.ts';
import { rankCandidates } from '../../server/retrieval/rank-candidates.ts';
import { createChunkFeatureCache } from '../../server/retrieval/rerank/chunk-feature-cache.ts';
import { readRankedParts } from '../../server/retrieval/read-parts.ts';
import { searchLegs } from '../../server/retrieval/search-legs.ts';
import { buildSearchQuery, weighForReranking } from '../../server/retrieval/search-query.ts';
import type { Service } from '../ingest/ingest-client.ts';
import type { RawPostings } from './raw-postings.ts';
import type { RawTable } from './raw-table.ts';

const DEPTH = 100;
const READER = { clearance: 'restricted', groups: [], collections: '*' } as const;
const SCOPE = { reader: READER, collections: null, filters: {}, asOf: null, depth: DEPTH };
/** About what the ledger of a hundred candidates takes. */
const LEDGER_BYTES = 100_000;
const FUSION = { fusion: 'convex', denseWeight: 0.05 } as const;
/** Holds every candidate of every question. */
const REMEMBERED_CHUNKS = 20_000;

export interface Contest {
  /** Milliseconds that each contender takes for the question, one after the other. */
  time(question: string): Promise<Readonly<Record<Contender, number>>>;
}

type Contender =
  'lexical' | 'dense' | 'rawLexical' | 'rawDense' | 'commit' | 'retrieve' | 'store' | 'rerank';

export async function openContest(deps: {
  readonly service: Service;
  readonly workspace: WorkspaceDatabase;
  readonly pool: Pool;
  readonly rawPostings: RawPostings;
  readonly rawTable: RawTable;
}): Promise<Contest> {
  const { service, workspace, pool, rawPostings, rawTable } = deps;
  const [collection] = await listCollections(workspace, { limit: 1, after: null, only: '*' });
  if (collection === undefined) throw new Error('There is no collection.');
  const { profile } = collection;
  const features = createChunkFeatureCache(REMEMBERED_CHUNKS);
  await pool.query('create table raw_ledgers (id serial primary key, ledger bytea not null)');
  const ledger = randomBytes(LEDGER_BYTES);
  return {
    async time(question) {
      const query = buildSearchQuery(question, []);
      const weights = new Map([...query.terms].map(([term, { weight }]) => [term, weight]));
      const vector = hashLexically(question);
      const lexical = await timed(() => searchLexical(workspace, { weights, scope: SCOPE }));
      const rawLexical = await timed(() => rawPostings.findBest(question, DEPTH));
      const dense = await timed(() => searchDense(workspace, { profile, vector, scope: SCOPE }));
      const rawDense = await timed(() => rawTable.findNearest(vector, DEPTH));
      const commit = await timed(() =>
        pool.query('insert into raw_ledgers (ledger) values ($1)', [ledger]),
      );
      const { timings_ms: timings } = await retrieve(service, question);
      return {
        lexical,
        rawLexical,
        dense,
        rawDense,
        commit,
        retrieve: timings.total,
        store: timings.store,
        rerank: await timeReranking(query, { workspace, profile, features }),
      };
    },
  };
}

async function timeReranking(
  query: ReturnType<typeof buildSearchQuery>,
  {
    workspace,
    profile,
    features,
  }: Pick<Parameters<typeof openContest>[0], 'workspace'> & {
    readonly profile: Awaited<ReturnType<typeof listCollections>>[number]['profile'];
    readonly features: ReturnType<typeof createChunkFeatureCache>;
  },
): Promise<number> {
  const embedder = createBuiltinEmbedder();
  const deps = { database: workspace, embedderFor: () => embedder, now: () => performance.now() };
  const legs = await searchLegs(query, { profiles: [profile], scope: SCOPE }, deps);
  const hits = fuseHits(legs, FUSION);
  const chunks = await findCandidateChunks(workspace, {
    numbers: hits.map(({ chunkNumber }) => chunkNumber),
    reader: READER,
    asOf: null,
  });
  const fused = hits.flatMap((hit) => {
    const chunk = chunks.get(hit.chunkNumber);
    return chunk === undefined ? [] : [{ hit, chunk }];
  });
  for (const { chunk } of fused) features.read(chunk);
  const weights = weighForReranking(query, legs.statistics);
  return timed(async () => {
    const given = { weights, hits: fused.map(({ hit }) => hit), how: FUSION };
    return rankCandidates(readRankedParts(query, given), fused, features);
  });
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

async function retrieve({ url, adminKey }: Service, question: string): Promise<RetrieveResponse> {
  const response = await fetch(`${url}/v1/retrieve`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  });
  if (!response.ok) throw new Error(`Retrieving gave ${response.status}: ${await response.text()}`);
  return RetrieveResponse.parse(await response.json());
}
