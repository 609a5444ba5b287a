import { describe, expect, it } from 'vitest';
import { endpoints } from '../../../../contract/endpoints.ts';
import type { Endpoint } from '../../../../contract/endpoint.ts';
import { mountEndpoints } from '../../../../server/http/mount-endpoints.ts';
import { Router } from 'express';
import { send, startFakeService } from './support/fake-service.ts';

/** Who may call what. A new endpoint is written here too, so that nobody opens one by accident. */
const EXPECTED_ACCESS = [
  'POST /v1/answers ask',
  'GET /v1/answers/:id ask',
  'POST /v1/answers/:id/feedback ask',
  'POST /v1/retrieve retrieve',
  'POST /v1/verify ask',
  'POST /v1/extract ask',
  'POST /v1/summarize ask',
  'POST /v1/chat/completions ask',
  'GET /v1/models ask',
  'POST /v1/documents ingest',
  'GET /v1/documents retrieve',
  'GET /v1/documents/:id retrieve',
  'DELETE /v1/documents/:id ingest',
  'GET /v1/documents/:id/versions retrieve',
  'GET /v1/documents/:id/versions/:version retrieve',
  'GET /v1/documents/:id/original retrieve',
  'PATCH /v1/documents/:id ingest',
  'POST /v1/documents/:id/reingest ingest',
  'POST /v1/documents/:id/versions/:version/restore ingest',
  'GET /v1/documents/:id/versions/:version/pages/:page retrieve',
  'GET /v1/documents/:id/diff retrieve',
  'GET /v1/documents/:id/answers audit',
  'GET /v1/ingest-runs/:id/stale-answers audit',
  'POST /v1/answers/reask ingest',
  'GET /v1/ingest-runs any_key',
  'GET /v1/ingest-runs/:id any_key',
  'GET /v1/ingest-runs/:id/events any_key',
  'POST /v1/ingest-runs/:id/pause ingest',
  'POST /v1/ingest-runs/:id/resume ingest',
  'POST /v1/ingest-runs/:id/cancel ingest',
  'POST /v1/ingest-runs/:id/retry ingest',
  'POST /v1/collections ingest',
  'GET /v1/collections retrieve',
  'GET /v1/collections/:name retrieve',
  'PATCH /v1/collections/:name ingest',
  'POST /v1/collections/:name/reindex ingest',
  'POST /v1/sources ingest',
  'GET /v1/sources ingest',
  'GET /v1/sources/:id ingest',
  'PATCH /v1/sources/:id ingest',
  'POST /v1/sources/:id/sync ingest',
  'GET /v1/traces audit',
  'GET /v1/traces/overview audit',
  'GET /v1/traces/export audit',
  'GET /v1/traces/views audit',
  'POST /v1/traces/views audit',
  'DELETE /v1/traces/views/:id audit',
  'GET /v1/traces/:id audit',
  'GET /v1/traces/:id/record audit',
  'GET /v1/traces/:id/chunks audit',
  'GET /v1/traces/:id/history audit',
  'GET /v1/traces/:id/diff/:other audit',
  'POST /v1/traces/:id/replay audit',
  'POST /v1/traces/:id/why-not audit',
  'POST /v1/verifications audit',
  'GET /v1/verifications audit',
  'GET /v1/verifications/:id audit',
  'GET /v1/verifications/:id/results audit',
  'POST /v1/verifications/:id/cancel audit',
  'GET /v1/reviews review',
  'GET /v1/reviews/:id review',
  'POST /v1/reviews/:id/claim review',
  'POST /v1/reviews/:id/decision review',
  'GET /v1/workflows any_key',
  'GET /v1/workflows/:name any_key',
  'POST /v1/workflows/:name/runs ask',
  'GET /v1/workflows/:name/runs any_key',
  'GET /v1/workflows/:name/runs/:id any_key',
  'GET /v1/workflows/:name/runs/:id/events any_key',
  'POST /v1/workflows/:name/runs/:id/pause ask',
  'POST /v1/workflows/:name/runs/:id/resume ask',
  'POST /v1/workflows/:name/runs/:id/cancel ask',
  'POST /v1/workflows/:name/runs/:id/retry ask',
  'GET /v1/workflows/:name/items any_key',
  'GET /v1/workflows/:name/runs/:id/results any_key',
  'POST /v1/classifiers ask',
  'GET /v1/classifiers ask',
  'GET /v1/classifiers/:name ask',
  'GET /v1/classifiers/:name/versions ask',
  'GET /v1/classifiers/:name/versions/:version ask',
  'POST /v1/classifiers/:name/versions/:version/activate ask',
  'POST /v1/classifiers/:name/rollback ask',
  'GET /v1/classifiers/:name/compare ask',
  'GET /v1/classifiers/:name/examples ask',
  'POST /v1/classifiers/:name/examples ask',
  'POST /v1/classifiers/:name/examples/from-reviews review',
  'POST /v1/classifiers/:name/distil ask',
  'POST /v1/classify ask',
  'GET /v1/classifications/:id ask',
  'GET /v1/gold-sets evaluate',
  'POST /v1/gold-sets evaluate',
  'GET /v1/gold-sets/:name evaluate',
  'GET /v1/gold-sets/:name/versions evaluate',
  'GET /v1/gold-sets/:name/items evaluate',
  'POST /v1/gold-sets/:name/drafts evaluate',
  'GET /v1/gold-sets/:name/drafts evaluate',
  'POST /v1/gold-sets/:name/drafts/:id/decision evaluate',
  'POST /v1/traces/:id/to-gold-set evaluate',
  'POST /v1/reviews/:id/to-gold-set review',
  'GET /v1/evaluations evaluate',
  'POST /v1/evaluations evaluate',
  'GET /v1/evaluations/:id evaluate',
  'POST /v1/readiness evaluate',
  'GET /v1/evaluations/:id/items evaluate',
  'GET /v1/evaluations/:id/report evaluate',
  'POST /v1/evaluations/:id/cancel evaluate',
  'POST /v1/evaluations/:id/resume evaluate',
  'GET /v1/canaries evaluate',
  'POST /v1/canaries evaluate',
  'GET /v1/canaries/:id evaluate',
  'POST /v1/routing/explain ask',
  'POST /v1/routing/replay audit',
  'GET /v1/routing/models audit',
  'POST /v1/routing/models/:name/circuit admin',
  'GET /v1/budgets audit',
  'GET /v1/configuration/policy admin',
  'POST /v1/configuration/check admin',
  'GET /v1/metrics/summary audit',
  'POST /v1/metrics/cost-simulations audit',
  'GET /v1/alerts audit',
  'GET /metrics audit',
  'GET /v1/drift audit',
  'GET /v1/drift/samples audit',
  'POST /v1/drift/attributions audit',
  'GET /v1/drift/attributions audit',
  'GET /v1/drift/attributions/:id audit',
  'POST /v1/keys admin',
  'GET /v1/keys admin',
  'DELETE /v1/keys/:id admin',
  'POST /v1/session public',
  'GET /v1/session any_key',
  'DELETE /v1/session any_key',
  'POST /v1/sign-in-links any_key',
  'GET /healthz public',
  'GET /readyz public',
];

