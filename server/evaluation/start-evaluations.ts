import { setTimeout as sleep } from 'node:timers/promises';
import { endEvaluation, leaseEvaluation } from '../../db/queries/steer-evaluation.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Services } from '../services.ts';
import { LEASE_SECONDS, runEvaluation } from './run-evaluation.ts';

const POLL_MS = 500;

export interface EvaluationWorker {
  /** Resolves once nothing is being worked on; `services.stopping` is what stops it. */
  readonly stopped: Promise<void>;
}

/** Works on evaluation runs, one after the other, also on those that a server which is gone has left. */
export function startEvaluations(services: Services): EvaluationWorker {
  return { stopped: workOnRuns(services) };
}

async function workOnRuns(services: Services): Promise<void> {
  const { stopping, logger } = services;
  while (!stopping.aborted) {
    const hasWorked = await workOnNext(services).catch((error: unknown) => {
      if (!stopping.aborted) logger.warn({ err: error }, 'evaluation.failed');
      return false;
    });
    if (hasWorked) continue;
    await sleep(POLL_MS, undefined, { signal: stopping, ref: false }).catch(() => undefined);
  }
}

async function workOnNext(services: Services): Promise<boolean> {
  const lease = await leaseEvaluation(services.database, {
    token: services.newId(),
    seconds: LEASE_SECONDS,
  });
  if (lease === null) return false;
  try {
    await runEvaluation(lease, services);
  } catch (error) {
    services.logger.error({ evaluation: lease.id, err: error }, 'evaluation.failed');
    const database = inWorkspace(services.database, lease.workspaceId);
    await endEvaluation(database, lease, "Something went wrong; the server's log says what.");
  }
  return true;
}
