import { describe, expect, it } from 'vitest';
import {
  chooseCentral,
  composeSummary,
  countWords,
} from '../../../../server/summarizing/summarize-chunks.ts';
import { promptChunk } from '../generation/chunks.ts';

const CHUNKS = [
  promptChunk(
    1,
    'Block leave is ten working days of leave in a row. Whoever holds a sensitive role takes block leave once a year. The canteen has new chairs since Monday morning.',
  ),
  promptChunk(
    2,
    'Whoever holds a sensitive role takes block leave once a year. Enter block leave in PeoplePoint by 31 March. Is leave fun?\n\n- Sensitive roles: payments, vault and payroll team of the bank.',
  ),
];

function summarise(maxWords: number): string {
  return composeSummary(chooseCentral(CHUNKS, maxWords)).text;
}

describe('a summary', () => {
  it('has sentences of the chunks, each cited, in their order', () => {
    const text = summarise(60);
    expect(text).toMatch(/\[1\]/u);
    expect(text.indexOf('[1]')).toBeLessThan(text.indexOf('[2]'));
    for (const sentence of text.split(/ \[\d\]\s*/u).filter((one) => one !== '')) {
      expect(CHUNKS.some((chunk) => chunk.text.includes(sentence))).toBe(true);
    }
  });

  it.each([10, 15, 30, 60])('has at most %i words', (maxWords) => {
    expect(countWords(summarise(maxWords).replaceAll(/\[\d\]/gu, ''))).toBeLessThanOrEqual(
      maxWords,
    );
  });

  it('takes what is central before what is not, and nothing twice before anything new', () => {
    const chosen = chooseCentral(CHUNKS, 35).map(({ candidate }) => candidate.text);
    expect(chosen[0]).toMatch(/block leave/iu);
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(chosen.join(' ')).not.toContain('canteen');
  });

  it('asks nothing and abstains where nothing can be quoted', () => {
    expect(summarise(60)).not.toContain('?');
    expect(composeSummary([])).toMatchObject({ kind: 'abstained' });
  });
});
