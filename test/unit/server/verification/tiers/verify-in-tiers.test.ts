import { describe, expect, it } from 'vitest';
import { LocalTierConfig } from '../../../../../contract/verification-config.ts';
import { createLocalTier } from '../../../../../server/verification/tiers/local-tier.ts';
import type { ClaimTier, Opinion } from '../../../../../server/verification/tiers/verifier-tier.ts';
import {
  verifyInTiers,
  verifyWithKnown,
} from '../../../../../server/verification/tiers/verify-in-tiers.ts';
import { verifyAnswer } from '../../../../../server/verification/verify-answer.ts';
import { ANNUAL, CARERS } from '../evidence.ts';

const RULES = LocalTierConfig.parse({ kind: 'pairs', model: 'tiny' });
const EVERYTHING = { from: 0, to: 1 };
const { signal } = new AbortController();
const evidence = [CARERS, ANNUAL];
/** A paraphrase that shares few words with its chunk. */
const PARAPHRASE =
  'Colleagues with half a decade behind them have three additional vacation days [2].';

function localTier(score: (claim: string, text: string) => number | Promise<number>, rules = {}) {
  const asked: string[] = [];
  const tier = createLocalTier(
    {
      model: 'tiny',
      async score({ claim, texts, signal: given }) {
        const scores: number[] = [];
        for (const text of texts) {
          asked.push(claim);
          given.throwIfAborted();
          scores.push(await score(claim, text));
          given.throwIfAborted();
        }
        return scores;
      },
      close: () => Promise.resolve(),
    },
    { ...RULES, ...rules },
  );
  return { tier, asked };
}

function judgeTier(verdict: Opinion['verdict']): ClaimTier & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    tier: 'judge',
    asked,
    review(claims) {
      asked.push(...claims.map(({ because }) => because));
      const opinions = claims.map(({ index }) => ({
        index,
        verdict,
        pSupported: 0.9,
        reasons: [{ code: 'judge_supports' as const, text: 'Quoted.' }],
        carriedBy: [2],
        partlyBy: [2],
        evidence: null,
        openBecause: null,
      }));
      const call = { promptHashes: ['hash'], replies: ['reply'], costUsd: 0.01 };
      return Promise.resolve({ opinions, model: 'judge', failure: null, ...call });
    },
  };
}

function verify(answer: string, further: readonly ClaimTier[], band = EVERYTHING) {
  return verifyInTiers({ answer, evidence }, { band, further, now: () => 0 }, signal);
}

describe('what is asked of a further tier', () => {
  it('is nothing when no tier is configured: the builtin verdicts stand', async () => {
    const { claims, citations, verification } = await verify(PARAPHRASE, []);
    expect({ claims, citations, verification }).toEqual(
      verifyAnswer({ answer: PARAPHRASE, evidence }),
    );
  });

  it('is only a claim whose probability lies in the band', async () => {
    const { tier, asked } = localTier(() => 0.9);
    const answer = `Annual leave is 25 days a year [2]. ${PARAPHRASE}`;
    const [sure, unsure] = verifyAnswer({ answer, evidence }).claims;
    expect(unsure?.p_supported).toBeLessThan(sure?.p_supported ?? 0);
    const band = { from: 0, to: ((sure?.p_supported ?? 0) + (unsure?.p_supported ?? 0)) / 2 };
    const { claims } = await verify(answer, [tier], band);
    expect(asked).toEqual([unsure?.text]);
    expect(claims[0]).toEqual(sure);
    expect(claims[1]?.decision).toMatchObject({
      tier: 'local',
      asked_because: expect.stringContaining('The builtin tier gives it'),
      earlier: [{ tier: 'builtin', verdict: unsure?.verdict }],
    });
  });

  it('is never a marker that names nothing, a fabricated quotation or what is no claim', async () => {
    const { tier, asked } = localTier(() => 1);
    await verify('Hello there! Leave is “a gift of the founders to all of us” [2]. It ends [9].', [
      tier,
    ]);
    expect(asked).toEqual([]);
  });

  it('is of the local model nothing that a rule speaks against', async () => {
    const { tier, asked } = localTier(() => 1);
    const judge = judgeTier('supported');
    const { claims, verification } = await verify('Annual leave is 31 days a year [2].', [
      tier,
      judge,
    ]);
    expect(asked).toEqual([]);
    expect(verification.tiers?.[0]?.failure).toContain('A rule speaks against it');
    expect(judge.asked).toHaveLength(1);
    expect(claims[0]?.decision?.tier).toBe('judge');
  });
});

