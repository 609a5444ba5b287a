import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../platform/errors.ts';
import type { Handlers } from '../../../../server/http/handlers.ts';
import { buildCaller } from './support/sample-answer.ts';
import { KEY, SESSION, send, sendWithHeaders, startFakeService } from './support/fake-service.ts';

const COOKIE = `footnote_session=${SESSION}`;
const session: Partial<Handlers> = {
  getSession: async ({ caller }) => ({
    body: {
      api_key_id: caller.apiKeyId,
      key_name: caller.keyName,
      workspace: caller.workspaceName,
      scopes: [...caller.scopes],
      clearance: caller.clearance,
      groups: [],
      expires_at: null,
    },
  }),
  deleteSession: async () => ({ body: null, session: { kind: 'end' } }),
  createSession: async () => ({
    body: {
      api_key_id: buildCaller().apiKeyId,
      key_name: 'test',
      workspace: 'bank',
      scopes: [],
      clearance: 'internal',
      groups: [],
      expires_at: null,
    },
    session: { kind: 'start', token: SESSION, expiresAt: new Date('2026-03-02T00:00:00Z') },
  }),
};

describe('one credential for each request', () => {
  it.each([
    ['a key and a cookie', { authorization: `Bearer ${KEY}`, cookie: COOKIE }],
    ['two keys', { authorization: [`Bearer ${KEY}`, `Bearer ${KEY}`] }],
    ['two cookies', { cookie: `${COOKIE}; footnote_session=other` }],
    ['x-api-key', { 'x-api-key': KEY }],
    ['x-api-key beside a key', { 'x-api-key': KEY, authorization: `Bearer ${KEY}` }],
  ])('refuses %s with 400', async (_case, headers) => {
    await using service = await startFakeService({ handlers: session });
    const { status, body } = await sendWithHeaders(service, '/v1/session', headers);
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ type: 'urn:footnote:problem:two_credentials' });
  });

  it.each(['api_key=fn_x', 'KEY=1', 'access_token=a', `q=fn_abcd1234_${'x'.repeat(43)}`])(
    'refuses a key in the query: %s',
    async (query) => {
      await using service = await startFakeService();
      const response = await send(service, `/v1/documents?${query}`);
      expect(response.status).toBe(400);
    },
  );

  it('accepts a search for words that look a little like a key', async () => {
    await using service = await startFakeService({
      handlers: { listDocuments: async () => ({ body: { data: [], next_cursor: null } }) },
    });
    const response = await send(service, '/v1/documents?q=fn_helper');
    expect(response.status).toBe(200);
  });
});

describe('a key', () => {
  it.each([`Bearer ${KEY}`, `bearer ${KEY}`, `BEARER  ${KEY}`])(
    'is accepted as "%s"',
    async (authorization) => {
      await using service = await startFakeService({ handlers: session });
      const response = await fetch(`${service.url}/v1/session`, { headers: { authorization } });
      expect(response.status).toBe(200);
    },
  );

  it.each([
    KEY,
    'Basic Zm46Zm4=',
    'Bearer',
    'Bearer ',
    'Bearer null',
    "Bearer fn_' OR 1=1--",
    `Bearer fn_${'x'.repeat(10_000)}`,
    'Bearer fn_unknown',
    `Bearer ${KEY},`,
    `Bearer ${KEY} ${KEY}`,
    'Bearer fn_\u00e9',
  ])('is refused with 401 as "%s"', async (authorization) => {
    await using service = await startFakeService({ handlers: session });
    const response = await fetch(`${service.url}/v1/session`, { headers: { authorization } });
    expect(response.status).toBe(401);
  });

  it('is looked up only when it could be one', async () => {
    const looked: string[] = [];
    const authenticate = {
      byKey: async (key: string) => {
        looked.push(key);
        return null;
      },
      bySession: async () => null,
    };
    await using service = await startFakeService({ authenticate });
    for (const key of ["' OR 1=1--", 'fn_', `fn_${'x'.repeat(300)}`, 'fn_fine']) {
      await send(service, '/v1/session', { headers: { authorization: `Bearer ${key}` } });
    }
    expect(looked).toEqual(['fn_', 'fn_fine']);
  });

  it('whose store is down gives 503 and not 401', async () => {
    await using service = await startFakeService({
      authenticate: { byKey: failAsDown, bySession: failAsDown },
    });
    const response = await send(service, '/v1/session');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  });
});

