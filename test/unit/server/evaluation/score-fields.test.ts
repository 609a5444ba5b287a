import { describe, expect, it } from 'vitest';
import { GoldItem } from '../../../../contract/gold-set.ts';
import { countFound, isAllRight, pairFields } from '../../../../server/evaluation/score-fields.ts';

function pairsOf(fields: Record<string, unknown>, value: Record<string, unknown>) {
  const item = { id: 'i', task: 'extraction', input: 'x', expected: { fields } };
  return pairFields(GoldItem.parse(item), value);
}

describe('fields that were read', () => {
  it('count as right whatever their capitals and spaces, but not across types', () => {
    const pairs = pairsOf({ name: 'Ada  Byron', total: 12 }, { name: 'ada byron', total: '12' });
    expect(countFound(pairs)).toEqual({ right: 1, found: 2, expected: 2 });
  });

  it('count a value that nobody expected as found and wrong', () => {
    const pairs = pairsOf({ since: null }, { since: '2026-01-01', device: 'NB-1' });
    expect(countFound(pairs)).toEqual({ right: 0, found: 2, expected: 0 });
    expect(isAllRight(pairs)).toBe(false);
  });

  it('are all right where nothing is expected and nothing is found', () => {
    const pairs = pairsOf({ since: null }, { since: null });
    expect(isAllRight(pairs)).toBe(true);
    expect(countFound(pairs)).toEqual({ right: 0, found: 0, expected: 0 });
  });
});
