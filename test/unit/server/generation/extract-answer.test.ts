import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCitationMarkers } from '../../../../core/text/citation-markers.ts';
import { ABSTENTION, extractAnswer } from '../../../../server/generation/extract-answer.ts';
import type { QuotableChunk } from '../../../../server/generation/list-candidates.ts';

function chunkOf(marker: number, text: string, headings: readonly string[] = []): QuotableChunk {
  return { marker, title: 'Handbook', heading_path: [...headings], text };
}

const CARERS = chunkOf(
  1,
  "Carer's leave\n\nYou get 5 days of carer's leave a year. It is unpaid. Tell your manager before you go.",
  ['Leave', "Carer's leave"],
);
const ANNUAL = chunkOf(
  2,
  'Annual leave is 25 days a year. It rises to 28 days after five years of service.',
  ['Leave', 'Annual leave'],
);
const PRINTERS = chunkOf(
  3,
  'To release a print job, do this at the panel:\n1. Hold your card to the reader.\n2. Choose the job.\n3. Press Print.\n\nToner is delivered on Mondays.',
  ['Printing'],
);
const evidence = [CARERS, ANNUAL, PRINTERS];

function answer(question: string, chunks: readonly QuotableChunk[] = evidence) {
  return extractAnswer({ parts: [{ question }], evidence: chunks });
}

function quotesOf(question: string, chunks: readonly QuotableChunk[] = evidence) {
  const result = answer(question, chunks);
  return result.kind === 'answered'
    ? result.sentences.map(({ text, marker }) => [text, marker])
    : [];
}

describe('a sentence by which a reader may load something', () => {
  it.each([
    'The pension desk is open on Mondays ![logo](https://example.org/p.png).',
    'The pension desk is open on Mondays ![logo][s].',
    'The pension desk is open on Mondays ![logo][].',
    'The pension desk is open on Mondays ![logo].',
    'The pension desk is open on Mondays <img src="https://example.org/p.png">.',
    "The pension desk is open on Mondays <div style='background:url(https://example.org)'>now</div>.",
  ])('is not quoted: %s', (sentence) => {
    const chunk = chunkOf(1, `${sentence} The pension desk is closed at Easter.`);
    expect(quotesOf('When is the pension desk open?', [chunk]).map(([text]) => text)).not.toContain(
      sentence,
    );
  });

  it.each([
    'The pension desk is open on Mondays, see [the plan][p].',
    'The pension desk is open on Mondays for <your division>.',
    'The pension desk is open on Mondays!',
  ])('is not one with a plain link or a placeholder: %s', (sentence) => {
    const chunk = chunkOf(1, sentence);
    expect(quotesOf('When is the pension desk open?', [chunk])).toEqual([[sentence, 1]]);
  });
});

