import { z } from 'zod';
import { Candidate } from '../../contract/retrieval.ts';

/** The parts of a document in a list that say what became of it. */
const ListedDocument = z.object({
  source: z.string(),
  status: z.string(),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
});
const Page = z.object({ data: z.array(ListedDocument), next_cursor: z.string().nullable() });
const Retrieved = z.object({ chunks: z.array(Candidate), rejected: z.array(Candidate) });

/** `ready`, or `failed` with the code of the reason: `failed: unreadable`. */
export type Fate = string;

/** Where a word was found, and with which scores: these hang on the statistics of all chunks. */
export interface Hit {
  readonly source: string;
  readonly contentHash: string;
  readonly score: number;
  readonly similarity: number | null;
}

interface Service {
  readonly url: string;
  readonly adminKey: string;
}

/** What became of every document, by its source. */
export async function readFates(service: Service): Promise<ReadonlyMap<string, Fate>> {
  const fates = new Map<string, Fate>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: z.infer<typeof Page> = await call(service, `/v1/documents?limit=100${from}`, Page);
    for (const { source, status, error } of page.data) {
      const reason = error?.detail === undefined || error.detail === '' ? 'no reason' : error.code;
      fates.set(source, status === 'failed' ? `failed: ${reason}` : status);
    }
    cursor = page.next_cursor;
  }
  return fates;
}

/** The chunks that hold a word, as the lexical leg finds them. */
export async function findWord(service: Service, word: string): Promise<readonly Hit[]> {
  const body = { question: word, collections: ['crash'], max_chunks: 100 };
  const found = await call(service, '/v1/retrieve', Retrieved, body);
  return [...found.chunks, ...found.rejected].flatMap(({ source, content_hash, scores }) => {
    if (scores.lexical === null) return [];
    const similarity = scores.dense?.similarity ?? null;
    return [{ source, contentHash: content_hash, score: scores.lexical.score, similarity }];
  });
}

async function call<Schema extends z.ZodType>(
  { url, adminKey }: Service,
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, { ...init, headers });
  if (!response.ok) throw new Error(`${path} gave ${response.status}: ${await response.text()}`);
  return schema.parse(await response.json());
}
