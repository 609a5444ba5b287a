import OpenAI, {
  AuthenticationError,
  BadRequestError,
  PermissionDeniedError,
  UnprocessableEntityError,
} from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FootnoteExtension } from '../../contract/chat-completion.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const LEAVE = `# Leave policy

Every employee has 27 days of annual leave in a calendar year.
`;
const QUESTION = 'How many days of annual leave does every employee have?';
const ANSWER = 'Every employee has 27 days of annual leave in a calendar year [1].';
const messages = [{ role: 'user' as const, content: QUESTION }];

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;
let openai: OpenAI;

beforeAll(async () => {
  simulator = await startSimulator();
  footnote = await startFootnote({
    config: writeConfig(simulator.baseUrl, {
      models: [{ name: 'sim-good' }, { name: 'sim-cut-stream' }, { name: 'sim-wrong-number' }],
    }),
  });
  client = createClient(footnote, footnote.adminKey);
  openai = openaiWith(footnote.adminKey);
  await client.ingest([
    { title: 'Leave policy', text: LEAVE, mime: 'text/markdown', source: 'leave.md' },
  ]);
});

afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

function openaiWith(apiKey: string): OpenAI {
  return new OpenAI({ baseURL: `${footnote.url}/v1`, apiKey, maxRetries: 0 });
}

function extensionOf(reply: object): FootnoteExtension {
  return FootnoteExtension.parse('footnote' in reply ? reply.footnote : null);
}

describe('a completion', () => {
  it('is the answer, with its usage and the model that served it', async () => {
    const completion = await openai.chat.completions.create({
      model: 'auto',
      messages: [{ role: 'system', content: 'Be brief.' }, ...messages],
      temperature: 0,
      max_tokens: 200,
    });

    expect(completion).toMatchObject({
      object: 'chat.completion',
      model: 'sim-good',
      choices: [
        { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: ANSWER } },
      ],
      usage: { completion_tokens: 13 },
    });
    const { prompt_tokens: prompt = 0, total_tokens: total } = completion.usage ?? {};
    expect(total).toBe(prompt + 13);
  });

  it('carries its citations, claims and route, and names its trace', async () => {
    const { data, response } = await openai.chat.completions
      .create({ model: 'sim-good', messages })
      .withResponse();
    const footnoted = extensionOf(data);

    expect(footnoted.citations[0]).toMatchObject({ marker: 1, source: 'leave.md' });
    expect(footnoted.claims[0]).toMatchObject({ verdict: 'supported', markers: [1] });
    expect(footnoted.verification.verdict).toBe('verified');
    expect(footnoted.route.model).toBe('sim-good');
    expect(response.headers.get('x-footnote-trace-id')).toBe(footnoted.trace_id);
    expect(data.id).toBe(`chatcmpl-${footnoted.trace_id}`);
    const trace = await client.get<TraceResponse>(`/v1/traces/${footnoted.trace_id}`);
    expect(trace.body).toMatchObject({ state: 'complete', answer: { text: ANSWER } });
  });

  it('takes earlier turns along, and text in parts', async () => {
    const completion = await openai.chat.completions.create({
      model: 'sim-good',
      messages: [
        ...messages,
        { role: 'assistant', content: ANSWER },
        { role: 'user', content: [{ type: 'text', text: 'And in a calendar year?' }] },
      ],
      user: 'u-17',
    });
    const { body } = await client.get<TraceResponse>(
      `/v1/traces/${extensionOf(completion).trace_id}`,
    );

    expect(body.question).toMatchObject({
      text: 'And in a calendar year?',
      history: [...messages, { role: 'assistant', content: ANSWER }],
    });
    expect(body.identity.metadata).toEqual({ user: 'u-17' });
  });
});

describe('an earlier answer', () => {
  it('may be sent back just as it came', async () => {
    const first = await openai.chat.completions.create({ model: 'sim-good', messages });
    const earlier = first.choices.map((choice) => choice.message);
    const next = { role: 'user' as const, content: 'And in a calendar year?' };
    const second = await openai.chat.completions.create({
      model: 'sim-good',
      messages: [...messages, ...earlier, next],
    });

    expect(second.choices[0]?.message.content).toBe(ANSWER);
  });
});

describe('a streamed completion', () => {
  async function readStream(model: string) {
    const stream = await openai.chat.completions.create({
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    return { chunks, text };
  }

  it('holds the whole answer, then its footnotes, then its usage', async () => {
    const { chunks, text } = await readStream('sim-good');

    expect(text).toBe(ANSWER);
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: 'assistant' });
    const finished = chunks.findIndex((chunk) => chunk.choices[0]?.finish_reason === 'stop');
    expect(extensionOf(chunks[finished] ?? {}).verification.verdict).toBe('verified');
    expect(chunks.slice(finished + 1)).toMatchObject([
      { choices: [], usage: { completion_tokens: 13 } },
    ]);
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
  });

  it('never shows the text of a draft that is withheld', async () => {
    const { text } = await readStream('sim-wrong-number');

    expect(text).toContain('27 days');
    expect(text).not.toContain('34 days');
  });

  it('raises an error when the model breaks off, rather than ending as if it were whole', async () => {
    await expect(readStream('sim-cut-stream')).rejects.toThrow(/broke off/);
  });
});

describe('the models', () => {
  it('are auto, the builtin one and those of the configuration', async () => {
    const listed: OpenAI.Model[] = [];
    for await (const model of openai.models.list()) listed.push(model);

    expect(listed.map(({ id, owned_by: owner }) => [id, owner])).toEqual([
      ['auto', 'footnote'],
      ['builtin-extractive', 'builtin'],
      ['sim-good', 'openai_compatible'],
      ['sim-cut-stream', 'openai_compatible'],
      ['sim-wrong-number', 'openai_compatible'],
    ]);
  });
});

describe('an error', () => {
  it('of a bad key is an authentication error', async () => {
    const call = openaiWith('fn_wrong').chat.completions.create({ model: 'auto', messages });

    await expect(call).rejects.toBeInstanceOf(AuthenticationError);
    await expect(call).rejects.toMatchObject({ status: 401, type: expect.any(String) });
  });

  it('of a key without the scope is a permission error', async () => {
    const { body } = await client.post<{ key: string }>('/v1/keys', {
      name: 'writer',
      scopes: ['ingest'],
    });
    const call = openaiWith(body.key).models.list();

    await expect(call).rejects.toBeInstanceOf(PermissionDeniedError);
  });

  it('of an unknown model names the parameter', async () => {
    const call = openai.chat.completions.create({ model: 'gpt-99', messages });

    await expect(call).rejects.toBeInstanceOf(UnprocessableEntityError);
    await expect(call).rejects.toMatchObject({
      status: 422,
      param: 'model',
      message: expect.stringContaining('must be one of auto'),
    });
  });

  it('of a stream that never began is an error as any other', async () => {
    const call = openai.chat.completions.create({ model: 'gpt-99', messages, stream: true });

    await expect(call).rejects.toBeInstanceOf(UnprocessableEntityError);
  });

  it('of a body that is no JSON is a bad request', async () => {
    const call = openai.post('/chat/completions', {
      body: '{"model":',
      headers: { 'content-type': 'application/json' },
    });

    await expect(call).rejects.toBeInstanceOf(BadRequestError);
  });
});
