import { describe, expect, it } from 'vitest';
import { buildLabRequest } from '../../../../traces-ui/src/lab/lab-request.ts';
import {
  hasFigureOutOfBounds,
  isOutOfBounds,
  readLabSearch,
} from '../../../../traces-ui/src/search/lab-search.ts';

describe('the address of the lab', () => {
  it('keeps a figure that is out of bounds, so that its field can say so', () => {
    const search = readLabSearch({ max_chunks: '500', leg_depth: '50' });
    expect(search).toMatchObject({ max_chunks: 500, leg_depth: 50 });
    expect(hasFigureOutOfBounds(search)).toBe(true);
    expect(isOutOfBounds('max_chunks', search.max_chunks)).toBe(true);
    expect(isOutOfBounds('leg_depth', search.leg_depth)).toBe(false);
  });

  it.each([[{}], [{ max_chunks: '1', dense_weight: '0' }], [{ max_chunks: 'many' }]])(
    'finds nothing wrong with %o',
    (search) => {
      expect(hasFigureOutOfBounds(readLabSearch(search))).toBe(false);
    },
  );

  it('asks of the documents of then', () => {
    const search = readLabSearch({ as_of: '2026-03-01T09:00:00.000Z' });
    expect(buildLabRequest('q', search)).toMatchObject({ as_of: '2026-03-01T09:00:00.000Z' });
    expect(readLabSearch({ as_of: '1 March' }).as_of).toBeUndefined();
  });
});
