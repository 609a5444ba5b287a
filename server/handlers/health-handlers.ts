import type { Readiness } from '../../contract/health.ts';
import { isMigrated } from '../../db/migrate.ts';
import { countOpenJobs } from '../../db/queries/ingest-runs.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';

type HealthHandlers = Pick<Handlers, 'getHealth' | 'getReadiness'>;

/** A probe wants an answer, not a wait: beyond this the database counts as unreachable. */
const CHECK_TIMEOUT_MS = 2_000;

export function createHealthHandlers(services: Services): HealthHandlers {
  return {
    async getHealth() {
      return { body: { status: 'ok' } };
    },

    async getReadiness() {
      const checks = await checkAll(services);
      const isReady = checks.database.ok && checks.migrations.ok && checks.queue.ok;
      return {
        status: isReady ? 200 : 503,
        body: {
          status: isReady ? 'ready' : 'not_ready',
          durability: services.durability,
          checks,
        },
      };
    },
  };
}

async function checkAll(services: Services): Promise<Readiness['checks']> {
  try {
    const [migrated, jobs] = await withTimeout(
      Promise.all([isMigrated(services.database), countOpenJobs(services.database)]),
      CHECK_TIMEOUT_MS,
    );
    return {
      database: { ok: true, detail: 'reachable' },
      migrations: { ok: migrated, detail: migrated ? 'up to date' : 'not all applied' },
      queue: { ok: true, detail: 'reachable', ...jobs },
    };
  } catch (error) {
    services.logger.warn({ err: error }, 'readiness.check_failed');
    const unknown = { ok: false, detail: 'unknown while the database cannot be reached' };
    return {
      database: { ok: false, detail: 'cannot be reached' },
      migrations: unknown,
      queue: { ...unknown, waiting: null, running: null },
    };
  }
}

function withTimeout<Value>(work: Promise<Value>, milliseconds: number): Promise<Value> {
  const timeout = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error(`No answer in ${milliseconds} ms.`)), milliseconds).unref();
  });
  return Promise.race([work, timeout]);
}
