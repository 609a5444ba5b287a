import { describe, expect, it } from 'vitest';
import { ChunkId, DocumentId, TraceId } from '../../contract/ids.ts';
import { TraceDiff } from '../../contract/trace-diff.ts';
import type { TraceHistory } from '../../contract/trace-history.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const from = TraceId.parse('0198c0de-0000-7000-8000-000000000001');
const to = TraceId.parse('0198c0de-0000-7000-8000-000000000002');

function same<Value>(value: Value) {
  return { from: value, to: value };
}

const diff: TraceDiff = {
  from,
  to,
  asked_at: { from: '2026-03-01T10:00:00.000Z', to: '2026-03-02T10:00:00.000Z' },
  question: { same: true, granularity: 'word', words: [] },
  settings: {
    as_of: { from: null, to: '2026-03-01T10:00:00.000Z' },
    index_snapshot: same(null),
    requested_model: same('auto'),
    prompt_version: same(null),
    config_hash: same('c'),
    code_version: same('1'),
    retrieval: [],
  },
  route: {
    rule: same('default'),
    task: same('grounded_qa'),
    model: { from: 'small', to: 'large' },
    reason: same('It was chosen.'),
  },
  retrieval: {
    kept: 2,
    shifts: [
      {
        shift: 'left',
        chunk_id: ChunkId.parse('0198c0de-0000-7000-8000-000000000003'),
        document_id: DocumentId.parse('0198c0de-0000-7000-8000-000000000004'),
        document_version: 1,
        title: 'Leave',
        source: 'leave.md',
        heading_path: [],
        from: { rank: 2, selected: true, code: 'top_rerank', reason: 'Kept as 2 of 8.' },
        to: { rank: 9, selected: false, code: 'beyond_limit', reason: 'Eight were better.' },
      },
    ],
    confidence: same(0.5),
    removed_by_access: same(0),
  },
  prompt: { same: false, token_count: same(100) },
  answer: {
    same: false,
    granularity: 'word',
    words: [
      { op: 'equal', text: 'You get ' },
      { op: 'delete', text: '5' },
      { op: 'insert', text: '8' },
      { op: 'equal', text: ' days.' },
    ],
    status: same('answered'),
    verdict: same('verified'),
  },
  claims: [{ text: 'You get 5 days.', from: 'supported', to: null }],
  measures: {
    cost_usd: same(0),
    input_tokens: same(0),
    output_tokens: same(0),
    retrieve_ms: same(1),
    generate_ms: same(1),
  },
};

describe('compare', () => {
  it('prints what differs, and a word for what does not', async () => {
    await using server = await startScriptedServer({
      [`GET /v1/traces/${from}/diff/${to}`]: { body: TraceDiff.parse(diff) },
    });
    const { exitCode, stdout } = await runCommand(['compare', from, to], { url: server.url });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('documents as of: none → 2026-03-01T10:00:00.000Z');
    expect(stdout).toContain('left leave.md v1, rank 2 → rank 9: Eight were better.');
    expect(stdout).toContain('model: small → large');
    expect(stdout).toContain('You get [-5-]{+8+} days.');
    expect(stdout).toContain('supported → not said: You get 5 days.');
  });
});

describe('replay', () => {
  it('asks as the options say', async () => {
    await using server = await startScriptedServer({
      [`POST /v1/traces/${from}/replay`]: { status: 404, body: { title: 'No', status: 404 } },
    });
    await runCommand(['replay', from, '--now', '--max-chunks', '3'], { url: server.url });
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({
      documents: 'now',
      retrieval: { max_chunks: 3 },
    });
  });
});

describe('history', () => {
  const event: TraceHistory['data'][number] = {
    kind: 'feedback',
    at: '2026-03-01T10:00:00.000Z',
    by: 'helpdesk',
    detail: 'Rated as bad.',
    text: 'Too long.\u001b[2J',
    trace_id: null,
    link: null,
  };

  it('prints each event, and no control character of what was written', async () => {
    await using server = await startScriptedServer({
      [`GET /v1/traces/${from}/history`]: { body: { data: [event] } },
    });
    const { stdout } = await runCommand(['history', from], { url: server.url });
    expect(stdout).toMatch(/2026-03-01 10:00 Rated as bad\. \(helpdesk\)\n {2}Too long\./);
    expect(stdout).not.toContain('\u001b');
  });

  it('says so when there was none', async () => {
    await using server = await startScriptedServer({
      [`GET /v1/traces/${from}/history`]: { body: { data: [] } },
    });
    const { stdout } = await runCommand(['history', from], { url: server.url });
    expect(stdout).toContain('Nothing has happened to it');
  });
});
