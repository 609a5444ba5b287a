import { describe, expect, it } from 'vitest';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { chunkOf } from './evidence.ts';

function verify(claim: string, source: string) {
  const answer = `${claim} [1].`;
  const { claims } = verifyAnswer({
    answer,
    evidence: [chunkOf(1, source, { title: 'Handbook' })],
  });
  const [first] = claims;
  if (first === undefined) throw new Error('expected a claim');
  return {
    verdict: first.verdict,
    reasons: first.reasons.map(({ text }) => text),
    spans: first.unsupported_spans.map((span) => answer.slice(span.char_start, span.char_end)),
  };
}

type Pair = [claim: string, source: string];

describe('a large number', () => {
  it.each<Pair>([
    ['The budget is 3 million euros', 'The budget is 3,000,000 euros.'],
    ['The budget is 3,000,000 euros', 'The budget is €3m.'],
    ['The budget is $2,500,000', 'The budget is 2.5 million dollars.'],
    ['The plan reached 3 million people', 'The plan reached 3,000,000 people in 2020.'],
  ])('is the same with and without its scale: %s', (claim, source) => {
    expect(verify(claim, source).verdict).toBe('supported');
    expect(verify(source.slice(0, -1), `${claim}.`).verdict).not.toBe('contradicted');
  });

  it.each<Pair>([
    ['The budget is 4 million euros', 'The budget is 3,000,000 euros.'],
    ['The budget is 3 million euros', 'The budget is 3,000 euros.'],
    ['The budget is 3 million dollars', 'The budget is 3,000,000 euros.'],
  ])('is another with another scale, value or currency: %s', (claim, source) => {
    expect(verify(claim, source).verdict).not.toBe('supported');
  });
});

describe('a time', () => {
  it.each<Pair>([
    ['The desk closes at 5:30 pm', 'The desk closes at 17:30.'],
    ['The desk closes at 5.30 pm', 'The desk closes at 17:30.'],
    ['The desk is open from 9 am to 5:30 pm', 'The desk is open from 9:00 to 17:30.'],
    ['The desk is open from 9:00 to 17:30', 'The desk is open from 9 am to 5:30 pm.'],
    ['The desk closes at 5:30 pm', 'The desk opens at 9:00 and closes at 17:30.'],
  ])('is the same on either clock: %s', (claim, source) => {
    expect(verify(claim, source).verdict).toBe('supported');
  });

  it.each<Pair>([
    ['The desk closes at 5:30 pm', 'The desk closes at 16:30.'],
    ['The desk closes at 5:30 am', 'The desk closes at 17:30.'],
    ['The desk is open from 9 am to 5:30 pm', 'The desk is open from 9:00 to 18:30.'],
  ])('is another in another half of the day or hour: %s', (claim, source) => {
    expect(verify(claim, source).verdict).not.toBe('supported');
  });
});

describe('digits in groups of three', () => {
  it.each(['12 000', "12'000", '12’000', '12\u00a0000', '12\u202f000'])(
    'are one number: %s',
    (written) => {
      expect(verify(`The grant is ${written} euros`, 'The grant is 12,000 euros.').verdict).toBe(
        'supported',
      );
      expect(verify('The grant is 12,000 euros', `The grant is ${written} euros.`).verdict).toBe(
        'supported',
      );
    },
  );

  it('are read whole when they are wrong', () => {
    const { verdict, reasons } = verify('The grant is 13 000 euros', 'The grant is 12,000 euros.');
    expect(verdict).not.toBe('supported');
    expect(reasons.join(' ')).toContain('13 000 euros');
  });
});

describe('digits of another script', () => {
  it.each(['\uff12\uff18', '\u{1d7d0}\u{1d7d6}', '\u0662\u0668'])('are numbers: %s', (written) => {
    const claim = `Employees receive ${written} days of annual leave`;
    const source = 'Employees receive 27 days of annual leave.';
    expect(verify(claim, source)).toMatchObject({
      verdict: 'contradicted',
      spans: [`${written} days`],
    });
    expect(verify(claim, source.replace('27', '28')).verdict).toBe('supported');
    expect(verify(source.slice(0, -1), `${claim}.`).verdict).not.toBe('supported');
    expect(verify(source.slice(0, -1).replace('27', '28'), `${claim}.`).verdict).toBe('supported');
  });

  it('leave the quotation of a chunk as its text has it', () => {
    const text = 'First \u{1d7d0}\u{1d7d6} of them. Employees receive \u{1d7d0}\u{1d7d6} days.';
    const { citations } = verifyAnswer({
      answer: 'Employees receive 28 days [1].',
      evidence: [chunkOf(1, text)],
    });
    expect(citations[0]?.quote).toBe('Employees receive \u{1d7d0}\u{1d7d6} days.');
  });
});

describe('the sign of a temperature', () => {
  it.each<Pair>([
    ['The sample is stored at 20 °C', 'The sample is stored at -20 °C.'],
    ['The sample is stored at -20 °C', 'The sample is stored at 20 °C.'],
  ])('is a part of it: %s', (claim, source) => {
    expect(verify(claim, source).verdict).not.toBe('supported');
  });

  it.each<Pair>([
    ['The sample is stored at minus 20 °C', 'The sample is stored at -20 °C.'],
    ['The sample is stored at 20 °C below zero', 'The sample is stored at -20 °C.'],
    ['The fridge runs at 2-8 °C', 'The fridge runs at 2 to 8 °C.'],
  ])('may be written otherwise, and a range has none: %s', (claim, source) => {
    expect(verify(claim, source).verdict).toBe('supported');
  });
});

