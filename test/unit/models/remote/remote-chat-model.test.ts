import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatFailure, ChatReply, ChatRequest } from '../../../../models/chat-model.ts';
import {
  createRemoteChatModel,
  type RemoteChatModelOptions,
} from '../../../../models/remote/remote-chat-model.ts';
import { startSimulator, type Simulator } from '../../../support/start-simulator.ts';

const SECRET = 'sk-test-0123456789';
const timeouts = { firstTokenMs: 5_000, idleMs: 5_000, totalMs: 10_000 };
const request: ChatRequest = {
  messages: [
    { role: 'system', content: 'Cite the sources.' },
    { role: 'user', content: '[1] Limits\nThe limit is 500 euros.\n\nQuestion: What limit?' },
  ],
  maxOutputTokens: 200,
};
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});

afterAll(() => simulator.stop());

interface Call {
  readonly options?: Partial<RemoteChatModelOptions>;
  readonly request?: Partial<ChatRequest>;
}

async function chat(model: string, call: Call = {}): Promise<ChatReply | ChatFailure> {
  const chatModel = createRemoteChatModel({
    provider: 'simulator',
    api: 'openai_compatible',
    model,
    endpoint: { baseUrl: simulator.baseUrl, apiKey: SECRET },
    timeouts,
    ...call.options,
  });
  const outcome = await chatModel.chat({ ...request, ...call.request });
  await chatModel.close();
  return outcome;
}

describe('a reply', () => {
  it('has its text, usage, served model and times', async () => {
    const deltas: string[] = [];
    const reply = await chat('sim-good', { request: { onDelta: (text) => deltas.push(text) } });
    expect(reply).toEqual({
      kind: 'reply',
      text: 'The limit is 500 euros [1].',
      servedModel: 'sim-good-simulated',
      fingerprint: 'fp_simulated',
      finishReason: 'stop',
      inputTokens: 13,
      cachedInputTokens: 0,
      outputTokens: 6,
      ttftMs: expect.any(Number),
      durationMs: expect.any(Number),
    });
    expect(deltas.length).toBeGreaterThan(1);
    expect(deltas.join('')).toBe('The limit is 500 euros [1].');
  });

  it('is asked for with the key, the messages and the limit', async () => {
    await simulator.forgetRequests();
    await chat('sim-good', { options: { temperature: 0 } });
    const [seen] = await simulator.requests();
    expect(seen?.headers['authorization']).toBe(`Bearer ${SECRET}`);
    expect(JSON.parse(seen?.body ?? '')).toMatchObject({
      model: 'sim-good',
      stream: true,
      max_tokens: 200,
      temperature: 0,
      messages: request.messages,
    });
  });

  it('counts as whole without [DONE], when it has a finish reason', async () => {
    expect(await chat('sim-no-done')).toMatchObject({ kind: 'reply', finishReason: 'stop' });
  });

  it('estimates its tokens when the server reports none', async () => {
    const reply = await chat('sim-no-usage');
    expect(reply).toMatchObject({ kind: 'reply', inputTokens: 19, outputTokens: 7 });
  });

  it('says when it ran into the limit of its length', async () => {
    expect(await chat('sim-length')).toMatchObject({ kind: 'reply', finishReason: 'length' });
  });
});