const table: readonly Endpoint[] = Object.values(endpoints);
const scoped = table.filter(({ access }) => access !== 'public' && access !== 'any_key');
const closed = table.filter(({ access }) => access !== 'public');

function pathOf(endpoint: Endpoint): string {
  return endpoint.path
    .replace(':id', '0198c0de-0000-7000-8000-000000000001')
    .replace(':other', '0198c0de-0000-7000-8000-000000000002')
    .replace(':version', '1')
    .replace(':page', '1')
    .replace(':name', 'default');
}

describe('the access table', () => {
  it('is the one that was agreed on', () => {
    const actual = table.map(({ method, path, access }) => [method.toUpperCase(), path, access]);
    expect(actual.map((row) => row.join(' '))).toEqual(EXPECTED_ACCESS);
  });

  it.each(closed.map((endpoint) => [endpoint.method.toUpperCase(), pathOf(endpoint)]))(
    'refuses %s %s without a credential',
    async (method, path) => {
      await using service = await startFakeService();
      const response = await fetch(service.url + path, { method });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
    },
  );

  it.each(scoped.map((endpoint) => [endpoint.method.toUpperCase(), endpoint]))(
    'refuses %s with every other scope',
    async (method, endpoint) => {
      const others = (['ask', 'retrieve', 'ingest', 'audit', 'review', 'evaluate'] as const).filter(
        (scope) => scope !== endpoint.access,
      );
      await using service = await startFakeService({ caller: { scopes: others } });
      const response = await send(service, pathOf(endpoint), { method });
      expect(response.status).toBe(403);
    },
  );

  it('lets a key with the scope in', async () => {
    await using service = await startFakeService({ caller: { scopes: ['audit'] } });
    const response = await send(service, '/v1/traces/0198c0de-0000-7000-8000-000000000001');
    expect(response.status).toBe(404);
  });

  it('does not mount an endpoint that declares no access', () => {
    const faulty = { getSecret: { method: 'get', path: '/secret' } } as const;
    const mount = () => mountEndpoints(Router(), faulty, () => () => {});
    expect(mount).toThrow('The endpoint getSecret does not declare who may call it.');
  });

  it('does not mount an endpoint whose access is no scope', () => {
    const faulty = { getSecret: { method: 'get', path: '/secret', access: 'everyone' } } as const;
    expect(() => mountEndpoints(Router(), faulty, () => () => {})).toThrow('does not declare');
  });

  it('does not mount two endpoints at one place', () => {
    const endpoint = { method: 'get', path: '/a', access: 'ask' } as const;
    const mount = () => mountEndpoints(Router(), { a: endpoint, b: endpoint }, () => () => {});
    expect(mount).toThrow('Two endpoints are mounted at GET /a.');
  });
});

