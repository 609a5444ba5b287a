import { listCircuitOrders } from '../db/queries/circuit-orders.ts';
import type { Services } from './services.ts';

const LOOK_EVERY_MS = 2_000;

type Followed = Pick<Services, 'database' | 'upstreams' | 'logger' | 'stopping'>;

/**
 * Does what operators said about circuits before this server started, and from then on what they say to
 * other servers. Ends when the server is about to stop.
 */
export async function followCircuitOrders(
  services: Followed,
  lookEveryMs: number = LOOK_EVERY_MS,
): Promise<void> {
  if (services.upstreams.size === 0) return;
  await followOnce(services);
  const timer = setInterval(() => {
    followOnce(services).catch((error: unknown) =>
      services.logger.warn({ err: error }, 'circuit.orders_not_read'),
    );
  }, lookEveryMs).unref();
  services.stopping.addEventListener('abort', () => clearInterval(timer), { once: true });
}

async function followOnce({ database, upstreams }: Followed): Promise<void> {
  const orders = await listCircuitOrders(database);
  for (const upstream of new Set(upstreams.values())) {
    const newest = orders.find((order) => order.upstream === upstream.key);
    if (newest !== undefined) upstream.follow(newest);
  }
}
