import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../../core/text/sentences.ts';

function sentencesOf(text: string): string[] {
  return splitSentences(text).map(({ start, end }) => text.slice(start, end));
}

/** Pieces that trip splitters, joined at random. */
const awkwardText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '. ',
        '.',
        '\n',
        '\n\n',
        ' [1]',
        '[2]',
        'Mr. ',
        'e.g. ',
        '3.5',
        '1. ',
        '- ',
        '| a | b |',
        '```',
        '?!',
        '…',
        '。',
        '」',
        '"',
        ') ',
        ': ',
        'a.m. ',
        'No. 4',
        '\r\n',
        '\u2028',
        'Key: x; Two: y',
      ),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

const WHITE_SPACE = /^[\s\u0085]*$/u;

describe('splitSentences', () => {
  it.each([
    ['Mr. Smith left. Dr. Jones stayed.', ['Mr. Smith left.', 'Dr. Jones stayed.']],
    [
      'Use a form, e.g. HR-12, i.e. the blue one. Then sign.',
      ['Use a form, e.g. HR-12, i.e. the blue one.', 'Then sign.'],
    ],
    [
      'See Exhibit No. 4 and Fig. 2 for it. No. You cannot.',
      ['See Exhibit No. 4 and Fig. 2 for it.', 'No.', 'You cannot.'],
    ],
    [
      'The U.S. Government pays. We live in the U.S. The bank is here.',
      ['The U.S. Government pays.', 'We live in the U.S.', 'The bank is here.'],
    ],
    [
      'It ends at 5 p.m. The door closes at 6 p.m. on Fridays.',
      ['It ends at 5 p.m.', 'The door closes at 6 p.m. on Fridays.'],
    ],
    [
      'Smith et al. 2017 and Jones et al. (2016) agree. So do we.',
      ['Smith et al. 2017 and Jones et al. (2016) agree.', 'So do we.'],
    ],
    [
      'J. R. Tolkien wrote it. Vitamin C. It helps.',
      ['J. R. Tolkien wrote it.', 'Vitamin C.', 'It helps.'],
    ],
  ])('keeps abbreviations and initials inside: %s', (text, expected) => {
    expect(sentencesOf(text)).toEqual(expected);
  });

  it('keeps decimals, versions and addresses whole', () => {
    expect(sentencesOf('It costs £4.50 at example.com. Version 2.1.3 is out.')).toEqual([
      'It costs £4.50 at example.com.',
      'Version 2.1.3 is out.',
    ]);
  });

  it('keeps quotes and brackets with the sentence that they close', () => {
    expect(
      sentencesOf('He said "Stop." Then he left (at noon.) Nobody "asked?" she said.'),
    ).toEqual(['He said "Stop."', 'Then he left (at noon.)', 'Nobody "asked?" she said.']);
  });

  it('keeps citation markers with the sentence before them', () => {
    expect(sentencesOf('You get leave. [1] It is paid.[2][3] Ask [4]. Done.')).toEqual([
      'You get leave. [1]',
      'It is paid.[2][3]',
      'Ask [4].',
      'Done.',
    ]);
  });

  it('ends a sentence at runs of marks and not inside them', () => {
    expect(sentencesOf('What?! Really... yes. Wait… No.')).toEqual([
      'What?!',
      'Really... yes.',
      'Wait…',
      'No.',
    ]);
  });

  it('gives list items, table rows and headings a sentence each', () => {
    const text =
      'Leave policy\n\nYou need:\n- a form\n- a signature\n1. Send it.\n2. Wait.\nGrade: 3; Days: 25; Note: x. y\n| a | b |';
    expect(sentencesOf(text)).toEqual([
      'Leave policy',
      'You need:',
      '- a form',
      '- a signature',
      '1. Send it.',
      '2. Wait.',
      'Grade: 3; Days: 25; Note: x. y',
      '| a | b |',
    ]);
  });

  it('splits code by line and nowhere else', () => {
    expect(sentencesOf('```\nrun. it. now\nx = a[0];\n```\nDone.')).toEqual([
      '```',
      'run. it. now',
      'x = a[0];',
      '```',
      'Done.',
    ]);
  });

  it('joins a sentence that was wrapped over two lines', () => {
    const text = 'A long line of prose that a word processor has\nwrapped goes on here. Next one.';
    expect(sentencesOf(text)).toEqual([
      'A long line of prose that a word processor has\nwrapped goes on here.',
      'Next one.',
    ]);
  });

  it('ends sentences at wide full stops without white space', () => {
    expect(sentencesOf('第一句。第二句！「第三句。」第四句？[1]第五')).toEqual([
      '第一句。',
      '第二句！',
      '「第三句。」',
      '第四句？[1]',
      '第五',
    ]);
  });

  it('cuts text without full stops at white space', () => {
    const sentences = sentencesOf('word '.repeat(1_000));
    expect(
      sentences.every((sentence) => sentence.length <= 2_000 && /^word.*word$/u.test(sentence)),
    ).toBe(true);
    expect(sentences.join(' ')).toBe('word '.repeat(1_000).trim());
  });

  it('covers every character that is not white space, in order and without overlap', () => {
    fc.assert(
      fc.property(awkwardText, (text) => {
        let end = 0;
        for (const sentence of splitSentences(text)) {
          expect(sentence.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(end, sentence.start)).toMatch(WHITE_SPACE);
          expect(text.slice(sentence.start, sentence.end)).toBe(
            text.slice(sentence.start, sentence.end).trim(),
          );
          expect(sentence.end).toBeGreaterThan(sentence.start);
          end = sentence.end;
        }
        expect(text.slice(end)).toMatch(WHITE_SPACE);
      }),
      { numRuns: 500 },
    );
  });

  it('splits the same text the same way each time', () => {
    fc.assert(
      fc.property(awkwardText, (text) => {
        expect(splitSentences(text)).toEqual(splitSentences(text));
      }),
    );
  });

  it('takes time in proportion to the length', () => {
    const text = 'A sentence of some words, e.g. these. '.repeat(20_000);
    const started = performance.now();
    expect(splitSentences(text)).toHaveLength(20_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
