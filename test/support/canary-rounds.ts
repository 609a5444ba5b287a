import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { CanaryRound, CanaryRoundPage, StartCanaries } from '../../contract/canary.ts';
import type { TestClient } from './client.ts';

/** Asks a model the canary questions, and waits until the round has ended. */
export async function runCanaries(
  client: TestClient,
  body: Partial<StartCanaries>,
  deadlineMs: number,
): Promise<CanaryRound> {
  const started = await client.post<{ rounds: CanaryRound[] }>('/v1/canaries', body);
  expect(started.status).toBe(202);
  const id = started.body.rounds[0]?.id;
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline) {
    const { body: page } = await client.get<CanaryRoundPage>('/v1/canaries');
    const round = page.data.find((listed) => listed.id === id);
    if (round?.status === 'done') return round;
    await sleep(100);
  }
  throw new Error('The round did not end in time.');
}
