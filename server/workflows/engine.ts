import { randomUUID } from 'node:crypto';
import {
  leaseWorkflowItems,
  renewItemLeases,
  requeueWorkflowItem,
  type LeasedItem,
} from '../../db/queries/lease-workflow-items.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Services } from '../services.ts';
import { workOnItem } from './work-on-item.ts';

export interface EngineOptions {
  /** Tickets at a time: while one waits for the database or a model, another one is worked on. */
  readonly slots: number;
  /** Tickets of one lease: few, so that a new run need not wait for long. */
  readonly leaseItems: number;
  readonly leaseSeconds: number;
  readonly pollMs: number;
}

export const DEFAULT_ENGINE_OPTIONS: EngineOptions = {
  slots: 4,
  leaseItems: 8,
  leaseSeconds: 30,
  pollMs: 500,
};

export interface WorkflowEngine {
  /** Takes no more tickets and gives the present ones back to the queue, as if they had not been tried. */
  stop(): Promise<void>;
}

/** Puts the tickets of all workspaces through their workflows until it is stopped. */
export function startWorkflowEngine(
  deps: Services,
  options: EngineOptions = DEFAULT_ENGINE_OPTIONS,
): WorkflowEngine {
  const server = randomUUID();
  const stopping = new AbortController();
  const feed = createFeed(deps, { ...options, server });
  const heartbeat = setInterval(
    () => {
      renewItemLeases(deps.database, { server, seconds: options.leaseSeconds }).catch(
        (error: unknown) => deps.logger.warn({ err: error }, 'workflow.lease_not_renewed'),
      );
    },
    (options.leaseSeconds * 1_000) / 3,
  );
  const slots = Array.from({ length: options.slots }, async () => {
    while (!stopping.signal.aborted) {
      const item = await feed.next().catch((error: unknown) => {
        deps.logger.error({ err: error }, 'workflow.engine_failed');
        return null;
      });
      if (item !== null) await workOnItem(item, deps, stopping.signal);
      else await deps.workflows.bell.wait(options.pollMs, stopping.signal);
    }
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(slots);
      clearInterval(heartbeat);
      await feed.giveBack();
    },
  };
}

/** Leased tickets, a few ahead of the slots that take them. */
function createFeed(deps: Services, options: EngineOptions & { readonly server: string }) {
  const leased: LeasedItem[] = [];
  let leasing: Promise<void> | null = null;
  const lease = async () => {
    const items = await leaseWorkflowItems(deps.database, {
      token: randomUUID(),
      seconds: options.leaseSeconds,
      server: options.server,
      limit: options.leaseItems,
    });
    leased.push(...items);
  };
  return {
    async next(): Promise<LeasedItem | null> {
      if (leased.length === 0) {
        leasing ??= lease().finally(() => {
          leasing = null;
        });
        await leasing;
      }
      return leased.shift() ?? null;
    },
    async giveBack(): Promise<void> {
      for (const item of leased.splice(0)) {
        const again = { afterSeconds: 0, attempts: item.attempts - 1, failures: item.failures };
        await requeueWorkflowItem(inWorkspace(deps.database, item.workspaceId), item, again);
      }
    },
  };
}
