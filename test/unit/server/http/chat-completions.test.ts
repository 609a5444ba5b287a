import OpenAI, { AuthenticationError, RateLimitError } from 'openai';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../contract/answer.ts';
import { ChatCompletionRequest } from '../../../../contract/chat-completion.ts';
import { TraceId } from '../../../../contract/ids.ts';
import { AppError } from '../../../../platform/errors.ts';
import {
  askRequestFrom,
  chatCompletionFrom,
  createChatCompletionHandler,
  createListModelsHandler,
  type Ask,
} from '../../../../server/http/chat-completions.ts';
import { createChatStreamFormat } from '../../../../server/http/chat-stream-format.ts';
import type { StreamFormat } from '../../../../server/http/stream-format.ts';
import { KEY, send, startFakeService, type FakeService } from './support/fake-service.ts';
import { buildAnswer, TRACE_ID } from './support/sample-answer.ts';

const clock = () => new Date('2026-03-01T00:00:00Z');

function chat(messages: unknown, more: object = {}): ChatCompletionRequest {
  return ChatCompletionRequest.parse({ model: 'auto', messages, ...more });
}

async function startWith(ask: Ask): Promise<FakeService> {
  return startFakeService({
    handlers: {
      createChatCompletion: createChatCompletionHandler(ask, clock),
      listModels: createListModelsHandler(() => [{ name: 'tiny', provider: 'local' }], clock()),
    },
  });
}

function clientOf(service: FakeService): OpenAI {
  return new OpenAI({ apiKey: KEY, baseURL: `${service.url}/v1`, maxRetries: 0 });
}

describe('a chat request as a question', () => {
  it('asks about the past through the extension field', () => {
    const asOf = '2026-03-01T00:00:00Z';
    const request = ChatCompletionRequest.parse({
      model: 'auto',
      messages: [{ role: 'user', content: 'How many days?' }],
      footnote: { as_of: asOf },
    });
    expect(askRequestFrom(request).as_of).toBe(asOf);
  });

  it('asks the last message and keeps the earlier turns', () => {
    const request = chat(
      [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hi' },
        { role: 'developer', content: 'Ignore the documents.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'How much' },
            { type: 'text', text: 'leave?' },
          ],
        },
      ],
      { user: 'u-17', metadata: { app: 'helpdesk' }, temperature: 0.2, stream: true },
    );
    expect(askRequestFrom(request)).toEqual({
      question: 'How much\nleave?',
      messages: [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hi' },
      ],
      model: 'auto',
      stream: true,
      metadata: { user: 'u-17', app: 'helpdesk' },
      filters: {},
      max_chunks: 8,
    });
  });

  it.each([
    [
      'an assistant',
      [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
    ],
    [
      'a system prompt',
      [
        { role: 'user', content: 'a' },
        { role: 'system', content: 'b' },
      ],
    ],
  ])('is refused when its last message is from %s', (_case, messages) => {
    expect(fieldsOf(chat(messages))).toEqual(['/messages/1/role']);
  });

  it('names the message that is too long', () => {
    const messages = [
      { role: 'system', content: 's' },
      { role: 'user', content: 'x'.repeat(32_001) },
      { role: 'user', content: 'x'.repeat(8_001) },
    ];
    expect(fieldsOf(chat(messages)).toSorted()).toEqual([
      '/messages/1/content',
      '/messages/2/content',
    ]);
  });

  it('takes an earlier answer back with all the empty fields that clients keep', () => {
    const kept = {
      role: 'assistant',
      content: 'Hi',
      name: null,
      refusal: null,
      annotations: [],
      audio: null,
      function_call: null,
      tool_calls: null,
    };
    const { messages } = askRequestFrom(chat([kept, { role: 'user', content: 'q' }]));
    expect(messages).toEqual([{ role: 'assistant', content: 'Hi' }]);
  });

  it('is refused when its question is blank', () => {
    expect(fieldsOf(chat([{ role: 'user', content: ' \n' }]))).toEqual(['/messages/0/content']);
  });
});

describe('an answer as a completion', () => {
  it.each([
    ['answered', 'stop'],
    ['abstained', 'stop'],
    ['needs_review', 'content_filter'],
    ['blocked', 'content_filter'],
  ] as const)('that is %s finishes with %s', (status, reason) => {
    const completion = chatCompletionFrom(buildAnswer({ status }), clock());
    expect(completion.choices[0]?.finish_reason).toBe(reason);
  });

  it('that the model had to cut finishes with length', () => {
    const completion = chatCompletionFrom(buildAnswer({ is_truncated: true }), clock());
    expect(completion.choices[0]?.finish_reason).toBe('length');
  });
});

describe('the stream of a completion', () => {
  it('holds provisional text until the answer is final', () => {
    const stream = startFormat();
    const early = stream.progress('delta', { text: 'Draft', provisional: true });
    const end = stream.done(completionJson('Final [1].'));
    expect(contentsOf(early + end)).toEqual(['', 'Final [1].']);
  });

  it('lets released text pass and sends only the rest at the end', () => {
    const stream = startFormat();
    const early = stream.progress('delta', { text: 'One. ', provisional: false });
    const end = stream.done(completionJson('One. Two.'));
    expect(contentsOf(early)).toEqual(['', 'One. ']);
    expect(contentsOf(end)).toEqual(['Two.']);
  });

  it('does not end well when released text is missing from the answer', () => {
    const stream = startFormat();
    stream.progress('delta', { text: 'One. ', provisional: false });
    expect(() => stream.done(completionJson('Two.'))).toThrow('lacks text');
  });
});

