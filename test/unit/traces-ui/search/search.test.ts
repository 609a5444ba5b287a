import { describe, expect, it } from 'vitest';
import { readAskSearch } from '../../../../traces-ui/src/search/ask-search.ts';
import {
  readDocumentSearch,
  readDocumentsSearch,
} from '../../../../traces-ui/src/search/documents-search.ts';
import { readSignInSearch } from '../../../../traces-ui/src/search/sign-in-search.ts';
import { readSignInToken } from '../../../../traces-ui/src/search/sign-in-token.ts';
import { readTraceSearch } from '../../../../traces-ui/src/search/trace-search.ts';
import {
  hasFilters,
  readTracesSearch,
  toTraceQuery,
} from '../../../../traces-ui/src/search/traces-search.ts';
import { parseSearch, stringifySearch } from '../../../../traces-ui/src/search/url-search.ts';

const ID = '01989000-0000-7000-8000-000000000001';

describe('the address', () => {
  it('carries values as plain text and leaves empty ones out', () => {
    expect(stringifySearch({ q: 'a & b', marker: 0, tab: undefined, from: '' })).toBe(
      '?q=a+%26+b&marker=0',
    );
    expect(stringifySearch({})).toBe('');
    expect(parseSearch('?q=a+%26+b&marker=0')).toEqual({ q: 'a & b', marker: '0' });
  });

  it('drops filters that mean nothing', () => {
    const search = readTracesSearch({
      status: 'fine',
      verdict: 'verified',
      from: '2026-13-45',
      q: '',
    });
    expect(search).toEqual({ verdict: 'verified' });
    expect(hasFilters(search)).toBe(true);
    expect(hasFilters(readTracesSearch({ state: 'x' }))).toBe(false);
  });

  it("turns days into the instants at which the reader's days begin and end", () => {
    const query = toTraceQuery(readTracesSearch({ from: '2026-03-01', to: '2026-03-01' }));
    const from = new Date(2026, 2, 1).toISOString();
    expect(query).toMatchObject({ from, to: new Date(2026, 2, 2).toISOString() });
  });

  it('reads what is open on a trace', () => {
    expect(
      readTraceSearch({
        tab: 'candidates',
        marker: '2',
        claim: '-1',
        outcome: 'rejected',
        reason: 'near_duplicate',
        chunk: ID,
        absent: 'x'.repeat(1_001),
      }),
    ).toEqual({
      tab: 'candidates',
      marker: 2,
      outcome: 'rejected',
      reason: 'near_duplicate',
      chunk: ID,
      absent: 'x'.repeat(1_000),
    });
    expect(readTraceSearch({ tab: 'nonsense', chunk: 'x' })).toEqual({});
  });

  it('reads what is open on the other pages', () => {
    expect(readAskSearch({ answer: ID, marker: '1', collections: 'a,b' })).toEqual({
      answer: ID,
      marker: 1,
      collections: 'a,b',
    });
    expect(readDocumentsSearch({ collection: 'Not Valid', status: 'ready' })).toEqual({
      status: 'ready',
    });
    expect(readDocumentSearch({ version: '0', chunk: ID })).toEqual({ chunk: ID });
  });

  it('goes back to its own pages only', () => {
    expect(readSignInSearch({ from: '/traces?q=a' })).toEqual({ from: '/traces?q=a' });
    for (const from of ['//evil.example', '/\\evil.example', 'https://evil.example', '', 7]) {
      expect(readSignInSearch({ from })).toEqual({ from: undefined });
    }
  });

  it('finds the token of a sign-in link', () => {
    expect(readSignInToken('#token=abc-_')).toBe('abc-_');
    expect(readSignInToken('#token=')).toBeNull();
    expect(readSignInToken('')).toBeNull();
  });
});
