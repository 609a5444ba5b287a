import { describe, expect, it } from 'vitest';
import { GoldItem } from '../../../../contract/gold-set.ts';
import { pickItems } from '../../../../server/canaries/choose-questions.ts';

const items = Array.from({ length: 300 }, (_, n) =>
  GoldItem.parse({ id: `item-${n}`, input: `What is ${n}?` }),
);
const idsOf = (picked: readonly GoldItem[]) => picked.map(({ id }) => id);

describe('the items that canaries ask', () => {
  it('are 200 of a larger set, the same whatever order it is in', () => {
    const picked = idsOf(pickItems(items));

    expect(new Set(picked).size).toBe(200);
    expect(idsOf(pickItems(items.toReversed()))).toEqual(picked);
  });

  it('stay chosen when one is added', () => {
    const added = GoldItem.parse({ id: 'added', input: 'What is new?' });
    const before = new Set(idsOf(pickItems(items)));
    const after = idsOf(pickItems([added, ...items]));

    expect(after.filter((id) => !before.has(id)).length).toBeLessThanOrEqual(1);
  });
});