describe('a failure', () => {
  it.each([
    ['sim-429:7', 'rate_limited', true],
    ['sim-quota', 'rate_limited', false],
    ['sim-500', 'server_error', true],
    ['sim-503', 'server_error', true],
    ['sim-reset', 'connection', true],
    ['sim-400', 'refused', false],
    ['sim-401', 'refused', false],
    ['sim-unknown', 'refused', false],
    ['sim-context-overflow', 'context_overflow', false],
    ['sim-refused-by-filter', 'content_filter', false],
    ['sim-empty', 'malformed_reply', true],
  ] as const)('of %s is %s before anything was streamed', async (model, code, retryable) => {
    expect(await chat(model)).toMatchObject({
      kind: 'failure',
      code,
      retryable,
      streamedAny: false,
      ttftMs: null,
    });
  });

  it.each([
    ['sim-cut-stream', 'cut_stream'],
    ['sim-reset-stream', 'cut_stream'],
    ['sim-malformed-chunk', 'malformed_reply'],
    ['sim-error-chunk', 'server_error'],
    ['sim-content-filter', 'content_filter'],
  ] as const)('of %s is %s after some text', async (model, code) => {
    const deltas: string[] = [];
    const outcome = await chat(model, { request: { onDelta: (text) => deltas.push(text) } });
    expect(outcome).toMatchObject({ kind: 'failure', code, streamedAny: true });
    expect(deltas.length).toBeGreaterThan(0);
  });

  it('keeps how long to wait', async () => {
    expect(await chat('sim-429:7')).toMatchObject({ retryAfterSeconds: 7 });
    expect(await chat('sim-503')).toMatchObject({ retryAfterSeconds: 3 });
    expect(await chat('sim-429:999999999')).toMatchObject({ retryAfterSeconds: 3_600 });
    expect(await chat('sim-500')).toMatchObject({ retryAfterSeconds: null });
  });

  it.each([
    ['sim-silence', { ...timeouts, firstTokenMs: 150 }, 'No first token within 150 ms.'],
    [
      'sim-slow-first-token:5000',
      { ...timeouts, firstTokenMs: 150 },
      'No first token within 150 ms.',
    ],
    ['sim-stall', { ...timeouts, idleMs: 150 }, 'No next token within 150 ms.'],
    ['sim-stall', { ...timeouts, totalMs: 150 }, 'No complete answer within 150 ms.'],
  ])('of %s is a time-out that says which time', async (model, given, detail) => {
    const outcome = await chat(model, { options: { timeouts: given } });
    expect(outcome).toMatchObject({ kind: 'failure', code: 'timeout', retryable: true, detail });
  });

  it.each([
    [150, 'deadline', false],
    [600, 'timeout', true],
  ] as const)(
    'is out of the %d ms that its caller has as a %s',
    async (timeoutMs, code, retryable) => {
      const given = { firstTokenMs: 5_000, idleMs: 5_000, totalMs: 1_000 };
      const outcome = await chat('sim-stall', {
        options: { timeouts: given },
        request: { timeoutMs },
      });
      const detail = `No complete answer within ${timeoutMs} ms.`;
      expect(outcome).toMatchObject({ kind: 'failure', code, retryable, detail });
    },
  );

  it('waits for a slow first token within its time', async () => {
    const reply = await chat('sim-slow-first-token:100');
    expect(reply.kind).toBe('reply');
    expect(reply.ttftMs).toBeGreaterThanOrEqual(90);
  });

  it('is an abort when the caller gives up, before or during the stream', async () => {
    const before = await chat('sim-good', { request: { signal: AbortSignal.abort() } });
    expect(before).toMatchObject({ code: 'aborted', retryable: false, streamedAny: false });
    const controller = new AbortController();
    const during = await chat('sim-stall', {
      request: { signal: controller.signal, onDelta: () => controller.abort() },
    });
    expect(during).toMatchObject({ code: 'aborted', retryable: false, streamedAny: true });
  });

  it('is a failed connection when nothing listens', async () => {
    const endpoint = { baseUrl: 'http://127.0.0.1:1/v1', apiKey: null };
    const outcome = await chat('any', { options: { endpoint } });
    expect(outcome).toMatchObject({ kind: 'failure', code: 'connection', retryable: true });
  });
});

describe('a server that misbehaves', () => {
  it.each([
    ['answers with a page', 200, '<html>Welcome</html>', 'malformed_reply'],
    ['answers with nothing', 200, '', 'malformed_reply'],
    ['ends without a finish reason', 200, chunk({ content: 'Half' }), 'cut_stream'],
    ['redirects elsewhere', 307, '', 'refused'],
    ['quotes the key', 401, JSON.stringify({ error: { message: `Bad key ${SECRET}` } }), 'refused'],
  ])('%s', async (...[, status, body, code]) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const endpoint = { baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: SECRET };
    const outcome = await chat('any', { options: { endpoint } });
    server.close();
    expect(outcome).toMatchObject({ kind: 'failure', code });
    expect(JSON.stringify(outcome)).not.toContain(SECRET);
  });
});

function chunk(delta: object): string {
  return `data: ${JSON.stringify({ model: 'm', choices: [{ index: 0, delta }] })}\n\n`;
}
