import { describe, expect, it } from 'vitest';
import type { Classification } from '../../../../contract/classification.ts';
import type { CrossEncoder, ScoreRequest } from '../../../../models/cross-encoder.ts';
import { scorePairs, type PairScoring } from '../../../../server/retrieval/score-pairs.ts';
import { rankedCandidates } from './ranked-candidates.ts';

const ASKED = { question: 'What does it cost?', classification: 'internal' } as const;
const EVERYTHING: readonly Classification[] = ['public', 'internal', 'confidential', 'restricted'];

/** Scores a text by the number in it. */
function encoder(changes: Partial<CrossEncoder> = {}): CrossEncoder & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    adapter: 'remote',
    model: 'test',
    maxBatch: 2,
    dataClasses: EVERYTHING,
    sent,
    async score({ texts }: ScoreRequest) {
      sent.push(...texts);
      return texts.map((text) => Number(/\d+/u.exec(text)?.[0] ?? 0));
    },
    async close() {},
    ...changes,
  };
}

function run(
  texts: readonly string[],
  options: Partial<PairScoring> & { readonly now?: () => number } = {},
) {
  const { now = () => 0, ...scoring } = options;
  return scorePairs(ASKED, rankedCandidates(texts), {
    scoring: { encoder: encoder(), depth: 10, timeBudgetMs: 1_000, ...scoring },
    now,
  });
}

function textsOf({ ranked }: Awaited<ReturnType<typeof run>>): readonly string[] {
  return ranked.map(({ chunk }) => chunk.text);
}

describe('a cross-encoder', () => {
  it('orders the best anew; each takes the score of its place', async () => {
    const result = await run(['1', '3', '2', '9'], { depth: 3 });
    expect(textsOf(result)).toEqual(['3', '2', '1', '9']);
    const finals = result.ranked.map(({ finalScore }) => finalScore);
    expect(finals).toEqual(finals.toSorted((left, right) => right - left));
    expect(result.ranked[0]?.crossEncoder).toEqual({ score: 3, rankBefore: 2 });
    expect(result.ranked[3]?.crossEncoder).toBeNull();
    expect(result.trace).toMatchObject({ ending: 'complete', scored_count: 3, withheld_count: 0 });
  });

  it('is not given what its data classes leave out, which stays in its place', async () => {
    const open = encoder({ dataClasses: ['public', 'internal'] });
    const result = await run(['1', 'secret 8', '3'], { encoder: open });
    expect(open.sent.join()).not.toContain('secret');
    expect(textsOf(result)).toEqual(['3', 'secret 8', '1']);
    expect(result.trace).toMatchObject({ scored_count: 2, withheld_count: 1 });
  });

  it('is given nothing when the question itself may not be sent', async () => {
    const narrow = encoder({ dataClasses: ['public'] });
    const result = await run(['1', '3'], { encoder: narrow });
    expect(narrow.sent).toEqual([]);
    expect(textsOf(result)).toEqual(['1', '3']);
  });

  it('leaves in its place what its time did not suffice for', async () => {
    let clock = 0;
    const result = await run(['1', '2', '9', '3'], { timeBudgetMs: 150, now: () => (clock += 75) });
    expect(textsOf(result)).toEqual(['2', '1', '9', '3']);
    expect(result.trace).toMatchObject({ ending: 'out_of_time', scored_count: 2 });
  });

  it('is given up on in the midst of a call when its time is over', async () => {
    const never = encoder({
      score: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('gave up')));
        }),
    });
    const result = await run(['1', '2'], { encoder: never, timeBudgetMs: 10 });
    expect(textsOf(result)).toEqual(['1', '2']);
    expect(result.trace).toMatchObject({ ending: 'out_of_time', scored_count: 0 });
  });

  it('that fails changes nothing, and the trace says why', async () => {
    const broken = encoder({ score: () => Promise.reject(new Error('It is on fire.')) });
    const result = await run(['1', '2'], { encoder: broken });
    expect(textsOf(result)).toEqual(['1', '2']);
    expect(result.trace).toMatchObject({ ending: 'failed', detail: 'It is on fire.' });
  });
});
