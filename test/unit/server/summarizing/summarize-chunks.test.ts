import { describe, expect, it } from 'vitest';
import {
  chooseCentral,
  composeSummary,
  countWords,
} from '../../../../server/summarizing/summarize-chunks.ts';
import type { PromptChunk } from '../../../../server/generation/build-prompt.ts';
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
  return summariseText(CHUNKS, maxWords);
}

function summariseText(chunks: readonly PromptChunk[], maxWords: number): string {
  return composeSummary(chooseCentral(chunks, maxWords), maxWords).text;
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
    expect(composeSummary([], 60)).toMatchObject({ kind: 'abstained' });
  });

  it.each([
    ['The cat sleeps.', 'The cat sleeps. [1]'],
    ['- Open it\n- Walk in', '- Open it [1]\n\n- Walk in [1]'.replaceAll('- ', '')],
  ])('of short sentences alone says them: %s', (text, summary) => {
    expect(summariseText([promptChunk(1, text)], 10)).toBe(summary);
  });

  it('says that no sentence is short enough', () => {
    const long = promptChunk(1, `${'The bank has rules, and '.repeat(6)}they are long.`);
    expect(summariseText([long], 10)).toBe(
      'I could not find a sentence in the text that can be quoted in 10 words.',
    );
  });

  it('counts the words of a script that puts no spaces between them', () => {
    expect(countWords('猫坐在垫子上。狗在夜里叫。')).toBeGreaterThan(6);
    const chunk = promptChunk(1, '猫坐在垫子上。狗在夜里叫。鸟在天空飞翔。鱼在水里游。');
    expect(countWords(summariseText([chunk], 10).replaceAll('[1]', ''))).toBeLessThanOrEqual(10);
  });
});
