import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openRemoteEmbedder,
  type RemoteEmbedderOptions,
} from '../../../../models/remote/remote-embedder.ts';
import { startSimulator, type Simulator } from '../../../support/start-simulator.ts';

const SECRET = 'sk-embed-0123456789';
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});

afterAll(() => simulator.stop());

function open(model: string, options: Partial<RemoteEmbedderOptions> = {}) {
  const endpoint = { baseUrl: simulator.baseUrl, apiKey: SECRET };
  return openRemoteEmbedder({ model, endpoint, ...options });
}

describe('openRemoteEmbedder', () => {
  it('asks the model for its dimensions', async () => {
    const embedder = await open('sim-embed:48');
    expect(embedder.profile).toEqual({
      adapter: 'remote',
      name: 'sim-embed:48',
      version: '1',
      dimensions: 48,
    });
    await embedder.close();
  });

  it('asks nothing when the dimensions are configured', async () => {
    await simulator.forgetRequests();
    const embedder = await open('sim-embed', { dimensions: 64, version: '2026-11' });
    expect(embedder.profile).toMatchObject({ dimensions: 64, version: '2026-11' });
    expect(await simulator.requests()).toEqual([]);
  });

  it('gives a unit vector for each text, in order', async () => {
    const embedder = await open('sim-embed', { dimensions: 64 });
    const texts = ['refund policy', 'boat', 'refund policy'];
    const [first, second, third] = await embedder.embed({ texts, purpose: 'document' });
    expect(Math.hypot(...(first ?? []))).toBeCloseTo(1, 6);
    expect(third).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it('puts the prefix of the purpose before each text', async () => {
    await simulator.forgetRequests();
    const embedder = await open('sim-embed', {
      dimensions: 64,
      questionPrefix: 'query: ',
      documentPrefix: 'passage: ',
    });
    await embedder.embed({ texts: ['a'], purpose: 'question' });
    await embedder.embed({ texts: ['b'], purpose: 'document' });
    const seen = await simulator.requests();
    expect(seen.map(({ body }) => JSON.parse(body).input)).toEqual([['query: a'], ['passage: b']]);
  });

  it.each([
    ['sim-embed-too-few', '1 vectors for 2 texts'],
    ['sim-embed-other-dimensions', '65 dimensions instead of 64'],
    ['sim-embed-not-a-number', 'Invalid JSON response'],
  ])('refuses the vectors of %s and says why', async (model, why) => {
    const embedder = await open(model);
    const call = embedder.embed({ texts: ['a', 'b'], purpose: 'document' });
    await expect(call).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(why),
    });
  });

  it.each([
    ['sim-401', 'HTTP 401'],
    ['sim-500', 'HTTP 500'],
    ['sim-reset', 'Cannot reach'],
  ])('names the model, the endpoint and the cause of %s', async (model, why) => {
    const call = open(model);
    await expect(call).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(
        `The embedding model ${model} at ${simulator.baseUrl} failed: .*${why}`,
      ),
    });
  });

  it('keeps how long to wait', async () => {
    await expect(open('sim-429:9')).rejects.toMatchObject({ retryAfterSeconds: 9 });
  });

  it('ends after its time', async () => {
    await expect(open('sim-silence', { timeoutMs: 150 })).rejects.toThrow('within 150 ms');
  });

  it('stops with the reason of the caller', async () => {
    const embedder = await open('sim-silence', { dimensions: 64 });
    const signal = AbortSignal.timeout(50);
    const call = embedder.embed({ texts: ['a'], purpose: 'document', signal });
    await expect(call).rejects.toThrow('timeout');
  });
});
