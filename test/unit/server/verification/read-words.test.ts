import { describe, expect, it } from 'vitest';
import { readWords } from '../../../../server/verification/read-words.ts';

function formsOf(text: string) {
  return readWords(text).map(({ form }) => form);
}

describe('readWords', () => {
  it('gives the same form to the same value, however it is written', () => {
    expect(formsOf('3,000 kilos')).toEqual(formsOf('3000 kg'));
    expect(formsOf('five percent')).toEqual(formsOf('5%'));
    expect(formsOf('350 degrees F')).toEqual(formsOf('350°F'));
  });

  it('reads a contraction as its two words', () => {
    expect(formsOf("isn't")).toEqual(['is', 'not']);
    expect(formsOf('cannot')).toEqual(['can', 'not']);
    expect(formsOf('won’t')).toEqual(['will', 'not']);
  });

  it('takes capitals for a name where the place does not ask for them', () => {
    const kinds = readWords('Ferries reach Mull. Tickets are sold in Oban.').map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual([
      'content',
      'content',
      'name',
      'content',
      'function',
      'content',
      'function',
      'name',
    ]);
  });

  it('says where each word stands', () => {
    const text = 'It costs £1,250.50, isn’t that much?';
    for (const { start, end, surface } of readWords(text))
      expect(text.slice(start, end)).toBe(surface);
  });
});
