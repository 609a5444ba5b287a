import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrossEncoder } from '../../../../models/cross-encoder.ts';
import { openLocalCrossEncoder } from '../../../../models/local/local-cross-encoder.ts';
import {
  TINY_CROSS_ENCODER,
  writeTinyCrossEncoder,
} from '../../../support/tiny-models/write-tiny-cross-encoder.ts';
import {
  TINY_EMBEDDER,
  writeTinyEmbedder,
} from '../../../support/tiny-models/write-tiny-embedder.ts';

/** Nothing listens there, so every download fails at once. */
const NO_HUB = 'http://127.0.0.1:2/';
const START_TIMEOUT_MS = 60_000;
let folder: string;
let encoder: CrossEncoder;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  await Promise.all([writeTinyCrossEncoder(folder), writeTinyEmbedder(folder)]);
  encoder = await open(TINY_CROSS_ENCODER);
}, START_TIMEOUT_MS);
afterAll(async () => {
  await encoder.close();
  await rm(folder, { recursive: true });
});

function open(model: string): Promise<CrossEncoder> {
  return openLocalCrossEncoder({ model, dtype: 'q8', cacheFolder: folder, hubUrl: NO_HUB });
}

function score(question: string, texts: readonly string[], signal = new AbortController().signal) {
  return encoder.score({ question, texts, signal });
}

describe('openLocalCrossEncoder', { timeout: START_TIMEOUT_MS }, () => {
  it('gives each text a number between 0 and 1, higher for what answers the question', async () => {
    const scores = await score('interest rate of a loan', [
      'boat on the river',
      'the interest rate of a bank loan',
      'a dog and a cat',
    ]);
    expect(scores.every((each) => each > 0 && each < 1)).toBe(true);
    expect(scores.indexOf(Math.max(...scores))).toBe(1);
  });

  it('gives the same alone and beside longer texts', async () => {
    const [alone] = await score('refund policy', ['refund policy']);
    const [beside] = await score('refund policy', ['refund policy', 'bank '.repeat(60)]);
    expect(beside).toBeCloseTo(alone ?? 0, 5);
  });

  it('is given up on by a caller who waits no longer', async () => {
    await expect(score('loan', ['loan'], AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );
  });

  it('names what is no cross-encoder, with what to do', async () => {
    await expect(open(TINY_EMBEDDER)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(open('owner/absent')).rejects.toThrow("copy the model's files to");
  });
});
