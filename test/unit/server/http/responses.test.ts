import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TraceId } from '../../../../contract/ids.ts';
import type { Handlers } from '../../../../server/http/handlers.ts';
import { send, startFakeService } from './support/fake-service.ts';
import { refuseInOutage } from '../../../../server/refuse-in-outage.ts';
import { buildAnswer, TRACE_ID } from './support/sample-answer.ts';

const UUID = TRACE_ID;
const health: Partial<Handlers> = { getHealth: async () => ({ body: { status: 'ok' } }) };

describe('every response', () => {
  it('carries headers that keep browsers and caches away from it', async () => {
    await using service = await startFakeService({ handlers: health });
    const response = await fetch(`${service.url}/healthz`);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(Object.keys(headers)).not.toContain('x-powered-by');
    expect(Object.keys(headers)).not.toContain('etag');
    expect(Object.keys(headers)).not.toContain('strict-transport-security');
  });

  it('promises https only when the public URL is https', async () => {
    await using service = await startFakeService({
      handlers: health,
      publicUrl: 'https://answers.example',
    });
    const response = await fetch(`${service.url}/healthz`);
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  it.each([
    ['abc-DEF_1.2:3', true],
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
    ['a b', false],
    ['<script>', false],
    ['', false],
  ])('keeps the request id "%s" only if it is sane', async (id, isKept) => {
    await using service = await startFakeService({ handlers: health });
    const headers = { 'x-request-id': id };
    const response = await fetch(`${service.url}/healthz`, { headers });
    expect(response.headers.get('x-request-id') === id).toBe(isKept);
    expect(response.headers.get('x-request-id')).toMatch(/^[\w.:-]{1,128}$/);
  });

  it('names its request in the problem and in the log', async () => {
    await using service = await startFakeService();
    const response = await send(service, '/v1/keys', { headers: { 'x-request-id': 'r-1' } });
    expect(await response.json()).toEqual({
      type: 'urn:footnote:problem:not_found',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing here.',
      instance: '/v1/keys',
      request_id: 'r-1',
    });
    await service.close();
    expect(service.log).toMatchObject([
      {
        level: 'info',
        message: 'http.request',
        fields: {
          request_id: 'r-1',
          method: 'GET',
          path: '/v1/keys',
          status: 404,
          is_complete: true,
        },
      },
    ]);
  });

  it('shows nothing of an unforeseen error but logs all of it', async () => {
    const error = new Error('password authentication failed for user "footnote"');
    await using service = await startFakeService({
      handlers: {
        getHealth: async () => {
          throw error;
        },
      },
    });
    const response = await fetch(`${service.url}/healthz`);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/password|at .*\.ts|footnote"/);
    const failures = service.log.filter((line) => line.level === 'error');
    expect(failures).toMatchObject([{ message: 'http.failed', fields: { err: error } }]);
  });

  it('that fails with the database says when to try again, and the log says why', async () => {
    const error = new Error('timeout exceeded when trying to connect');
    const fail = async () => {
      throw error;
    };
    await using service = await startFakeService({
      handlers: { getHealth: fail },
      authenticate: { byKey: fail, bySession: fail },
      refusalOf: refuseInOutage,
    });
    for (const path of ['/healthz', '/v1/session']) {
      const response = await send(service, path);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await response.json()).toMatchObject({ type: 'urn:footnote:problem:unavailable' });
    }
    const failures = service.log.filter((line) => line.level === 'error');
    expect(failures).toMatchObject([{ fields: { err: error } }, { fields: { err: error } }]);
  });

  it('that breaks the contract is a failure in tests', async () => {
    const wrong = { body: { ...buildAnswer(), review: null } };
    Object.assign(wrong.body, { claims: null });
    await using service = await startFakeService({
      handlers: { getAnswer: async () => wrong },
    });
    const response = await send(service, `/v1/answers/${UUID}`);
    expect(response.status).toBe(500);
  });

  it('that says "not now" says when', async () => {
    const check = { ok: false, detail: 'Cannot be reached.' };
    await using service = await startFakeService({
      handlers: {
        getReadiness: async () => ({
          status: 503,
          body: {
            status: 'not_ready',
            durability: 'kill_safe',
            checks: {
              database: check,
              migrations: check,
              queue: { ...check, waiting: null, running: null },
            },
          },
        }),
      },
    });
    const response = await fetch(`${service.url}/readyz`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ status: 'not_ready' });
  });

  it('may replace its status and name its trace', async () => {
    await using service = await startFakeService({
      handlers: {
        getAnswer: async () => ({
          body: { ...buildAnswer(), review: null },
          status: 203,
          traceId: TraceId.parse(TRACE_ID),
        }),
      },
    });
    const response = await send(service, `/v1/answers/${UUID}`);
    expect([response.status, response.headers.get('x-footnote-trace-id')]).toEqual([203, UUID]);
  });

  it.each([
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', true],
    ['cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future', true],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more', false],
    ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', false],
    ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', false],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01', false],
    ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01', false],
    ['nonsense', false],
  ])('hands on the trace context %s only if it is valid', async (traceparent, isValid) => {
    let seen: string | null = 'never called';
    await using service = await startFakeService({
      handlers: {
        getHealth: async (call) => {
          seen = call.traceparent;
          return { body: { status: 'ok' } };
        },
      },
    });
    await fetch(`${service.url}/healthz`, { headers: { traceparent } });
    expect(seen).toBe(isValid ? traceparent : null);
  });
});

