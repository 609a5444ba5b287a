import { describe, expect, it } from 'vitest';
import { buildUrl } from '../../../../traces-ui/src/api/client.ts';
import { problemFromText } from '../../../../traces-ui/src/api/problem-error.ts';
import { randomKey } from '../../../../traces-ui/src/api/random-key.ts';

describe('buildUrl', () => {
  it('fills in parameters and appends what the query defines', () => {
    expect(buildUrl('/v1/documents/:id/versions/:version', { id: 'a/b', version: 2 }, {})).toBe(
      '/v1/documents/a%2Fb/versions/2',
    );
    expect(
      buildUrl('/v1/traces', undefined, { q: 'x y', limit: 50, cursor: undefined, status: '' }),
    ).toBe('/v1/traces?q=x+y&limit=50');
  });
});

describe('problemFromText', () => {
  it("speaks the server's words where it sent a problem", () => {
    const problem = {
      type: 'about:blank',
      title: 'Not found',
      status: 404,
      detail: 'No such trace.',
      instance: '/',
      request_id: 'r',
    };
    expect(problemFromText(JSON.stringify(problem), 404)).toMatchObject({
      message: 'No such trace.',
      status: 404,
      problem,
    });
  });

  it('falls back to the status where it sent something else', () => {
    expect(problemFromText('<html>', 502)).toMatchObject({
      message: 'The server answered 502.',
      problem: null,
    });
  });
});

describe('randomKey', () => {
  it('is different each time', () => {
    expect(randomKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(randomKey()).not.toBe(randomKey());
  });
});
