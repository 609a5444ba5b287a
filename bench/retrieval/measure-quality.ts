import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Candidate } from '../../contract/retrieval.ts';
import { launch } from '../launch.ts';
import { createRandom } from '../random.ts';
import { createServiceClient, type ServiceClient } from '../service-client.ts';
import type { JudgedCollection } from './judged-collection.ts';
import { mean, ndcgAt10, pairedP, recallAt } from './rank-metrics.ts';

export interface QualityMeasure {
  readonly collection: string;
  readonly questions: number;
  /** nDCG@10 of the lexical leg, of both legs fused, of the final order, and of what was selected. */
  readonly ndcg: Readonly<Record<Stage, number>>;
  readonly recallAt100: number;
  /** That the final order differs from the lexical leg by chance alone. */
  readonly pAgainstLexical: number;
}

const STAGES = ['lexical', 'dense', 'fused', 'final', 'selected'] as const;
type Stage = (typeof STAGES)[number];

const DOCUMENTS_PER_REQUEST = 500;
/** As many as the machine that this is measured on has cores for server and database. */
const QUESTIONS_AT_ONCE = 2;
const PROGRESS_EVERY = 50;
/** Longer than any document: what is judged is a document, so it is not cut. */
const MAX_TOKENS = 2_000;
const COLLECTION = 'judged';

/** Ingests a judged collection into a service of its own, which has its own statistics, and asks all its questions. */
export async function measureQuality(collection: JudgedCollection): Promise<QualityMeasure> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-quality-'));
  try {
    const launched = await launch({ dataDirectory, databaseUrl: null });
    try {
      const client = createServiceClient(launched.url, dataDirectory);
      await ingest(collection, client);
      return await askAll(collection, client);
    } finally {
      await launched.stop();
    }
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

async function ingest(collection: JudgedCollection, client: ServiceClient): Promise<void> {
  await client.createCollection(COLLECTION, { max_tokens: MAX_TOKENS, overlap_tokens: 0 });
  const documents = collection.documents.map(({ id, title, text }) => ({
    title: title.trim() === '' ? id : title,
    text: text.trim() === '' ? title : text,
    source: id,
    mime: 'text/plain',
    collection: COLLECTION,
  }));
  const batches: (typeof documents)[] = [];
  for (let start = 0; start < documents.length; start += DOCUMENTS_PER_REQUEST) {
    batches.push(documents.slice(start, start + DOCUMENTS_PER_REQUEST));
  }
  // All are queued at once: a worker that is done with one goes on with the next.
  let done = 0;
  await Promise.all(
    batches.map(async (batch) => {
      const run = await client.ingest(batch);
      if (run.documents.failed > 0) throw new Error(`Not all was ingested: ${run.status}`);
      done += batch.length;
      tell(collection, `${done} of ${documents.length} documents ingested`);
    }),
  );
}

async function askAll(
  collection: JudgedCollection,
  client: ServiceClient,
): Promise<QualityMeasure> {
  const scores: Record<Stage, number[]> = {
    lexical: [],
    dense: [],
    fused: [],
    final: [],
    selected: [],
  };
  const recalls: number[] = [];
  const { questions } = collection;
  let next = 0;
  const askOn = async () => {
    for (let at = next++; at < questions.length; at = next++) {
      const { text = '', relevant = new Set<string>() } = questions[at] ?? {};
      const { chunks, rejected } = await client.retrieve({
        question: text,
        collections: [COLLECTION],
        max_chunks: 10,
      });
      const rankings = rank([...chunks, ...rejected]);
      for (const stage of STAGES) scores[stage][at] = ndcgAt10(rankings[stage], relevant);
      recalls[at] = recallAt(100, rankings.final, relevant);
      if ((at + 1) % PROGRESS_EVERY === 0) tell(collection, `${at + 1} questions asked`);
    }
  };
  await Promise.all(Array.from({ length: QUESTIONS_AT_ONCE }, askOn));
  return {
    collection: collection.name,
    questions: collection.questions.length,
    ndcg: {
      lexical: mean(scores.lexical),
      dense: mean(scores.dense),
      fused: mean(scores.fused),
      final: mean(scores.final),
      selected: mean(scores.selected),
    },
    recallAt100: mean(recalls),
    pAgainstLexical: pairedP(scores.final, scores.lexical, createRandom(1)),
  };
}

function tell({ name }: JudgedCollection, progress: string): void {
  process.stderr.write(`${name}: ${progress}\n`);
}

/** The sources of the candidates in the order of each stage. */
function rank(candidates: readonly Candidate[]): Readonly<Record<Stage, readonly string[]>> {
  const order = (key: (candidate: Candidate) => number | undefined) =>
    candidates
      .flatMap((candidate) => {
        const place = key(candidate);
        return place === undefined ? [] : [{ source: candidate.source, place }];
      })
      .toSorted((left, right) => left.place - right.place)
      .map(({ source }) => source);
  return {
    lexical: order(({ scores }) => scores.lexical?.rank),
    dense: order(({ scores }) => scores.dense?.rank),
    fused: order(({ scores }) => -scores.fused),
    final: order((candidate) => candidate.rank),
    selected: order((candidate) => (candidate.selected ? candidate.rank : undefined)),
  };
}
