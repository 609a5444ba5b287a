import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBulkhead } from '../../../../server/resilience/bulkhead.ts';

const { signal } = new AbortController();
const patient = { maxWaitMs: 1_000, signal };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a bulkhead', () => {
  it('hands a place over to whoever has waited longest', async () => {
    const bulkhead = createBulkhead({ maxConcurrent: 1, maxQueued: 2, maxWaitMs: 1_000 });
    const order: string[] = [];
    const leave = await bulkhead.acquire(patient);
    const first = bulkhead.acquire(patient).then((leave) => (order.push('first'), leave));
    const second = bulkhead.acquire(patient).then((leave) => (order.push('second'), leave));
    leave?.();
    leave?.();
    (await first)?.();
    (await second)?.();

    expect(order).toEqual(['first', 'second']);
    expect(bulkhead.inFlight()).toBe(0);
  });

  it('refuses at once when its queue is full', async () => {
    const bulkhead = createBulkhead({ maxConcurrent: 1, maxQueued: 0, maxWaitMs: 1_000 });
    await bulkhead.acquire(patient);

    expect(bulkhead.isFull()).toBe(true);
    expect(await bulkhead.acquire(patient)).toBeNull();
  });

  it('refuses when no place became free in time', async () => {
    const bulkhead = createBulkhead({ maxConcurrent: 1, maxQueued: 5, maxWaitMs: 1_000 });
    await bulkhead.acquire(patient);
    const waiting = bulkhead.acquire({ maxWaitMs: 300, signal });
    await vi.advanceTimersByTimeAsync(300);

    expect(await waiting).toBeNull();
  });

  it('lets go of a caller who has left', async () => {
    const bulkhead = createBulkhead({ maxConcurrent: 1, maxQueued: 1, maxWaitMs: 1_000 });
    const leave = await bulkhead.acquire(patient);
    const controller = new AbortController();
    const waiting = bulkhead.acquire({ maxWaitMs: 1_000, signal: controller.signal });
    controller.abort();

    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    leave?.();
    expect(bulkhead.inFlight()).toBe(0);
  });

  it('never holds more than it may, whoever comes, goes or gives up', async () => {
    const action = fc.constantFrom('come', 'go', 'pass');
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        const bulkhead = createBulkhead({ maxConcurrent: 3, maxQueued: 2, maxWaitMs: 10 });
        const inside: (() => void)[] = [];
        for (const action of actions) {
          if (action === 'come') {
            void bulkhead.acquire(patient).then((leave) => leave !== null && inside.push(leave));
          }
          if (action === 'go') inside.shift()?.();
          await vi.advanceTimersByTimeAsync(action === 'pass' ? 10 : 0);
          expect(inside.length).toBeLessThanOrEqual(3);
          expect(bulkhead.inFlight()).toBe(inside.length);
        }
        await vi.advanceTimersByTimeAsync(10);
        for (const leave of inside) leave();
        expect(bulkhead.inFlight()).toBe(0);
      }),
    );
  });
});