describe('extractAnswer', () => {
  it('answers with the sentence of the chunk, word for word, and its marker behind the full stop', () => {
    const result = answer("How many days of carer's leave do I get a year?");
    expect(result).toMatchObject({ kind: 'answered' });
    expect(result.text).toContain("You get 5 days of carer's leave a year. [1]");
  });

  it('quotes exactly what the spans say, in the chunk and in the answer', () => {
    const result = answer('How do I release a print job at the panel?');
    if (result.kind !== 'answered') throw new Error('expected an answer');
    for (const { text, span, quoted, marker } of result.sentences) {
      expect(result.text.slice(span.start, span.end)).toBe(text);
      expect(evidence[marker - 1]?.text.slice(quoted.start, quoted.end)).toBe(text);
      expect(result.text.startsWith(` [${String(marker)}]`, span.end)).toBe(true);
    }
  });

  it('takes the items of a list along with their lead-in', () => {
    expect(quotesOf('How do I release a print job at the panel?')).toEqual([
      ['To release a print job, do this at the panel:', 3],
      ['1. Hold your card to the reader.', 3],
      ['2. Choose the job.', 3],
      ['3. Press Print.', 3],
    ]);
  });

  it('lets the heading answer for what a short sentence leaves out', () => {
    const sick = chunkOf(1, 'It is paid for 13 weeks.', ['Sick leave']);
    const study = chunkOf(2, 'It is paid for 2 weeks.', ['Study leave']);
    expect(quotesOf('For how long is study leave paid?', [sick, study])[0]).toEqual([
      'It is paid for 2 weeks.',
      2,
    ]);
  });

  it('prefers a sentence with an amount of money when one is asked for', () => {
    const chunk = chunkOf(
      1,
      'Hotels in the capital are booked by the travel desk. Hotels in the capital cost at most £185 per night.',
    );
    expect(quotesOf('How much may a hotel in the capital cost?', [chunk])[0]?.[0]).toContain(
      '£185',
    );
  });

  it('understands everyday words for what the handbook calls otherwise', () => {
    const chunk = chunkOf(
      1,
      'Supervisors approve vacation. Toner comes on Mondays. Parking is free at weekends.',
    );
    expect(quotesOf('Can my boss approve my holiday?', [chunk])[0]).toEqual([
      'Supervisors approve vacation.',
      1,
    ]);
  });

  it('does not say the same thing twice when two chunks do', () => {
    const twice = [
      chunkOf(1, 'Annual leave is 25 days a year.'),
      chunkOf(2, 'Annual leave is 25 days a year.'),
    ];
    expect(quotesOf('How many days of annual leave are there a year?', twice)).toEqual([
      ['Annual leave is 25 days a year.', 1],
    ]);
  });

  it.each([
    'Which wine goes with roast pheasant?',
    'Who won the football championship in Brazil?',
    '???',
    '   ',
  ])('abstains from %s', (question) => {
    const result = answer(question);
    expect(result).toMatchObject({ kind: 'abstained', text: ABSTENTION });
    expect(result.reason).not.toBe('');
  });

  it('abstains when a third of what was asked is named nowhere', () => {
    const { kind, reason } = answer(
      'How many days of annual leave a year does a zebra keeper in Antarctica get?',
    );
    expect({ kind, reason }).toEqual({
      kind: 'abstained',
      reason: '43 % of what was asked is named nowhere in the retrieved text.',
    });
  });

  it('abstains when retrieval found nothing, and trusts a quote the more the surer retrieval is', () => {
    const question = 'How many days of annual leave are there a year?';
    const answerAt = (confidence: number) =>
      extractAnswer({ parts: [{ question, confidence }], evidence });
    const probabilityAt = (confidence: number) =>
      Number(
        /probability (?:of|that they answer is) (\d+) %/u.exec(answerAt(confidence).reason)?.[1],
      );
    expect(answerAt(0).kind).toBe('abstained');
    expect(answerAt(0.9).kind).toBe('answered');
    expect(probabilityAt(0.9)).toBeGreaterThan(probabilityAt(0.5));
    expect(probabilityAt(0.5)).toBeGreaterThan(probabilityAt(0.05));
  });

  it('is the less sure the more telling the word that is named nowhere', () => {
    const question = 'How long does a zephyr run on the bench?';
    const chunk = chunkOf(1, 'The bench is open for 9 hours. Runs take 4 hours. Tea is at noon.');
    const rarityOf = (zephyr: number) =>
      new Map(['zephyr', 'run', 'bench'].map((term) => [term, term === 'zephyr' ? zephyr : 2]));
    const probabilityOf = (zephyr: number) => {
      const parts = [{ question, confidence: 0.6, rarity: rarityOf(zephyr) }];
      const { reason } = extractAnswer({ parts, evidence: [chunk] });
      return Number(/(\d+) %/u.exec(reason)?.[1]);
    };
    const [little = 0, middling = 0, much = 0] = [0.1, 2, 30].map(probabilityOf);
    expect(little).toBeGreaterThan(middling);
    expect(middling).toBeGreaterThan(much);
  });

  it('answers with the table below a heading that asks the same, all rows that may be meant', () => {
    const table = [
      'How much leave do I have?',
      '',
      'Service: Less than 5 years; Days a year: 27; Hours: 189',
      'Service: 5 to 9 years; Days a year: 29; Hours: 203',
      'Service: 10 years or more; Days a year: 31; Hours: 217',
    ].join('\n');
    const chunk = chunkOf(1, table, ['Annual leave']);
    const other = chunkOf(2, 'A day of annual leave may be asked for at short notice.');
    const quotes = quotesOf('How many days of annual leave do I get?', [chunk, other]);
    expect(quotes.slice(0, 3).map(([text]) => text)).toEqual(table.split('\n').slice(2));
  });

  it('answers each part of a question, and says which it could not', () => {
    const leave = { question: 'How many days of annual leave are there a year', confidence: 0.9 };
    const print = { question: 'How do I release a print job?', confidence: 0.9 };
    const both = extractAnswer({ parts: [leave, print], evidence });
    expect(both.text).toContain('Annual leave is 25 days a year. [2]');
    expect(both.text).toContain('To release a print job, do this at the panel: [3]');
    const one = extractAnswer({ parts: [leave, { ...print, confidence: 0 }], evidence });
    expect(one.kind).toBe('answered');
    expect(one.text).toMatch(/\]\n\nI could not find .+ “How do I release a print job” in/u);
    const marked = { question: 'How do I release job [1]?', confidence: 0 };
    expect(extractAnswer({ parts: [leave, marked], evidence }).text).not.toContain('job [1]');
    const neither = [leave, print].map((part) => ({ ...part, confidence: 0 }));
    expect(extractAnswer({ parts: neither, evidence }).kind).toBe('abstained');
  });

  it('abstains when there is nothing to quote', () => {
    for (const chunks of [
      [],
      [chunkOf(1, '')],
      [chunkOf(1, 'Annual leave\n\n```\nannual leave days\n```')],
    ]) {
      expect(answer('How many days of annual leave are there?', chunks)).toMatchObject({
        kind: 'abstained',
      });
    }
  });
});

