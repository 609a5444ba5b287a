import { setTimeout as sleep } from 'node:timers/promises';

export const VICTIMS = ['worker', 'server', 'database'] as const;
export type Victim = (typeof VICTIMS)[number];

/** The processes of a service that is to be killed at. */
export interface KillableService {
  /** Whether that process is there and does its work; false while it starts. */
  isUp(victim: Victim): Promise<boolean>;
  /** SIGKILL, and whatever brings it back. False when there was nothing to kill. */
  kill(victim: Victim): Promise<boolean>;
}

export interface KillOptions {
  readonly kills: number;
  readonly victims: readonly Victim[];
  readonly random: () => number;
  readonly onKill: (victim: Victim, count: number) => void;
  readonly signal: AbortSignal;
}

/** One kill in so many does not wait until its victim has come up again. */
const DURING_START_SHARE = 0.15;
const MIN_PAUSE_MS = 20;
const MAX_PAUSE_MS = 600;
const POLL_MS = 20;
const UP_DEADLINE_MS = 60_000;

/** Kills victims at random moments, one after the other; resolves with the count of each. */
export async function killAtRandom(
  service: KillableService,
  options: KillOptions,
): Promise<Readonly<Record<Victim, number>>> {
  const { victims, random, signal } = options;
  const killed = { worker: 0, server: 0, database: 0 };
  for (let count = 0; count < options.kills && !signal.aborted;) {
    const victim = victims[Math.floor(random() * victims.length)] ?? 'worker';
    if (random() >= DURING_START_SHARE) await waitUntilUp(service, victim, signal);
    await sleep(MIN_PAUSE_MS + random() * (MAX_PAUSE_MS - MIN_PAUSE_MS));
    if (!(await service.kill(victim))) continue;
    killed[victim] += 1;
    count += 1;
    options.onKill(victim, count);
  }
  return killed;
}

/** Resolves when it is up; throws when it does not come up in time. */
export async function waitUntilUp(
  service: KillableService,
  victim: Victim,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + UP_DEADLINE_MS;
  while (!signal.aborted && !(await service.isUp(victim))) {
    if (performance.now() > deadline) throw new Error(`The ${victim} does not come up again.`);
    await sleep(POLL_MS);
  }
}
