import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../../models/chat-model.ts';
import {
  openLocalChatModel,
  type LocalChatModel,
} from '../../../../models/local/local-chat-model.ts';
import {
  TINY_EMBEDDER,
  writeTinyEmbedder,
} from '../../../support/tiny-models/write-tiny-embedder.ts';
import { TINY_WRITER, writeTinyWriter } from '../../../support/tiny-models/write-tiny-writer.ts';

/** Nothing listens there, so every download fails at once. */
const NO_HUB = 'http://127.0.0.1:2/';
const START_TIMEOUT_MS = 60_000;
const ENDLESS = 'footnote-test/endless-writer';
const ANSWER = 'Overtime is paid with the next payslip. [1]';
const TIMEOUTS = { firstTokenMs: 30_000, idleMs: 30_000, totalMs: 60_000 };
let folder: string;
let writer: LocalChatModel;
let endless: LocalChatModel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  await writeTinyWriter(folder, ANSWER);
  await writeTinyWriter(folder, 'on and so', { endsBy: 'never', name: ENDLESS });
  await writeTinyEmbedder(folder);
  writer = await open(TINY_WRITER);
  endless = await open(ENDLESS);
}, START_TIMEOUT_MS);
afterAll(async () => {
  await writer.close();
  await endless.close();
  await rm(folder, { recursive: true });
});

function open(model: string, timeouts = TIMEOUTS): Promise<LocalChatModel> {
  return openLocalChatModel({
    model,
    dtype: 'q8',
    cacheFolder: folder,
    hubUrl: NO_HUB,
    contextWindow: 4_096,
    timeouts,
  });
}

function asking(more: Partial<ChatRequest> = {}): ChatRequest {
  return {
    messages: [
      { role: 'system', content: 'Answer from the sources.' },
      { role: 'user', content: 'When is overtime paid?' },
    ],
    maxOutputTokens: 50,
    ...more,
  };
}

describe('openLocalChatModel', { timeout: START_TIMEOUT_MS }, () => {
  it('answers word by word, counting the tokens of both sides', async () => {
    const pieces: string[] = [];
    const reply = await writer.chat(asking({ onDelta: (text) => pieces.push(text) }));
    expect(reply).toMatchObject({
      kind: 'reply',
      text: ANSWER,
      servedModel: TINY_WRITER,
      fingerprint: 'q8@main',
      finishReason: 'stop',
      // Four words and a role, four words and a role, and the turn.
      inputTokens: 11,
      // Eight words and the end.
      outputTokens: 9,
    });
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join('')).toBe(ANSWER);
  });

  it('says when it was cut at its limit', async () => {
    expect(await writer.chat(asking({ maxOutputTokens: 3 }))).toMatchObject({
      kind: 'reply',
      text: 'Overtime is paid',
      finishReason: 'length',
      outputTokens: 3,
    });
  });

  it('refuses a prompt that leaves no room in its context window', async () => {
    const content = 'overtime '.repeat(4_050);
    expect(await writer.chat(asking({ messages: [{ role: 'user', content }] }))).toMatchObject({
      kind: 'failure',
      code: 'context_overflow',
      retryable: false,
      streamedAny: false,
    });
  });

  it('stops to write when nobody waits any more, and answers the next', async () => {
    const caller = new AbortController();
    const reply = await endless.chat(
      asking({
        maxOutputTokens: 4_000,
        signal: caller.signal,
        onDelta: () => caller.abort(),
      }),
    );
    expect(reply).toMatchObject({ kind: 'failure', code: 'aborted', streamedAny: true });
    expect(await endless.chat(asking({ maxOutputTokens: 2 }))).toMatchObject({ text: 'on and' });
  });

  it('fails with a time-out when an answer takes longer than its time', async () => {
    const slow = await open(ENDLESS, { ...TIMEOUTS, totalMs: 200 });
    const reply = await slow.chat(asking({ maxOutputTokens: 4_000 }));
    expect(reply).toMatchObject({ kind: 'failure', code: 'timeout', retryable: true });
    await slow.close();
  });

  it('names what is no model to talk to, with what to do', async () => {
    await expect(open(TINY_EMBEDDER)).rejects.toThrow('no chat template');
    await expect(open('owner/absent')).rejects.toThrow("copy the model's files to");
  });
});
