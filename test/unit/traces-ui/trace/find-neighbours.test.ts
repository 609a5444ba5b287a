import { describe, expect, it } from 'vitest';
import { findNeighbours } from '../../../../traces-ui/src/trace/find-neighbours.ts';

describe('the traces beside one', () => {
  it('are those above and below it in the list', () =>
    expect(findNeighbours([['a', 'b', 'c']], 'b')).toEqual({ newer: 'a', older: 'c' }));

  it('are missing at the ends of the list', () => {
    expect(findNeighbours([['a', 'b']], 'a')).toEqual({ newer: null, older: 'b' });
    expect(findNeighbours([['a', 'b']], 'b')).toEqual({ newer: 'a', older: null });
  });

  it('are of the first list that has it', () =>
    expect(findNeighbours([['x'], ['a', 'b', 'c'], ['b', 'z']], 'b')).toEqual({
      newer: 'a',
      older: 'c',
    }));

  it('are unknown for one that no list has', () => expect(findNeighbours([['a']], 'q')).toBeNull());
});
