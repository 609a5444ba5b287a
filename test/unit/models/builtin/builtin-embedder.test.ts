import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BUILTIN_EMBEDDING_PROFILE,
  createBuiltinEmbedder,
} from '../../../../models/builtin/builtin-embedder.ts';
import { hashText } from '../../../../models/builtin/hash-text.ts';
import { hashLexically } from '../../../../models/builtin/lexical-hash.ts';

const embedder = createBuiltinEmbedder();

describe('createBuiltinEmbedder', () => {
  it('names itself lexical hashing', () => {
    expect(embedder.profile).toEqual({
      adapter: 'builtin',
      name: 'lexical-hash',
      version: '2',
      dimensions: 384,
    });
  });

  it('gives one vector for each text, in order', async () => {
    const texts = ['Refund policy', 'VPN access', ''];
    const vectors = await embedder.embed({ texts, purpose: 'document' });
    expect(vectors).toEqual(texts.map((text) => hashLexically(text)));
  });

  it('embeds a question like a document', async () => {
    const texts = ['How do I reset my password?'];
    expect(await embedder.embed({ texts, purpose: 'question' })).toEqual(
      await embedder.embed({ texts, purpose: 'document' }),
    );
  });

  it('stops when the caller has given up', async () => {
    const request = { texts: ['text'], purpose: 'document', signal: AbortSignal.abort() } as const;
    await expect(embedder.embed(request)).rejects.toThrow('aborted');
  });
});

describe('hashLexically', () => {
  it('gives a unit vector for any text', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const vector = hashLexically(text);
        expect(vector).toHaveLength(BUILTIN_EMBEDDING_PROFILE.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      }),
    );
  });

  it.each(['', '???', 'who are we'])('gives a unit vector for %j, which has no terms', (text) => {
    expect(Math.hypot(...hashLexically(text))).toBeCloseTo(1, 5);
  });

  it('brings texts that share words nearer than texts that share none', () => {
    const question = hashLexically('How many days of annual leave do employees have?');
    const related = hashLexically('Every employee has 25 days of annual leave.');
    const unrelated = hashLexically('The VPN client needs a certificate.');
    expect(cosine(question, related)).toBeGreaterThan(0.5);
    expect(cosine(question, unrelated)).toBeLessThan(0.2);
  });

  it('brings a misspelt word nearer than another word', () => {
    const word = hashLexically('reimbursement');
    expect(cosine(word, hashLexically('reimbursment'))).toBeGreaterThan(
      cosine(word, hashLexically('authentication')) + 0.1,
    );
  });

  it('keeps its vectors from one release to the next', () => {
    const vector = hashLexically('Refund policy for VPN-4031');
    const heaviest = [...vector.entries()].toSorted((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
    expect(heaviest.slice(0, 3).map(([dimension]) => dimension)).toEqual([124, 197, 47]);
  });
});

describe('hashText', () => {
  it('keeps its values', () => {
    expect([hashText(''), hashText('a'), hashText('refund')]).toEqual([
      2872998923, 444641715, 2336195408,
    ]);
  });

  it('spreads numbered words evenly over the dimensions', () => {
    const counts = new Uint16Array(384);
    for (let n = 0; n < 38_400; n++) {
      const dimension = hashText(`word${n}`) % 384;
      counts[dimension] = (counts[dimension] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(50);
    expect(Math.max(...counts)).toBeLessThan(150);
  });
});

function cosine(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
}
