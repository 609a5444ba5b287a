import { describe, expect, it } from 'vitest';
import { indexEvidence } from '../../../../server/verification/index-evidence.ts';
import { judgeClaim } from '../../../../server/verification/judge-claim.ts';
import { readWordSignals } from '../../../../server/verification/mark-words.ts';
import { WORD_SIGNALS } from '../../../../server/verification/place-signals.ts';
import { readClaim } from '../../../../server/verification/read-claim.ts';
import { readWords } from '../../../../server/verification/read-words.ts';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { chunkOf } from './evidence.ts';

const LIBRARY = chunkOf(
  1,
  'The Harrow library opened in 1962. Its reading room seats forty people. Marta Lindqvist designed the building. The garden behind it was laid out later by volunteers. The roof was repaired after a storm.',
  { title: 'Library', charStart: 0 },
);
const CLAIMS = [
  'The Harrow library opened on 14 March 1962.',
  'The Harrow library opened in 1962 with a concert by a brass band.',
  'Marta Lindqvist designed the building and the town hall.',
  'The garden was laid out by the mayor of Copenhagen.',
  'The roof was painted green by Olaf Brandt.',
];

describe('unsupported words', () => {
  it('are what the evidence lacks, and not what it has', () => {
    const [first] = placesOf('The Harrow library opened in 1962 with a concert by a brass band.');
    expect(first?.unsupported.join(' ')).toContain('brass band');
    expect(first?.unsupported.join(' ')).not.toContain('library');
  });

  it.each(CLAIMS)('are whole words, and never function words alone: %s', (claim) => {
    const [first] = placesOf(claim);
    expect(first?.verdict).not.toBe('supported');
    expect(first?.unsupported).not.toEqual([]);
    for (const span of first?.unsupported ?? []) {
      const kinds = readWords(`so ${span}`).slice(1);
      expect(kinds.some(({ kind }) => kind !== 'function')).toBe(true);
      expect(claim).toMatch(new RegExp(String.raw`(?<![\p{L}\p{N}])${span}(?![\p{L}\p{N}])`, 'u'));
    }
  });

  it('are none in a claim that is supported', () => {
    const [first] = placesOf('The Harrow library opened in 1962.');
    expect(first).toMatchObject({ verdict: 'supported', unsupported: [] });
  });

  it('are told by one value for each signal', () => {
    const text = CLAIMS[0] ?? '';
    const index = indexEvidence([LIBRARY]);
    const claim = readClaim(text, { start: 0, end: text.length });
    const rows = readWordSignals(claim, judgeClaim(claim, index.chunks, index));
    expect(rows.map(({ length }) => length)).toEqual(claim.words.map(() => WORD_SIGNALS.length));
    expect(rows.flat().every(Number.isFinite)).toBe(true);
  });
});

describe('evidence', () => {
  it('is whole sentences of the chunk', () => {
    const sentences = LIBRARY.text.split(/(?<=\.) /u);
    for (const place of CLAIMS.flatMap(placesOf).flatMap(({ evidence }) => evidence))
      expect(place.split(/(?<=\.) /u).every((part) => sentences.includes(part))).toBe(true);
  });

  it('is the sentence that says it', () => {
    const [first] = placesOf('The building was designed by Marta Lindqvist.');
    expect(first?.evidence).toEqual(['Marta Lindqvist designed the building.']);
  });

  it('is several sentences where no single one says it', () => {
    const [first] = placesOf(
      'Marta Lindqvist designed the building, and its roof was repaired after a storm.',
    );
    expect(first?.evidence.toSorted()).toEqual([
      'Marta Lindqvist designed the building.',
      'The roof was repaired after a storm.',
    ]);
  });
});

function placesOf(claim: string) {
  const { claims } = verifyAnswer({ answer: `${claim} [1]`, evidence: [LIBRARY] });
  return claims.map(({ verdict, unsupported_spans, evidence }) => ({
    verdict,
    unsupported: unsupported_spans.map((span) => claim.slice(span.char_start, span.char_end)),
    evidence: evidence.map((place) => LIBRARY.text.slice(place.char_start, place.char_end)),
  }));
}