describe('paths and methods', () => {
  it.each([
    '/v1',
    '/v1/',
    '/v1/nothing',
    '/V1/answers',
    '/v1/answers/',
    '/metrics/',
    '//v1/keys',
    '/v1/documents/x/y/z',
  ])('answers %s with a 404 problem', async (path) => {
    await using service = await startFakeService();
    const response = await send(service, path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it.each([
    ['PUT', '/v1/answers', 'POST'],
    ['GET', '/v1/answers', 'POST'],
    ['PUT', '/v1/documents/0198c0de-0000-7000-8000-000000000001', 'GET, HEAD, DELETE, PATCH'],
    ['OPTIONS', '/v1/keys', 'POST, GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
  ])('answers %s %s with 405 and what is allowed', async (method, path, allow) => {
    await using service = await startFakeService();
    const response = await send(service, path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('ignores a method override', async () => {
    await using service = await startFakeService();
    const headers = { 'x-http-method-override': 'DELETE' };
    const response = await send(service, '/v1/keys', { headers });
    expect(response.status).toBe(404);
  });

  it('answers a malformed id like an absent one', async () => {
    await using service = await startFakeService();
    const bodies = await Promise.all(
      ['not-a-uuid', '0198c0de-0000-7000-8000-000000000001'].map(async (id) => {
        const response = await send(service, `/v1/documents/${id}`);
        return response.status;
      }),
    );
    expect(bodies).toEqual([404, 404]);
  });

  it('answers HEAD like GET, without the body', async () => {
    await using service = await startFakeService({
      handlers: { getHealth: async () => ({ body: { status: 'ok' } }) },
    });
    const response = await fetch(`${service.url}/healthz`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});
