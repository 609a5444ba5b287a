import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalTierConfig } from '../../../../contract/verification-config.ts';
import type { ClaimScorer } from '../../../../models/claim-scorer.ts';
import { openLocalClaimScorer } from '../../../../models/local/local-claim-scorer.ts';
import {
  TINY_CROSS_ENCODER,
  TINY_NLI,
  writeTinyCrossEncoder,
  writeTinyNli,
} from '../../../support/tiny-models/write-tiny-cross-encoder.ts';
import {
  TINY_TOKEN_CLASSIFIER,
  writeTinyTokenClassifier,
} from '../../../support/tiny-models/write-tiny-token-classifier.ts';

const START_TIMEOUT_MS = 60_000;
let folder: string;
const opened: ClaimScorer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  await Promise.all([
    writeTinyCrossEncoder(folder),
    writeTinyNli(folder),
    writeTinyTokenClassifier(folder),
  ]);
});
afterAll(async () => {
  for (const scorer of opened) await scorer.close();
  await rm(folder, { recursive: true });
});

async function open(config: object): Promise<ClaimScorer> {
  const scorer = await openLocalClaimScorer(LocalTierConfig.parse(config), {
    secrets: new Map(),
    modelsFolder: folder,
    onProgress: () => undefined,
  });
  opened.push(scorer);
  return scorer;
}

const { signal } = new AbortController();

describe('a model that judges a text and a claim as a pair', { timeout: START_TIMEOUT_MS }, () => {
  it('gives a higher chance to the text that shares the claim', async () => {
    const scorer = await open({ kind: 'pairs', model: TINY_CROSS_ENCODER });
    const texts = ['a boat on the river', 'the interest rate of a bank loan'];
    const [other = 1, same = 0] = await scorer.score({ claim: 'bank loan rate', texts, signal });
    expect(same).toBeGreaterThan(other);
    expect(same).toBeLessThanOrEqual(1);
    expect(other).toBeGreaterThanOrEqual(0);
  });

  it('takes the output that the configuration calls support', async () => {
    const outputs = ['contradicted', 'neutral', 'supported'];
    const right = await open({ kind: 'pairs', model: TINY_NLI, outputs });
    const wrong = await open({ kind: 'pairs', model: TINY_NLI, outputs: outputs.toReversed() });
    const asked = { claim: 'bank loan', texts: ['the bank loan'], signal };
    const [supported = 0] = await right.score(asked);
    const [contradicted = 1] = await wrong.score(asked);
    expect(supported).toBeGreaterThan(0.5);
    expect(contradicted).toBeLessThan(0.2);
    expect(supported + contradicted).toBeLessThan(1);
  });

  it('reads the whole claim, however long the text is', async () => {
    const scorer = await open({ kind: 'pairs', model: TINY_CROSS_ENCODER });
    const text = `loan ${'boat river '.repeat(500)}`;
    const [of = 0] = await scorer.score({ claim: 'river', texts: [text], signal });
    const [ofOther = 1] = await scorer.score({ claim: 'password', texts: [text], signal });
    expect(of).toBeGreaterThan(ofOther);
  });

  it('is refused when it has other outputs than the configuration names', async () => {
    const outputs = ['contradicted', 'neutral', 'supported'];
    await expect(open({ kind: 'pairs', model: TINY_CROSS_ENCODER, outputs })).rejects.toThrow(
      'gives 1 numbers for a pair; verification.local.outputs names 3',
    );
  });
});

describe('a model that marks tokens', { timeout: START_TIMEOUT_MS }, () => {
  it('supports a claim only when it marks no token of it', async () => {
    const scorer = await open({ kind: 'tokens', model: TINY_TOKEN_CLASSIFIER });
    const texts = ['bank loan interest'];
    const [known = 0] = await scorer.score({ claim: 'bank loan', texts, signal });
    const [novel = 1] = await scorer.score({ claim: 'bank boat', texts, signal });
    expect(known).toBeGreaterThan(0.5);
    expect(novel).toBeLessThan(0.5);
  });

  it('is given up on by a caller who waits no longer', async () => {
    const scorer = await open({ kind: 'tokens', model: TINY_TOKEN_CLASSIFIER });
    const given = AbortSignal.abort(new Error('enough'));
    await expect(scorer.score({ claim: 'x', texts: ['y'], signal: given })).rejects.toThrow(
      'enough',
    );
  });
});