describe('a browser session', () => {
  it('reads without proof of its origin', async () => {
    await using service = await startFakeService({ handlers: session });
    const response = await fetch(`${service.url}/v1/session`, { headers: { cookie: COOKIE } });
    expect(response.status).toBe(200);
  });

  it.each([
    ['its public URL', { origin: 'http://127.0.0.1:8080' }],
    ['the fetch metadata of its own page', { 'sec-fetch-site': 'same-origin' }],
    ['the fetch metadata of a typed address', { 'sec-fetch-site': 'none' }],
  ])('changes things with %s', async (_case, headers) => {
    await using service = await startFakeService({ handlers: session });
    const response = await fetch(`${service.url}/v1/session`, {
      method: 'DELETE',
      headers: { cookie: COOKIE, ...headers },
    });
    expect(response.status).toBe(204);
  });

  it('changes things from the host that it was asked at', async () => {
    await using service = await startFakeService({ handlers: session });
    const response = await fetch(`${service.url}/v1/session`, {
      method: 'DELETE',
      headers: { cookie: COOKIE, origin: service.url },
    });
    expect(response.status).toBe(204);
  });

  it.each([
    ['nothing that names its origin', {}],
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another port', { origin: 'http://127.0.0.1:9' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a contradiction', { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'cross-site' }],
  ])('changes nothing with %s', async (_case, headers) => {
    await using service = await startFakeService({ handlers: session });
    const response = await fetch(`${service.url}/v1/session`, {
      method: 'DELETE',
      headers: { cookie: COOKIE, ...headers },
    });
    expect(response.status).toBe(403);
  });

  it('is refused with 401 when it is unknown', async () => {
    await using service = await startFakeService({ handlers: session });
    const cookie = 'footnote_session=unknown';
    const response = await fetch(`${service.url}/v1/session`, { headers: { cookie } });
    expect(response.status).toBe(401);
  });

  it('hands its token to the handler', async () => {
    let seen: string | null = null;
    await using service = await startFakeService({
      handlers: {
        deleteSession: async ({ sessionToken }) => {
          seen = sessionToken;
          return { body: null, session: { kind: 'end' } };
        },
      },
    });
    const headers = { cookie: COOKIE, 'sec-fetch-site': 'same-origin' };
    const response = await fetch(`${service.url}/v1/session`, { method: 'DELETE', headers });
    expect(seen).toBe(SESSION);
    expect(response.headers.get('set-cookie')).toMatch(
      /^footnote_session=; .*Expires=Thu, 01 Jan 1970/,
    );
  });
});

describe('signing in', () => {
  it('sets a cookie that scripts cannot read', async () => {
    await using service = await startFakeService({ handlers: session });
    const response = await send(service, '/v1/session', { json: { key: KEY } });
    expect(response.status).toBe(201);
    expect(response.headers.get('set-cookie')).toBe(
      `footnote_session=${SESSION}; Path=/; Expires=Mon, 02 Mar 2026 00:00:00 GMT; HttpOnly; SameSite=Strict`,
    );
  });

  it('binds the cookie to the host when the public URL is https', async () => {
    await using service = await startFakeService({
      handlers: session,
      publicUrl: 'https://answers.example',
    });
    const response = await send(service, '/v1/session', { json: { key: KEY } });
    expect(response.headers.get('set-cookie')).toMatch(
      /^__Host-footnote=session-token; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it('is refused to another website', async () => {
    await using service = await startFakeService({ handlers: session });
    const response = await send(service, '/v1/session', {
      json: { key: KEY },
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(response.status).toBe(403);
  });

  it('ignores the plain cookie when the public URL is https', async () => {
    await using service = await startFakeService({
      handlers: session,
      publicUrl: 'https://answers.example',
      caller: buildCaller(),
    });
    const response = await fetch(`${service.url}/v1/session`, { headers: { cookie: COOKIE } });
    expect(response.status).toBe(401);
  });
});

async function failAsDown(): Promise<never> {
  throw new AppError('unavailable', 'The database is down.');
}
