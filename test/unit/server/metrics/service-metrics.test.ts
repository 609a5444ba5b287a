import { describe, expect, it } from 'vitest';
import { WorkspaceId } from '../../../../contract/ids.ts';
import { createServiceMetrics } from '../../../../server/metrics/service-metrics.ts';

const OURS = WorkspaceId.parse('0198c0de-0000-7000-8000-000000000001');
const THEIRS = WorkspaceId.parse('0198c0de-0000-7000-8000-000000000002');
const NOTHING = { queues: [], circuits: [] };

describe('what Prometheus is shown', () => {
  it('is of the workspace that asks, and of requests that nobody was recognised for', async () => {
    const metrics = createServiceMetrics();
    const request = { route: 'GET /v1/traces', durationMs: 20 };
    metrics.observeRequest({ ...request, status: 200, workspaceId: OURS });
    metrics.observeRequest({ ...request, status: 404, workspaceId: THEIRS });
    metrics.observeRequest({ ...request, status: 401, workspaceId: null });

    const text = await metrics.expose(OURS, NOTHING);
    expect(text).toContain('footnote_http_requests_total{route="GET /v1/traces",status="200"} 1\n');
    expect(text).toContain('footnote_http_requests_total{route="GET /v1/traces",status="401"} 1\n');
    expect(text).not.toContain('404');
  });

  it('forgets the state that a circuit was in when it has another', async () => {
    const metrics = createServiceMetrics();
    const circuits = (isOpen: boolean) => [
      { model: 'm', states: [{ state: 'open', isSo: isOpen }], inFlight: 0 },
    ];
    await metrics.expose(OURS, { queues: [], circuits: circuits(true) });

    const text = await metrics.expose(OURS, { queues: [], circuits: circuits(false) });
    expect(text).toContain('footnote_circuit_state{model="m",state="open"} 0\n');
  });

  it('counts from call to call, as a counter has to', async () => {
    const metrics = createServiceMetrics();
    const observe = () =>
      metrics.observeRequest({ route: 'r', status: 200, durationMs: 1, workspaceId: OURS });
    observe();
    await metrics.expose(OURS, NOTHING);
    observe();

    expect(await metrics.expose(OURS, NOTHING)).toContain(
      'footnote_http_requests_total{route="r",status="200"} 2\n',
    );
  });
});