describe('bracketed numbers of the documents', () => {
  it('are left out behind a sentence', () => {
    const chunk = chunkOf(1, 'Annual leave is 25 days a year.[3] It is paid.');
    expect(answer('How many days of annual leave are there a year?', [chunk]).text).toContain(
      'Annual leave is 25 days a year. [1]',
    );
  });

  it('keep a sentence that has one inside from being quoted', () => {
    const chunk = chunkOf(
      1,
      'Annual leave [3] is 25 days a year. Annual leave is agreed with the manager.',
    );
    const { text } = answer('How many days of annual leave are there a year?', [chunk]);
    expect(text).not.toContain('[3]');
  });

  it('keeps a sentence with an open backtick from hiding the markers behind it', () => {
    const chunk = chunkOf(
      5,
      'Annual leave is 25 days`. Every year of annual leave `counts` 25 days.',
    );
    expect(quotesOf('How many days of annual leave are there a year?', [chunk])).toEqual([
      ['Every year of annual leave `counts` 25 days.', 5],
    ]);
  });

  it('never become citations', () => {
    const piece = fc.constantFrom(
      '[3]',
      '[1, 2]',
      '【7】',
      ' leave²',
      'Annual leave ',
      'is 25 days',
      '. ',
      '\n',
      '- ',
      ': ',
      'a year',
      '[x]',
      '`',
      '(',
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const result = answer('How many days of annual leave are there a year?', [
          chunkOf(5, pieces.join('')),
        ]);
        const cited = findCitationMarkers(result.text).flatMap(({ numbers }) => numbers);
        const quoted =
          result.kind === 'answered' ? result.sentences.map(({ marker }) => marker) : [];
        expect(cited).toEqual(quoted);
      }),
      { numRuns: 400 },
    );
  });
});

describe('any text', () => {
  const text = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 10 }),
        fc.constantFrom(
          'annual leave ',
          '25 days',
          '. ',
          '\n\n',
          '- ',
          ': ',
          '?',
          '[1]',
          '```\n',
          'A: b; C: d',
        ),
      ),
      { maxLength: 25 },
    )
    .map((pieces) => pieces.join(''));

  it('is answered or not without a throw, each sentence a verbatim part of its chunk', () => {
    fc.assert(
      fc.property(text, text, text, (question, first, second) => {
        const chunks = [chunkOf(1, first), chunkOf(2, second)];
        const result = answer(`annual leave ${question}`, chunks);
        if (result.kind === 'abstained') return;
        for (const { marker, text: quoted, quoted: span } of result.sentences) {
          expect(quoted).not.toBe('');
          expect(chunks[marker - 1]?.text.slice(span.start, span.end)).toBe(quoted);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gets the same answer in every order of the evidence', () => {
    fc.assert(
      fc.property(text, fc.shuffledSubarray(evidence, { minLength: 3 }), (question, shuffled) => {
        expect(answer(`leave ${question}`, shuffled)).toEqual(answer(`leave ${question}`));
      }),
    );
  });
});
