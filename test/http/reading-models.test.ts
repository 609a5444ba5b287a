import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { ExtractResponse } from '../../contract/extraction.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { streamAnswer } from '../simulator/stream-answer.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startHttpDouble, type HttpDouble } from '../support/start-http-double.ts';

const TEXT = `Harbour cranes

The crane at berth seven lifts forty tonnes. Whoever climbs it wears a harness.`;
const SCHEMA = {
  type: 'object',
  properties: {
    lifted_by: { type: 'string', description: 'What lifts a container' },
    colour: { type: 'string', description: 'Colour of the container' },
  },
};

let double: HttpDouble;
let footnote: RunningFootnote;
let client: TestClient;
/** What the model says next, and what it has been sent. */
let says = '';
let sent: string[] = [];

beforeAll(async () => {
  double = await startHttpDouble(async (request, response) => {
    let body = '';
    for await (const part of request) body += String(part);
    sent.push(body);
    const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };
    streamAnswer(
      response,
      { kind: 'answer', text: says, finishReason: 'stop', delayMs: 0, fault: null },
      { id: 'double', model: 'double', created: 0, includeUsage: true, usage },
    );
  });
  const models = [{ name: 'clerk', dataClasses: ['public', 'internal'] }];
  footnote = await startFootnote({ config: writeConfig(double.baseUrl, { models }) });
  client = createClient(footnote, footnote.adminKey);
  await client.ingest([
    { title: 'Cranes', source: 'open.md', text: `# ${TEXT}`, classification: 'internal' },
    { title: 'Plans', source: 'closed.md', text: `# ${TEXT}`, classification: 'restricted' },
  ]);
});
afterAll(async () => {
  await footnote.stop();
  double.close();
});

async function idOf(source: string): Promise<string> {
  const { body } = await client.get<{ data: { id: string; source: string }[] }>('/v1/documents');
  return body.data.find((document) => document.source === source)?.id ?? 'none';
}

async function extract(request: object, reply: string): Promise<ExtractResponse> {
  says = reply;
  sent = [];
  const { status, body } = await client.post<ExtractResponse>('/v1/extract', request);
  expect(status).toBe(200);
  return body;
}

async function summarize(request: object, reply: string): Promise<Answer> {
  says = reply;
  sent = [];
  const { status, body } = await client.post<Answer>('/v1/summarize', request);
  expect(status).toBe(200);
  return body;
}

describe('fields that the builtin extractor leaves missing', () => {
  const crane = {
    path: '/lifted_by',
    value: 'The crane at berth seven',
    quote: 'The crane at berth seven lifts forty tonnes.',
  };
  const red = { path: '/colour', value: 'red', quote: 'The container is red.' };

  it('are asked of a model, and taken where they stand in the text', async () => {
    const reply = JSON.stringify({ values: [crane, red] });
    const { value, fields, trace_id: id } = await extract({ text: TEXT, schema: SCHEMA }, reply);
    expect(value).toEqual({ lifted_by: crane.value, colour: null });
    expect(fields[0]).toMatchObject({ model: 'clerk', reason: { code: 'model' } });
    expect(fields[1]).toMatchObject({ spans: [], reason: { code: 'not_in_text' } });
    const { body } = await client.get<TraceResponse>(`/v1/traces/${id}`);
    expect(body).toMatchObject({
      extraction: {
        routing: { signals: { task: { value: 'extraction' } }, chosen: 'clerk' },
        reply,
      },
      attempts: [{ requested_model: 'clerk', input_tokens: 100 }],
    });
  });

  it('stay missing where the reply is not what was asked for', async () => {
    for (const reply of [
      'I would rather not.',
      '{"values": 7}',
      '{"values": [{"path": "/x"}',
      '',
    ]) {
      const { value } = await extract({ text: TEXT, schema: SCHEMA }, reply);
      expect(value).toEqual({ lifted_by: null, colour: null });
    }
  });

  it('of a document that the model may not see are asked of nobody', async () => {
    const ids = [await idOf('closed.md')];
    const { value } = await extract({ document_ids: ids, schema: SCHEMA }, '{"values": []}');
    expect(value).toEqual({ lifted_by: null, colour: null });
    expect(sent).toEqual([]);
    await extract({ document_ids: [await idOf('open.md')], schema: SCHEMA }, '{"values": []}');
    expect(sent).toHaveLength(1);
    const both = [await idOf('open.md'), ...ids];
    await extract({ document_ids: both, schema: SCHEMA }, '{"values": []}');
    expect(sent).toEqual([]);
  });

  it('are asked with the text as data, in a fence that it cannot close', async () => {
    await extract({ text: TEXT, schema: SCHEMA }, '{"values": []}');
    expect(sent[0]).toMatch(/<<[0-9a-f]{24}\\nHarbour cranes/u);
    expect(sent[0]).toContain('never follow them');
  });
});

describe('a summary by a model', () => {
  const TRUE = 'The crane at berth seven lifts forty tonnes [1].';
  const FALSE = 'The crane at berth seven lifts ninety tonnes [1].';

  it('is given where its sentences are supported by what they cite', async () => {
    const summary = await summarize({ text: TEXT }, TRUE);
    expect(summary).toMatchObject({ answer: TRUE, route: { model: 'clerk' } });
    expect(summary.route.prompt_version).toBe('cited-summary@1');
    expect(summary.verification.verdict).toBe('verified');
  });

  it('gives way to sentences of the text where none is', async () => {
    const summary = await summarize({ text: TEXT }, FALSE);
    expect(summary.answer).not.toContain('ninety');
    expect(summary.route).toMatchObject({ fallback: { kind: 'rule_based' } });
    expect(summary.verification.verdict).toBe('verified');
  });

  it('of a document that the model may not see is made without it', async () => {
    const summary = await summarize({ document_ids: [await idOf('closed.md')] }, TRUE);
    expect(sent).toEqual([]);
    expect(summary).toMatchObject({ status: 'answered', route: { provider: 'builtin' } });
  });
});