describe('the reason', () => {
  it('for another rate names both rates', () => {
    const { reasons } = verify('The fee is 50 euros per month', 'The fee is 50 euros per year.');
    expect(reasons).toContain('The source has "50 euros per year", not "50 euros per month".');
  });

  it('for a rounded value that is not supported is what the source lacks', () => {
    const { verdict, reasons } = verify('Over 400 people attended', 'There were 412 attendees.');
    expect(verdict === 'supported' || reasons.some((text) => text.includes('covers'))).toBe(true);
  });
});

describe('a bound', () => {
  it.each<Pair>([
    ['At least 500 people attended', 'At most 500 people attended.'],
    ['Claims of less than 50 euros need a receipt', 'Claims of more than 50 euros need a receipt.'],
    ['Claims of more than 50 euros need a receipt', 'Claims of less than 50 euros need a receipt.'],
    ['The stay must not exceed 30 days', 'The stay must be 30 days or more.'],
    ['Staff may carry over a minimum of 5 days', 'Staff may carry over up to 5 days.'],
    ['Bags of 10 kilos or more are free', 'Bags of 10 kilos or less are free.'],
  ])('is contradicted by the opposite one: %s', (claim, source) => {
    expect(verify(claim, source).verdict).toBe('contradicted');
  });

  it.each<Pair>([
    ['No more than 500 people attended', 'At most 500 people attended.'],
    ['The stay must not be longer than 30 days', 'The stay must not exceed 30 days.'],
    ['Staff may carry over at most 5 days', 'Staff may carry over up to 5 days.'],
    ['Bags of at least 10 kilos are free', 'Bags of 10 kilos or more are free.'],
  ])('agrees with the same one in other words: %s', (claim, source) => {
    expect(verify(claim, source).verdict).not.toBe('contradicted');
  });

  it('is contradicted among other chunks as well', () => {
    const { claims } = verifyAnswer({
      answer: 'At least 500 people attended [1].',
      evidence: [
        'At most 500 people attended.',
        '412 people attended the fair.',
        'Smoking is not allowed.',
      ].map((text, index) => chunkOf(index + 1, text)),
    });
    expect(claims).toMatchObject([{ verdict: 'contradicted' }]);
  });

  it('is not compared where only one side denies', () => {
    const { reasons } = verify(
      'Claims of less than 50 euros need no receipt',
      'Claims of more than 50 euros need a receipt.',
    );
    expect(reasons.join(' ')).not.toContain('at least');
  });
});

describe('a round number', () => {
  it.each<Pair>([
    ['Over 400 people attended the fair', 'The fair was attended by 412 people.'],
    ['About 400 people attended the fair', '412 people attended the fair.'],
    ['Nearly 400 people attended the fair', '389 people attended the fair.'],
    ['The building cost almost 3 million euros', 'The building cost 2,900,000 euros.'],
  ])('stands for the exact one: %s', (claim, source) => {
    expect(verify(claim, source).verdict).toBe('supported');
  });

  it.each<Pair>([
    ['Over 400 people attended the fair', '389 people attended the fair.'],
    ['Nearly 400 people attended the fair', '412 people attended the fair.'],
    ['About 400 people attended the fair', '300 people attended the fair.'],
    ['400 people attended the fair', '412 people attended the fair.'],
  ])('does not stand for one that is far or on the other side: %s', (claim, source) => {
    expect(verify(claim, source).verdict).not.toBe('supported');
  });
});

describe('a fraction of something', () => {
  it.each<Pair>([
    ['One quarter of the staff works from home', '25 % of the staff works from home.'],
    ['A quarter of the staff works from home', '25 % of the staff works from home.'],
    ['1/4 of the staff works from home', '25 % of the staff works from home.'],
    ['25 % of the staff works from home', 'One quarter of the staff works from home.'],
    ['Half of the staff works from home', '50 % of the staff works from home.'],
    ['A third of the staff works from home', '33 % of the staff works from home.'],
    ['Two thirds of the staff work from home', '2/3 of the staff work from home.'],
  ])('is a percentage: %s', (claim, source) => {
    expect(verify(claim, source).verdict).toBe('supported');
  });

  it.each<Pair>([
    ['Half of the staff works from home', '10 % of the staff works from home.'],
    ['One quarter of the staff works from home', 'Half of the staff works from home.'],
    ['1/4 of the staff works from home', '30 % of the staff works from home.'],
  ])('is another than another: %s', (claim, source) => {
    expect(verify(claim, source).verdict).not.toBe('supported');
  });
});

describe('a number of the sentence before', () => {
  const source =
    'The caretaker must be told of any leak within 24 hours. He decides whether the insurer is called, which has to happen within 72 hours.';

  it.each<[verdict: string, claim: string]>([
    ['contradicted', 'The insurer must be called within 24 hours'],
    ['supported', 'The insurer must be called within 72 hours'],
    ['supported', 'The caretaker must be told within 24 hours'],
  ])('belongs to what stands beside it, whatever "must" and "within" do: %s', (verdict, claim) => {
    expect(verify(claim, source).verdict).toBe(verdict);
  });
});
