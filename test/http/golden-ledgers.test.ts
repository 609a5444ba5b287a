import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Candidate, RetrieveResponse } from '../../contract/retrieval.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { updatesGolden } from '../support/config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const FOLDER = join(projectRoot, 'test', 'golden', 'ledgers');
/** Each ends its candidates in other ways. */
const QUESTIONS: Readonly<Record<string, object>> = {
  plain: { question: 'How long may I borrow a bicycle?' },
  'two-parts': {
    question: 'How long may I borrow a bicycle and who repairs broken helmets?',
    max_chunks: 2,
  },
  mistyped: { question: 'Where are helmetts repared?' },
  'follow-up': {
    question: 'And for visitors?',
    messages: [{ role: 'user', content: 'How long may employees borrow a bicycle?' }],
  },
  identifier: { question: 'What does form BK-204 cost?', max_chunks: 1 },
};

const BICYCLES =
  '# Bicycles\n\nEmployees may borrow a bicycle for three days.\n\nVisitors may borrow a bicycle for one day, with a deposit of 40 euros.';
const DOCUMENTS: Readonly<Record<string, string>> = {
  'bicycles.md': BICYCLES,
  'bicycles-copy.md': BICYCLES,
  'helmets.md': '# Helmets\n\nBroken helmets are repaired by the workshop in the yard.',
  'forms.md': '# Forms\n\nForm BK-204 is free. Form BK-205 costs 3 euros.',
  'canteen.md': '# Canteen\n\nThe canteen serves soup on Mondays.',
};

let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  client = createClient(footnote, footnote.adminKey);
  // One by one: chunks of equal rank stand in the order in which they came.
  for (const [source, text] of Object.entries(DOCUMENTS)) {
    await client.ingest([{ title: source.replace('.md', ''), source, text }]);
  }
});
afterAll(() => footnote.stop());

it.each(Object.keys(QUESTIONS))('the ledger of the question “%s” is what it was', async (name) => {
  const { body } = await client.post<RetrieveResponse>('/v1/retrieve', QUESTIONS[name] ?? {});
  const { body: trace } = await client.get<TraceResponse>(`/v1/traces/${body.id}`);
  const retrieval = 'retrieval' in trace ? trace.retrieval : undefined;
  const written = [
    ...(retrieval?.query_steps ?? []).map(
      ({ kind, from, to, reason }) => `${kind}: ${from} → ${to} (${reason})`,
    ),
    `confidence ${body.confidence.toFixed(2)}; missing: ${retrieval?.coverage?.missing.join(', ') ?? ''}`,
    ...[...body.chunks, ...body.rejected]
      .toSorted((left, right) => left.rank - right.rank)
      .map(describe),
  ].join('\n');
  const file = join(FOLDER, `${name}.txt`);
  if (updatesGolden) await writeFile(file, `${written}\n`);
  expect(`${written}\n`).toBe(await readFile(file, 'utf8'));
});

/** Without the digits of vectors, which databases keep to different precisions. */
function describe({ rank, source, scores, selected, reason }: Candidate): string {
  const legs = `lexical ${scores.lexical?.rank ?? '–'}, dense ${scores.dense?.rank ?? '–'}`;
  const outcome = selected ? 'selected' : 'rejected';
  const text = reason.text.replace(/ by vector \([^)]*\)/u, ' by vector');
  return `${rank} ${source} (${legs}) ${outcome}, ${reason.code}: ${text}`;
}
