import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRemoteCrossEncoder } from '../../../../models/remote/remote-cross-encoder.ts';
import { startHttpDouble, type HttpDouble } from '../../../support/start-http-double.ts';

const SECRET = 'sk-rerank-0123456789';
let double: HttpDouble;
let reply: { readonly status: number; readonly body: string };
let seen: { readonly url: string; readonly authorization: string; readonly body: unknown };

beforeAll(async () => {
  double = await startHttpDouble(answer);
});
afterAll(() => {
  double.close();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { authorization = '' } = request.headers;
  seen = { url: request.url ?? '', authorization, body: JSON.parse(await text(request)) };
  response.writeHead(reply.status, { 'content-type': 'application/json' });
  response.end(reply.body);
}

async function score(texts: readonly string[], signal = new AbortController().signal) {
  const encoder = openRemoteCrossEncoder({
    model: 'test-rerank',
    endpoint: { baseUrl: double.baseUrl, apiKey: SECRET },
    dataClasses: ['public'],
  });
  try {
    return await encoder.score({ question: 'How much?', texts, signal });
  } finally {
    await encoder.close();
  }
}

function answerWith(status: number, body: unknown): void {
  reply = { status, body: JSON.stringify(body) };
}

describe('a cross-encoder behind /rerank', () => {
  it('is sent the question and the texts, and its scores are put in their order', async () => {
    answerWith(200, {
      results: [
        { index: 1, relevance_score: 0.9 },
        { index: 0, relevance_score: 0.2 },
      ],
    });
    expect(await score(['a', 'b'])).toEqual([0.2, 0.9]);
    expect(seen).toEqual({
      url: '/v1/rerank',
      authorization: `Bearer ${SECRET}`,
      body: { model: 'test-rerank', query: 'How much?', documents: ['a', 'b'] },
    });
  });

  it.each([
    [500, { error: `key ${SECRET}` }, 'HTTP 500'],
    [200, { results: [{ index: 0, relevance_score: 1 }] }, 'left out a text'],
    [200, { results: 'none' }, 'failed'],
  ])('that answers %i %j is unavailable, and the key is not told', async (status, body, why) => {
    answerWith(status, body);
    const call = score(['a', 'b']);
    await expect(call).rejects.toMatchObject({ code: 'unavailable' });
    await expect(call).rejects.toThrow(why);
    await expect(call).rejects.not.toThrow(SECRET);
  });

  it('is given up on by a caller who waits no longer', async () => {
    answerWith(200, { results: [] });
    await expect(score(['a'], AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