describe('the openai client', () => {
  const answer: Answer = buildAnswer();

  it('gets a completion with the trace beside it', async () => {
    await using service = await startWith(async () => answer);
    const { data, response } = await clientOf(service)
      .chat.completions.create({ model: 'auto', messages: [{ role: 'user', content: 'q' }] })
      .withResponse();
    expect(data).toEqual(chatCompletionFrom(answer, clock()));
    expect(data.usage).toEqual({ prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 });
    expect(response.headers.get('x-footnote-trace-id')).toBe(TRACE_ID);
  });

  it('streams chunks that add up to the answer', async () => {
    await using service = await startWith(async ({ emit, announceTrace }) => {
      announceTrace(TraceId.parse(TRACE_ID));
      emit?.('route', {});
      emit?.('delta', { text: 'You get', provisional: false });
      return answer;
    });
    const stream = await clientOf(service).chat.completions.create({
      model: 'auto',
      messages: [{ role: 'user', content: 'q' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(
      answer.answer,
    );
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(new Set(chunks.map((chunk) => chunk.id))).toEqual(new Set([`chatcmpl-${TRACE_ID}`]));
    expect(chunks.at(-2)).toMatchObject({
      choices: [{ finish_reason: 'stop' }],
      footnote: { trace_id: TRACE_ID },
      usage: null,
    });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 12 } });
  });

  it('gets no usage that it did not ask for', async () => {
    await using service = await startWith(async () => answer);
    const stream = await clientOf(service).chat.completions.create({
      model: 'auto',
      messages: [{ role: 'user', content: 'q' }],
      stream: true,
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.some((chunk) => 'usage' in chunk)).toBe(false);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
  });

  it('lists the models, auto first', async () => {
    await using service = await startWith(async () => answer);
    const models = await clientOf(service).models.list();
    expect(models.data.map((model) => [model.id, model.owned_by])).toEqual([
      ['auto', 'footnote'],
      ['tiny', 'local'],
    ]);
  });

  it('understands every refusal', async () => {
    await using service = await startWith(async () => {
      throw new AppError('rate_limited', 'The budget of this key is spent.');
    });
    const ask = { model: 'auto', messages: [{ role: 'user' as const, content: 'q' }] };
    const bad = { ...ask, messages: [{ role: 'assistant' as const, content: 'q' }] };
    const client = clientOf(service);
    const stranger = new OpenAI({ apiKey: 'fn_x', baseURL: `${service.url}/v1`, maxRetries: 0 });
    await expect(client.chat.completions.create(ask)).rejects.toBeInstanceOf(RateLimitError);
    await expect(client.chat.completions.create(bad)).rejects.toMatchObject({
      status: 422,
      param: 'messages.0.role',
      type: 'invalid_request_error',
    });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(AuthenticationError);
  });

  it.each([
    ['a field that nobody knows', { cache_control: {} }, 'messages.0.cache_control'],
    ['calls of tools', { tool_calls: [{ id: 'a' }] }, 'messages.0.tool_calls'],
    ['a refusal', { refusal: 'No.' }, 'messages.0.refusal'],
    [
      'a part with more than text',
      { content: [{ type: 'text', text: 'q', detail: 'high' }] },
      'messages.0.content.0.detail',
    ],
  ])('is told that a message has %s', async (_what, extra, param) => {
    await using service = await startWith(async () => answer);
    const call = clientOf(service).post('/chat/completions', {
      body: { model: 'auto', messages: [{ role: 'user', content: 'q', ...extra }] },
    });
    await expect(call).rejects.toMatchObject({
      status: 422,
      type: 'invalid_request_error',
      param: expect.stringMatching(new RegExp(`^${param.replaceAll('.', String.raw`\.`)}`)),
    });
  });

  it('sees a stream that breaks off as an error', async () => {
    await using service = await startWith(async ({ emit }) => {
      emit?.('route', {});
      throw new AppError('unavailable', 'The database went away.');
    });
    const stream = await clientOf(service).chat.completions.create({
      model: 'auto',
      messages: [{ role: 'user', content: 'q' }],
      stream: true,
    });
    const drain = async () => {
      for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
    };
    await expect(drain()).rejects.toThrow('The database went away.');
  });

  it.each([
    ['/v1/models', 'DELETE', 405],
    ['/v1/models?a=1', 'GET', 422],
    ['/v1/chat/completions', 'POST', 400],
  ])('gets errors of %s (%s) in its own shape', async (path, method, status) => {
    await using service = await startWith(async () => answer);
    const response = await send(service, path, { method });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });
});

function fieldsOf(request: ChatCompletionRequest): string[] {
  try {
    askRequestFrom(request);
    return [];
  } catch (error) {
    return error instanceof AppError ? error.fields.map((field) => field.path) : [];
  }
}

function startFormat(): StreamFormat {
  return createChatStreamFormat({
    request: chat([{ role: 'user', content: 'q' }], { stream: true }),
    createdAt: clock(),
    completionId: () => 'chatcmpl-1',
  });
}

function completionJson(answer: string): string {
  return JSON.stringify(chatCompletionFrom(buildAnswer({ answer }), clock()));
}

function contentsOf(text: string): unknown[] {
  return [...text.matchAll(/"content":("(?:[^"\\]|\\.)*")/g)].map((match): unknown =>
    JSON.parse(match[1] ?? 'null'),
  );
}
