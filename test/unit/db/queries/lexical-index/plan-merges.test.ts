import { describe, expect, it } from 'vitest';
import { WorkspaceId } from '../../../../../contract/ids.ts';
import {
  planMerges,
  type SegmentSize,
} from '../../../../../db/queries/lexical-index/plan-merges.ts';

const WORKSPACE = WorkspaceId.parse('01890000-0000-7000-8000-000000000001');
const OTHER = WorkspaceId.parse('01890000-0000-7000-8000-000000000002');

function segments(count: number, segment: Partial<SegmentSize>): readonly SegmentSize[] {
  return Array.from({ length: count }, (_, index) => ({
    workspaceId: WORKSPACE,
    id: `${segment.postingCount} ${index}`,
    isHistory: false,
    postingCount: 1_000,
    ...segment,
  }));
}

describe('planMerges', () => {
  it('waits until enough of similar size are there', () => {
    const few = [...segments(15, { postingCount: 5_000 }), ...segments(15, { postingCount: 100 })];
    expect(planMerges(few)).toEqual([]);
    const [merge, ...others] = planMerges([...few, ...segments(1, { postingCount: 90 })]);
    expect(others).toEqual([]);
    expect(merge?.segmentIds).toHaveLength(16);
    expect(merge?.segmentIds).toContain('90 0');
  });

  it('mixes neither workspaces nor history with what is live', () => {
    const mixed = [
      ...segments(10, {}),
      ...segments(10, { workspaceId: OTHER }),
      ...segments(10, { isHistory: true }),
    ];
    expect(planMerges(mixed)).toEqual([]);
  });

  it('takes as many as fit one step, and leaves the large ones', () => {
    const [merge] = planMerges(segments(20, { postingCount: 100_000 }));
    expect(merge?.segmentIds).toHaveLength(3);
    expect(planMerges(segments(20, { postingCount: 200_000 }))).toEqual([]);
  });

  it('comes to an end, with few segments', () => {
    let present = segments(3_000, { postingCount: 9_000 });
    for (let round = 0; ; round += 1) {
      const [merge] = planMerges(present);
      if (merge === undefined) break;
      const merged = present.filter(({ id }) => merge.segmentIds.includes(id));
      const postingCount = merged.reduce((sum, segment) => sum + segment.postingCount, 0);
      const rest = present.filter((segment) => !merged.includes(segment));
      present = [...rest, ...segments(1, { postingCount, id: `merged ${round}` })];
    }
    expect(present.length).toBeLessThan(150);
  });
});