describe('what a tier decides', () => {
  it('takes the place of the verdict before, in the claim, its citation and the summary', async () => {
    const { tier } = localTier(() => 0.9);
    const before = verifyAnswer({ answer: PARAPHRASE, evidence });
    const { claims, citations, verification } = await verify(PARAPHRASE, [tier]);
    expect(before.verification.verdict).toBe('unverified');
    expect(claims[0]).toMatchObject({
      verdict: 'supported',
      p_supported: 0.9,
      unsupported_spans: [],
    });
    expect(claims[0]?.reasons[0]?.code).toBe('local_supports');
    expect(citations[0]?.status).toBe('sufficient');
    expect(verification).toMatchObject({
      verdict: 'verified',
      verifier: `${before.verification.verifier} + local:tiny`,
      citation_precision: 1,
      citation_recall: 1,
      tiers: [
        { tier: 'local', asked_claims: 1, decided_claims: 1, changed_claims: 1, failure: null },
      ],
    });
  });

  it('may be that a claim is not supported after all', async () => {
    const { tier } = localTier(() => 0.1);
    const { claims, citations } = await verify('Annual leave is 25 days every year [2].', [tier]);
    expect(claims[0]?.verdict).toBe('unsupported');
    expect(claims[0]?.unsupported_spans).not.toEqual([]);
    expect(citations[0]?.status).toBe('irrelevant');
  });

  it('rests on all chunks together where none carries the claim alone', async () => {
    const { tier } = localTier((_claim, text) =>
      text.includes('PeopleHub') && text.includes('25 days') ? 0.8 : 0.2,
    );
    const { claims, citations } = await verify(
      'Absences are entered by everybody before the 25 days run out [1][2].',
      [tier],
    );
    expect(claims[0]?.verdict).toBe('supported');
    expect(citations.map(({ status }) => status)).toEqual(['necessary', 'necessary']);
  });

  it('goes on to the judge while the local model is unsure, and says why', async () => {
    const { tier } = localTier(() => 0.6);
    const judge = judgeTier('unsupported');
    const { claims, verification } = await verify(PARAPHRASE, [tier, judge]);
    expect(judge.asked).toEqual(['tiny gives it 0.60, between 0.30 and 0.70.']);
    expect(claims[0]).toMatchObject({
      verdict: 'unsupported',
      decision: {
        tier: 'judge',
        earlier: [{ tier: 'builtin' }, { tier: 'local', verdict: 'supported' }],
      },
    });
    expect(verification.tiers?.[1]).toMatchObject({
      cost_usd: 0.01,
      replies: ['reply'],
      prompt_sha256: ['hash'],
    });
  });

  it('is kept for the claims of a shortened answer', async () => {
    const { tier, asked } = localTier(() => 0.9);
    const whole = await verify(`${PARAPHRASE} Bananas grow in the north of Norway [1].`, [tier], {
      from: 0,
      to: 1,
    });
    const count = asked.length;
    const left = verifyWithKnown({ answer: PARAPHRASE, evidence }, whole);
    expect(left.claims[0]).toMatchObject({
      index: 0,
      verdict: 'supported',
      decision: { tier: 'local' },
    });
    expect(left.verification.verdict).toBe('verified');
    expect(asked).toHaveLength(count);
  });
});

describe('a tier that fails', () => {
  it('leaves the verdict before, with the reason, and the next is asked', async () => {
    const { tier } = localTier(() => Promise.reject(new Error('out of memory')));
    const judge = judgeTier('supported');
    const { verification } = await verify(PARAPHRASE, [tier, judge]);
    expect(verification.tiers?.[0]).toMatchObject({
      decided_claims: 0,
      failure: 'tiny failed: out of memory',
    });
    expect(judge.asked[0]).toContain('out of memory');
    const alone = await verify(PARAPHRASE, [tier]);
    const before = verifyAnswer({ answer: PARAPHRASE, evidence });
    expect(alone.claims).toEqual(before.claims);
    expect(alone.verification.verifier).toBe(before.verification.verifier);
  });

  it('is not waited for longer than its time', async () => {
    const slow = () => new Promise<number>((resolve) => setTimeout(() => resolve(1), 60));
    const { tier } = localTier(slow, { time_budget_ms: 20 });
    const { claims, verification } = await verify(PARAPHRASE, [tier]);
    expect(claims[0]?.decision).toBeUndefined();
    expect(verification.tiers?.[0]?.failure).toBe('tiny was not done after 20 ms.');
  });

  it('ends with the caller who gave up', async () => {
    const { tier } = localTier(() => 1);
    const given = AbortSignal.abort(new Error('gone'));
    const asked = verifyInTiers(
      { answer: PARAPHRASE, evidence },
      { band: EVERYTHING, further: [tier], now: () => 0 },
      given,
    );
    await expect(asked).rejects.toThrow('gone');
  });
});
