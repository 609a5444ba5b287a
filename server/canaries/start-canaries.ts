import { listWriters } from '../../contract/chat-model-config.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkspaceId } from '../../contract/ids.ts';
import { leaseCanaryRound, queueCanaryRound } from '../../db/queries/steer-canaries.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Services } from '../services.ts';
import { LEASE_SECONDS, runRound } from './run-round.ts';

const POLL_MS = 1_000;
const LOOK_FOR_DUE_EVERY_MS = 10_000;

export interface CanaryWorker {
  /** Resolves once nothing is being worked on; `services.stopping` is what stops it. */
  readonly stopped: Promise<void>;
}

/** Keeps the schedule of the canaries in one workspace, and works on rounds of all, one after the other. */
export function startCanaries(workspaceId: WorkspaceId, services: Services): CanaryWorker {
  return { stopped: keepSchedule(workspaceId, services) };
}

async function keepSchedule(workspaceId: WorkspaceId, services: Services): Promise<void> {
  const { stopping, logger } = services;
  let lookedAt = Number.NEGATIVE_INFINITY;
  while (!stopping.aborted) {
    const isTime = services.now() - lookedAt >= LOOK_FOR_DUE_EVERY_MS;
    if (isTime) lookedAt = services.now();
    const hasWorked = await workOnce(isTime ? workspaceId : null, services).catch(
      (error: unknown) => {
        if (!stopping.aborted) logger.warn({ err: error }, 'canary.failed');
        return false;
      },
    );
    if (hasWorked) continue;
    await sleep(POLL_MS, undefined, { signal: stopping, ref: false }).catch(() => undefined);
  }
}

/** Queues what is due in a workspace, unless it is null, and works on one round of any. */
async function workOnce(workspaceId: WorkspaceId | null, services: Services): Promise<boolean> {
  if (services.config.canaries === null) return false;
  if (workspaceId !== null) await queueDue(workspaceId, services);
  const token = services.newId();
  const lease = await leaseCanaryRound(services.database, { token, seconds: LEASE_SECONDS });
  if (lease === null) return false;
  await runRound(lease, services);
  return true;
}

/** A round for each model whose last one is long enough ago; of several servers, one makes it. */
async function queueDue(workspaceId: WorkspaceId, services: Services): Promise<void> {
  const { canaries } = services.config;
  if (canaries === null || canaries.every_minutes === null) return;
  const unlessSince = new Date(services.clock().getTime() - canaries.every_minutes * 60_000);
  const database = inWorkspace(services.database, workspaceId);
  for (const model of watchedModels(services)) {
    const id = services.newId();
    const round = { id, model, kind: 'check', requestedBy: null, unlessSince } as const;
    await queueCanaryRound(database, round);
  }
}

/** The models that the canaries are configured for. */
export function watchedModels({ config }: Pick<Services, 'config'>): readonly string[] {
  if (config.canaries === null) return [];
  return config.canaries.models ?? listWriters(config.models);
}
