import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const LEAVE = `# Leave policy

## Annual leave

Every employee has 27 days of annual leave in a calendar year.

## Carer's leave

You may take 5 days of carer's leave in a year. Apply to the HR desk with form HR-114.
`;

const VPN = `# VPN errors

Error VPN-4031 means that the device certificate has expired. Open Company Portal and choose Renew certificate.
`;

let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  client = createClient(footnote, footnote.adminKey);
  await client.ingest([
    { title: 'Leave policy', text: LEAVE, mime: 'text/markdown', source: 'hr/leave.md' },
    { title: 'VPN errors', text: VPN, mime: 'text/markdown', source: 'it/vpn.md' },
  ]);
});

afterAll(async () => {
  await footnote.stop();
});

describe('asking', () => {
  it('answers with a cited sentence that stands word for word in its document', async () => {
    const answer = await client.ask({ question: "How many days of carer's leave do I get?" });

    expect(answer.status).toBe('answered');
    expect(answer.answer).toContain("5 days of carer's leave");
    const [citation] = answer.citations;
    expect(citation).toMatchObject({ source: 'hr/leave.md', document_version: 1 });
    const version = await client.get<{ text: string }>(
      `/v1/documents/${citation?.document_id}/versions/1`,
    );
    expect(version.body.text.slice(citation?.char_start ?? 0, citation?.char_end ?? 0)).toBe(
      citation?.quote,
    );
    expect(answer.claims.map((claim) => claim.verdict)).toContain('supported');
  });

  it('abstains when the documents do not hold an answer', async () => {
    const answer = await client.ask({ question: 'Who won the football world cup in 1998?' });

    expect(answer.status).toBe('abstained');
    expect(answer.citations).toEqual([]);
  });

  it('stores the trace before it answers, with bytes that have their hash', async () => {
    const answer = await client.ask({ question: 'What does error VPN-4031 mean?' });
    const { body } = await client.get<TraceResponse>(`/v1/traces/${answer.id}`);

    const { integrity, ...record } = body;
    expect(integrity.intact).toBe(true);
    const hash = createHash('sha256').update(canonicalJson(record)).digest('hex');
    expect(hash).toBe(integrity.sha256);
  });

  it('shows the same answer when it is read again', async () => {
    const answer = await client.ask({ question: 'How many days of annual leave are there?' });
    const again = await client.get<Answer>(`/v1/answers/${answer.id}`);

    expect({ ...again.body, timings_ms: null }).toEqual({
      ...answer,
      review: null,
      timings_ms: null,
    });
  });

  it('refuses a model that is not configured', async () => {
    const reply = await client.post('/v1/answers', { question: 'Anything?', model: 'gpt-99' });

    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ errors: [{ path: '/model' }] });
  });

  it('finds no collection that does not exist', async () => {
    const reply = await client.post('/v1/answers', { question: 'Any?', collections: ['nowhere'] });

    expect(reply.status).toBe(404);
  });

  it.each([
    ['an empty question', ''],
    ['a question of 8,001 characters', 'a'.repeat(8_001)],
    ['a question with a NUL', 'a\0b'],
    ['a blank question', ' \n '],
  ])('refuses %s with a validation problem', async (_name, question) => {
    const reply = await client.post('/v1/answers', { question });

    expect(reply.status).toBe(422);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
  });

  it('gives back the first answer for the same idempotency key', async () => {
    const request = { question: 'How do I apply for carer leave?' };
    const headers = { 'idempotency-key': 'the-same' };
    const first = await client.post<Answer>('/v1/answers', request, headers);
    const second = await client.post<Answer>('/v1/answers', request, headers);

    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('streaming', () => {
  it('sends the steps in order and ends with the whole answer', async () => {
    const response = await fetch(`${client.url}/v1/answers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ question: 'What does error VPN-4031 mean?', stream: true }),
    });
    const text = await response.text();
    const events = [...text.matchAll(/^event: (?<name>\w+)$/gm)].map((match) => match[1]);

    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(events).toEqual(['route', 'retrieval', 'delta', 'verification', 'done']);
    const done = JSON.parse(text.split('event: done\ndata: ')[1]?.split('\n')[0] ?? '') as Answer;
    expect(done.answer).toContain('device certificate has expired');
    expect(response.headers.get('x-footnote-trace-id')).toBe(done.id);
    const trace = await client.get<TraceResponse>(`/v1/traces/${done.id}`);
    expect(trace.body.state).toBe('complete');
  });
});

describe('retrieving', () => {
  it('gives every candidate exactly one reason and counts that reconcile', async () => {
    const { body } = await client.post<RetrieveResponse>('/v1/retrieve', {
      question: "carer's leave form",
      max_chunks: 1,
    });
    const trace = await client.get<TraceResponse>(`/v1/traces/${body.id}`);

    expect(body.chunks).toHaveLength(1);
    expect(body.chunks[0]).toMatchObject({
      rank: 1,
      selected: true,
      reason: { code: 'top_rerank' },
    });
    const all = [...body.chunks, ...body.rejected];
    expect(new Set(all.map((candidate) => candidate.rank)).size).toBe(all.length);
    expect(
      all.every((candidate) => candidate.selected || candidate.reason.code !== 'top_fused'),
    ).toBe(true);
    expect('retrieval' in trace.body && trace.body.retrieval.candidates).toHaveLength(all.length);
  });
});
