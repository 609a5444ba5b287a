import { describe, expect, it } from 'vitest';
import { describeReasons } from '../../../../traces-ui/src/collections/stale-reasons.ts';

describe('describeReasons', () => {
  it('names only the reasons that hold, each with its count', () => {
    expect(
      describeReasons({
        parser: 0,
        chunker: 1,
        chunking: 1_200,
        language: 3,
        embedding_profile: 0,
      }),
    ).toEqual([
      '1 document cut by another version of the chunker',
      '1,200 documents cut with other settings',
      '3 documents read in another language',
    ]);
  });
});
