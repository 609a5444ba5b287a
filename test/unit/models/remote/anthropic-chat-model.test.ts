import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatFailure, ChatReply } from '../../../../models/chat-model.ts';
import { createRemoteChatModel } from '../../../../models/remote/remote-chat-model.ts';
import { startHttpDouble, type HttpDouble } from '../../../support/start-http-double.ts';

const SECRET = 'sk-ant-0123456789';
let double: HttpDouble;
let respond: (response: ServerResponse) => void;
let seen: { readonly url: string; readonly key: unknown; readonly body: Record<string, unknown> };

beforeAll(async () => {
  double = await startHttpDouble(answer);
});
afterAll(() => {
  double.close();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = JSON.parse(await text(request));
  seen = { url: request.url ?? '', key: request.headers['x-api-key'], body };
  respond(response);
}

/** The events of Anthropic's messages API, the last of them left out where a stream is cut. */
function stream(response: ServerResponse, { isCut = false } = {}): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const usage = { input_tokens: 21, output_tokens: 1 };
  const message = {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'large-2026',
    content: [],
    usage,
  };
  const events = [
    { type: 'message_start', message: { ...message, stop_reason: null, stop_sequence: null } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...['The limit is ', '500 euros [1].'].map((part) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: part },
    })),
    ...(isCut
      ? []
      : [
          { type: 'content_block_stop', index: 0 },
          {
            type: 'message_delta',
            delta: { stop_reason: 'end_turn', stop_sequence: null },
            usage: { output_tokens: 9 },
          },
          { type: 'message_stop' },
        ]),
  ];
  for (const event of events) {
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  response.end();
}

async function chat(onDelta?: (delta: string) => void): Promise<ChatReply | ChatFailure> {
  const model = createRemoteChatModel({
    provider: 'anthropic',
    api: 'anthropic',
    model: 'large',
    endpoint: { baseUrl: double.baseUrl, apiKey: SECRET },
    timeouts: { firstTokenMs: 5_000, idleMs: 5_000, totalMs: 10_000 },
  });
  const reply = await model.chat({
    messages: [
      { role: 'system', content: 'Cite the sources.' },
      { role: 'user', content: 'What limit?' },
    ],
    maxOutputTokens: 200,
    ...(onDelta === undefined ? {} : { onDelta }),
  });
  await model.close();
  return reply;
}

describe('a model that speaks the API of Anthropic', () => {
  it('is sent the system message apart, and its reply is streamed with its usage', async () => {
    respond = stream;
    const deltas: string[] = [];
    expect(await chat((delta) => deltas.push(delta))).toMatchObject({
      kind: 'reply',
      text: 'The limit is 500 euros [1].',
      servedModel: 'large-2026',
      finishReason: 'stop',
      inputTokens: 21,
      outputTokens: 9,
    });
    expect(deltas).toEqual(['The limit is ', '500 euros [1].']);
    expect(seen).toMatchObject({
      url: '/v1/messages',
      key: SECRET,
      body: {
        model: 'large',
        max_tokens: 200,
        stream: true,
        system: [{ type: 'text', text: 'Cite the sources.' }],
        messages: [{ role: 'user' }],
      },
    });
  });

  it('that stops midway is a cut stream', async () => {
    respond = (response) => stream(response, { isCut: true });
    expect(await chat()).toMatchObject({ kind: 'failure', code: 'cut_stream', streamedAny: true });
  });

  it('that asks to be left alone says for how long, and the key is not told', async () => {
    respond = (response) => {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '7' });
      const error = { type: 'rate_limit_error', message: `Too many for ${SECRET}.` };
      response.end(JSON.stringify({ type: 'error', error }));
    };
    const failure = await chat();
    expect(failure).toMatchObject({ kind: 'failure', code: 'rate_limited', retryAfterSeconds: 7 });
    expect(JSON.stringify(failure)).not.toContain(SECRET);
  });
});