describe('an original', () => {
  it.each([
    [
      'leave policy.pdf',
      `attachment; filename="leave policy.pdf"; filename*=UTF-8''leave%20policy.pdf`,
    ],
    ['../../x\r\ny.html', `attachment; filename="x__y.html"; filename*=UTF-8''x__y.html`],
    ['ä"(1)\'.md', `attachment; filename="__(1)_.md"; filename*=UTF-8''%C3%A4%22%281%29%27.md`],
  ])('called %j is saved and never shown', async (fileName, disposition) => {
    const bytes = Buffer.from('<script>alert(1)</script>');
    await using service = await startFakeService({
      handlers: { getDocumentOriginal: async () => ({ bytes, fileName }) },
    });
    const response = await send(service, `/v1/documents/${UUID}/original`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'content-disposition': disposition,
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });
});

describe('the UI', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-ui-'));
    await mkdir(join(folder, 'assets'));
    const page = '<meta name="csp-nonce" content="__CSP_NONCE__" /><p>Footnote</p>';
    await writeFile(join(folder, 'index.html'), page);
    await writeFile(join(folder, 'assets', 'main-1a2b.js'), 'export {}');
    await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  });
  afterAll(async () => rm(folder, { recursive: true }));
  const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

  it('is served with a nonce that no other response has', async () => {
    await using service = await startFakeService({ uiFolder: folder });
    const nonces = [];
    for (const path of ['/', '/index.html', '/traces/0198', '/sign-in?token=x']) {
      const response = await fetch(service.url + path, { headers: html });
      const nonce = /content="(?<nonce>[^"]+)"/.exec(await response.text())?.groups?.['nonce'];
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; " +
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
          `style-src 'self' 'nonce-${nonce}'; require-trusted-types-for 'script'; trusted-types default`,
      );
      nonces.push(nonce);
    }
    expect(new Set(nonces).size).toBe(4);
  });

  it('keeps hashed files for ever and asks again for the others', async () => {
    await using service = await startFakeService({ uiFolder: folder });
    const hashed = await fetch(`${service.url}/assets/main-1a2b.js`);
    const icon = await fetch(`${service.url}/favicon.svg`);
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers.get('content-type')).toContain('javascript');
    expect(icon.headers.get('cache-control')).toBe('no-cache');
  });

  it.each([
    ['/traces', {}],
    ['/v1/nothing', html],
    ['/assets/missing.js', {}],
    ['/..%2f..%2fpackage.json', {}],
    ['/%2e%2e/%2e%2e/package.json', {}],
    ['/.env', {}],
  ])('answers %s with a problem', async (path, headers) => {
    await using service = await startFakeService({ uiFolder: folder });
    const response = await fetch(service.url + path, { headers });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('says so when it has not been built', async () => {
    await using service = await startFakeService();
    const response = await fetch(service.url, { headers: html });
    expect(await response.text()).toContain('has not been built yet');
    expect(response.headers.get('content-type')).toContain('text/plain');
  });
});
