import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatRequest, SpansFound } from '../../../../models/chat-model.ts';
import { openLocalReader, type LocalReader } from '../../../../models/local/local-reader.ts';
import {
  TINY_EMBEDDER,
  writeTinyEmbedder,
} from '../../../support/tiny-models/write-tiny-embedder.ts';
import { TINY_READER, writeTinyReader } from '../../../support/tiny-models/write-tiny-reader.ts';

/** Nothing listens there, so every download fails at once. */
const NO_HUB = 'http://127.0.0.1:2/';
const START_TIMEOUT_MS = 60_000;
const TIMEOUTS = { firstTokenMs: 30_000, idleMs: 30_000, totalMs: 60_000 };
let folder: string;
let reader: LocalReader;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  await writeTinyReader(folder);
  await writeTinyEmbedder(folder);
  reader = await open(TINY_READER);
}, START_TIMEOUT_MS);
afterAll(async () => {
  await reader.close();
  await rm(folder, { recursive: true });
});

function open(model: string, timeouts = TIMEOUTS): Promise<LocalReader> {
  return openLocalReader({
    model,
    dtype: 'q8',
    cacheFolder: folder,
    hubUrl: NO_HUB,
    minProbability: 0.4,
    timeouts,
  });
}

/** Keeps what the reader has found. */
function reading(
  questions: readonly string[],
  texts: readonly string[],
  more: Partial<ChatRequest> = {},
) {
  const found: (readonly SpansFound[])[] = [];
  const request: ChatRequest = {
    messages: [],
    maxOutputTokens: 16,
    reading: {
      questions,
      texts,
      compose(all, minProbability) {
        found.push(...all);
        const reading = { min_probability: minProbability, spans: [] };
        return { text: 'composed', reason: 'Because.', reading };
      },
    },
    ...more,
  };
  return { request, found };
}

async function bestIn(question: string, text: string) {
  const { request, found } = reading([question], [text]);
  await reader.chat(request);
  const best = found[0]?.[0]?.spans[0];
  return { ...best, text: text.slice(best?.start, best?.end) };
}

describe('openLocalReader', { timeout: START_TIMEOUT_MS }, () => {
  it('finds the answer of each question in each text', async () => {
    const texts = ['the river has fish', 'a refund for the customer, a loan of money'];
    const { request, found } = reading(['refund', 'fish'], texts);
    const reply = await reader.chat(request);
    expect(reply).toMatchObject({
      kind: 'reply',
      text: 'composed',
      servedModel: TINY_READER,
      fingerprint: 'q8@main',
      outputTokens: 0,
      read: { reason: 'Because.', reading: { min_probability: 0.4 } },
    });
    const placed = found.map((ofQuestion) =>
      ofQuestion.map(({ spans }, at) => texts[at]?.slice(spans[0]?.start, spans[0]?.end)),
    );
    expect(placed[0]?.[1]).toBe('refund');
    expect(placed[1]?.[0]).toBe('fish');
    const counted = found.flat().reduce((sum, { tokenCount }) => sum + tokenCount, 0);
    expect(reply).toMatchObject({ inputTokens: counted });
  });

  it('is surer of no answer where the text has none', async () => {
    const right = await bestIn('refund', 'a refund for the customer');
    const wrong = await bestIn('refund', 'the water');
    expect(right.probability).toBeGreaterThan(0.4);
    expect(right.probability).toBeGreaterThan(right.noAnswer ?? 1);
    expect(wrong.probability).toBeLessThan(wrong.noAnswer ?? 0);
  });

  it('tells the exact characters, whatever letters stand before', async () => {
    const text = '„Größenänderung“ – naïve 東京 𝒳 😀 zurück… (refund), no.';
    const best = await bestIn('refund', text);
    expect(best).toMatchObject({ text: 'refund', start: text.indexOf('refund') });
  });

  it('reads a text that is longer than its window to its end', async () => {
    const filler = 'the boat is in the river and the water . '.repeat(60);
    const best = await bestIn('password', `${filler}a password is reset . ${filler}`);
    expect(best).toMatchObject({ text: 'password', start: filler.length + 2 });
    const { request, found } = reading(['password'], [filler]);
    await reader.chat(request);
    expect(found[0]?.[0]?.tokenCount).toBeGreaterThan(10 * 60);
  });

  it('cuts a question that leaves no room for the text', async () => {
    const best = await bestIn(`password ${'the of '.repeat(200)}`, 'to reset a password');
    expect(best.text).toBe('password');
  });

  it('finds nothing in a text without words', async () => {
    const { request, found } = reading(['refund'], [' \n']);
    await reader.chat(request);
    expect(found[0]?.[0]).toEqual({ tokenCount: 0, spans: [] });
  });

  it('gives up when nobody waits any more, and answers the next', async () => {
    const caller = new AbortController();
    caller.abort();
    const given = reading(['loan'], ['a loan'], { signal: caller.signal });
    expect(await reader.chat(given.request)).toMatchObject({ kind: 'failure', code: 'aborted' });
    expect(given.found).toEqual([]);
    expect((await bestIn('loan', 'a loan')).text).toBe('loan');
  });

  it('fails with a time-out when it takes longer than its time', async () => {
    const slow = await open(TINY_READER, { ...TIMEOUTS, totalMs: 100 });
    const texts = Array.from({ length: 50 }, () => 'the boat is in the river . '.repeat(400));
    const reply = await slow.chat(reading(['loan'], texts).request);
    expect(reply).toMatchObject({ kind: 'failure', code: 'timeout', retryable: true });
    await slow.close();
  });

  it('answers nothing but questions about texts', async () => {
    const request = { messages: [{ role: 'user' as const, content: 'Hi' }], maxOutputTokens: 16 };
    expect(await reader.chat(request)).toMatchObject({
      kind: 'failure',
      code: 'refused',
      retryable: false,
    });
  });

  it('names what is no reader, with what to do', async () => {
    await expect(open(TINY_EMBEDDER)).rejects.toThrow('so it is no reader');
    await expect(open('owner/absent')).rejects.toThrow("copy the model's files to");
  });
});
