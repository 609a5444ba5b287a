import { describe, expect, it } from 'vitest';
import { adjustByHolm } from '../../../../core/statistics/holm.ts';
import { isRefusal } from '../../../../core/text/is-refusal.ts';
import { cutWindows, measureAnswers } from '../../../../server/drift/cut-windows.ts';
import { describeFigure } from '../../../../server/drift/describe-figure.ts';
import {
  estimatePaired,
  findMove,
  judgeEffects,
} from '../../../../server/drift/estimate-effects.ts';
import { joinTurns } from '../../../../server/drift/list-events.ts';
import { redact } from '../../../../server/drift/redact.ts';
import { rowOf } from './drift-row.ts';

const START = Date.parse('2026-11-01T00:00:00Z');
const minute = (count: number) => new Date(START + count * 60_000);
/** The newest first, as they are read. */
const rows = (count: number) =>
  Array.from({ length: count }, (_none, index) => rowOf({ asked_at: minute(index) })).toReversed();

describe('windows', () => {
  it('are whole, counted back from the newest, and need as many answers before them', () => {
    const windows = cutWindows(rows(55), { size: 20, from: new Date(0), pinned: null });

    expect(windows.map(({ current, reference }) => [current.length, reference.length])).toEqual([
      [20, 0],
      [20, 35],
    ]);
    expect(windows[1]?.current[0]?.asked_at).toEqual(minute(35));
  });

  it('begin in the time that is asked for', () => {
    const windows = cutWindows(rows(60), { size: 20, from: minute(30), pinned: null });

    expect(windows.map(({ current }) => current[0]?.asked_at)).toEqual([minute(40)]);
  });

  it('are all compared with the answers that are pinned', () => {
    const pinned = rows(30);
    const windows = cutWindows(rows(60), { size: 20, from: new Date(0), pinned });

    expect(windows.map(({ reference }) => reference.length)).toEqual([30, 30, 30]);
  });

  it('have no figure where no answer has the measure', () => {
    const answers = measureAnswers([rowOf({}), rowOf({ confidence: null })], []);

    expect(describeFigure('feedback', answers)).toBeNull();
    expect(describeFigure('familiar_words', answers)).toBeNull();
    expect(describeFigure('confidence', answers)).toMatchObject({ of: 1, mean: 0.8 });
  });
});

describe('changes in turns', () => {
  const change = (at: number, before: string, after: string) => ({
    at: minute(at),
    kind: 'configuration' as const,
    subject: null,
    before,
    after,
    count: 1,
    document_id: null,
    run_id: null,
  });

  it('are one change while servers change over', () => {
    const turns = [change(0, 'a', 'b'), change(1, 'b', 'a'), change(2, 'a', 'b')].toReversed();

    expect(joinTurns(turns)).toMatchObject([{ before: 'a', after: 'b', count: 3 }]);
  });

  it('are two when hours lie between them', () => {
    expect(joinTurns([change(300, 'b', 'a'), change(0, 'a', 'b')])).toHaveLength(2);
  });
});

describe('the effect of a factor', () => {
  const [answered] = measureAnswers([rowOf({})], []);
  const [abstained] = measureAnswers([rowOf({ status: 'abstained' })], []);
  if (answered === undefined || abstained === undefined) throw new Error('Nothing was measured.');
  const move = findMove('status', [answered, answered], [abstained, abstained]);
  if (move === null) throw new Error('Nothing moved.');

  it('is a cause when what it was brings the move back', () => {
    const pairs = Array.from({ length: 12 }, () => ({ now: abstained, before: answered }));
    const estimate = estimatePaired(move, pairs);
    const [judged] = judgeEffects([{ effects: estimate === null ? [] : [estimate] }]);

    expect(judged?.effects[0]).toMatchObject({ is_cause: true, of: 12 });
    expect(Math.abs(judged?.effects[0]?.effect ?? 0)).toBe(1);
  });

  it('is none when replays do not differ', () => {
    const pairs = Array.from({ length: 12 }, () => ({ now: abstained, before: abstained }));

    expect(estimatePaired(move, pairs)).toMatchObject({ effect: 0, p: 1 });
  });

  it('is adjusted for there being several', () => {
    expect(adjustByHolm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
  });
});

describe('a refusal', () => {
  it.each([
    "I'm sorry, but I can't help with that.",
    'I cannot assist.',
    'Leider kann ich das nicht.',
  ])('is seen: %s', (answer) => {
    expect(isRefusal(answer)).toBe(true);
  });

  it.each(['You get 5 days a year [1].', 'I could not find an answer to this in the documents.'])(
    'is not seen: %s',
    (answer) => {
      expect(isRefusal(answer)).toBe(false);
    },
  );
});

describe('a sample', () => {
  it('has the types of what was sensitive in its place', () => {
    expect(redact('Ask jo.field@bank.example about card 4111 1111 1111 1111.', [])).toEqual({
      text: 'Ask [email] about card [payment_card].',
      count: 2,
    });
  });
});
