import { join } from 'node:path';
import { inWorkspace } from '../db/workspace-database.ts';
import { projectRoot } from '../platform/project-root.ts';
import { codeVersion } from '../platform/version.ts';
import { authenticateKey, authenticateSession } from './access/authenticate.ts';
import { createIdempotencyStore } from './access/idempotency-store.ts';
import type { Composed } from './compose.ts';
import type { ServerSettings } from './config.ts';
import { startAlerts } from './alerts/watch-figures.ts';
import { startCanaries } from './canaries/start-canaries.ts';
import { startEvaluations } from './evaluation/start-evaluations.ts';
import { followCircuitOrders } from './follow-circuit-orders.ts';
import { createApp } from './http/app.ts';
import { DEFAULT_HTTP_LIMITS } from './http/limits.ts';
import { listen, type Listening } from './http/listen.ts';
import { loadDemo } from './load-demo.ts';
import { refuseInOutage } from './refuse-in-outage.ts';
import { setUp, type SetUpOutcome } from './set-up.ts';
import { startWorkflowEngine } from './workflows/engine.ts';

export interface StartedServer extends Listening {
  readonly ready: SetUpOutcome;
}

/** Makes what a first start needs, queues the demo where it is wanted, and begins to serve. */
export async function startServer(
  composed: Composed,
  settings: ServerSettings,
): Promise<StartedServer> {
  const { services } = composed;
  const ready = await setUp(settings, services);
  await services.incidents.inherit();
  await followCircuitOrders(services);
  if (settings.hasDemo) {
    const count = await loadDemo(inWorkspace(services.database, ready.workspaceId), services);
    if (count > 0) services.logger.info({ documents: count }, 'demo.queued');
  }
  const listening = await listen({ app: buildApp(composed), ...settings });
  const engine = startWorkflowEngine(services);
  const evaluations = startEvaluations(services);
  startAlerts(services);
  const canaries = startCanaries(ready.workspaceId, services);
  return {
    ...listening,
    ready,
    async close(graceMs) {
      composed.beginToStop();
      await Promise.all([
        engine.stop(),
        listening.close(graceMs),
        evaluations.stopped,
        canaries.stopped,
      ]);
    },
  };
}

function buildApp({ handlers, services }: Composed) {
  return createApp({
    handlers,
    authenticate: {
      byKey: (key) => authenticateKey(key, services),
      bySession: (token) => authenticateSession(token, services),
    },
    idempotency: createIdempotencyStore(services.database),
    uiFolder: join(projectRoot, 'dist', 'ui'),
    log: services.logger,
    refusalOf: refuseInOutage,
    observeRequest: services.metrics.observeRequest,
    limits: DEFAULT_HTTP_LIMITS,
    publicUrl: services.publicUrl,
    clock: services.clock,
    version: codeVersion,
    checksResponses: services.checksResponses,
  });
}
