import { setTimeout as sleep } from 'node:timers/promises';
import { describeEnd, type RunningProcess } from './child-process.ts';
import { CrashLimit, DEFAULT_CRASH_POLICY, type CrashPolicy } from './crash-limit.ts';
import { messageOf } from './errors.ts';

/** A child that ends with this code has said on standard error what is wrong; a restart is no use. */
export const MISCONFIGURED_EXIT_CODE = 78;

/** Something that is kept running, and started again when it ends by itself. */
export interface Service {
  readonly name: string;
  readonly start: (databaseUrl: string) => RunningProcess;
}

export interface RunningDatabase extends RunningProcess {
  readonly connectionString: string;
}

export interface SuperviseOptions {
  /** Rejects with a message for the operator when the database cannot start. */
  readonly startDatabase: () => Promise<RunningDatabase>;
  /** Started after the database and stopped before it. */
  readonly services: readonly Service[];
  /** Aborted when everything shall stop. */
  readonly signal: AbortSignal;
  /** Shows a line to the operator. */
  readonly report: (line: string) => void;
  readonly crashPolicy?: CrashPolicy;
  readonly now?: () => number;
}

/**
 * Runs the database and its services until the signal aborts (0) or one of them cannot be kept
 * running (1). A database that ends takes its services with it: its address changes on a restart.
 */
export async function supervise(options: SuperviseOptions): Promise<0 | 1> {
  const { signal, report, crashPolicy = DEFAULT_CRASH_POLICY, now = Date.now } = options;
  const crashes = new CrashLimit(crashPolicy, now);
  for (;;) {
    const outcome = await runRound(options);
    if (outcome !== 'database_ended') return outcome === 'stopped' ? 0 : 1;
    const delayMs = crashes.nextDelay();
    if (delayMs === null) {
      report('The database keeps ending and is not started again.');
      return 1;
    }
    await sleepUntilAborted(delayMs, signal);
    if (signal.aborted) return 0;
  }
}

type RoundOutcome = 'stopped' | 'failed' | 'database_ended';

/** One life of the database, with its services. */
async function runRound(options: SuperviseOptions): Promise<RoundOutcome> {
  const database = await startReportingFailure(options);
  if (database === null) return 'failed';
  const round = new AbortController();
  const stopRound = () => round.abort();
  options.signal.addEventListener('abort', stopRound, { once: true });
  if (options.signal.aborted) stopRound();
  let databaseEnded = false;
  const watchDatabase = async () => {
    const end = await database.closed;
    databaseEnded = true;
    if (!round.signal.aborted) options.report(`The database ended with ${describeEnd(end)}.`);
    stopRound();
  };
  void watchDatabase();

  const outcomes = await Promise.all(
    options.services.map(async (service) => {
      const start = () => service.start(database.connectionString);
      const outcome = await keepRunning({ ...options, name: service.name, start }, round.signal);
      if (outcome === 'failed') stopRound();
      return outcome;
    }),
  );
  options.signal.removeEventListener('abort', stopRound);
  if (outcomes.includes('failed')) {
    await database.stop();
    return 'failed';
  }
  if (databaseEnded && !options.signal.aborted) return 'database_ended';
  await database.stop();
  return 'stopped';
}

async function startReportingFailure(options: SuperviseOptions): Promise<RunningDatabase | null> {
  try {
    return await options.startDatabase();
  } catch (error) {
    options.report(messageOf(error));
    return null;
  }
}

interface Kept {
  readonly name: string;
  readonly start: () => RunningProcess;
  readonly report: (line: string) => void;
  readonly crashPolicy?: CrashPolicy;
  readonly now?: () => number;
}

/** Starts a service again and again, until the signal aborts or it cannot be kept running. */
async function keepRunning(service: Kept, signal: AbortSignal): Promise<'stopped' | 'failed'> {
  const { name, report, crashPolicy = DEFAULT_CRASH_POLICY, now = Date.now } = service;
  const crashes = new CrashLimit(crashPolicy, now);
  while (!signal.aborted) {
    const running = service.start();
    const stop = () => void running.stop();
    signal.addEventListener('abort', stop, { once: true });
    const end = await running.closed;
    signal.removeEventListener('abort', stop);
    if (signal.aborted) break;
    if (end.code === MISCONFIGURED_EXIT_CODE) return 'failed';
    const delayMs = crashes.nextDelay();
    if (delayMs === null) {
      report(`The ${name} keeps ending (${describeEnd(end)}) and is not started again.`);
      return 'failed';
    }
    report(`The ${name} ended with ${describeEnd(end)}; it starts again in ${delayMs} ms.`);
    await sleepUntilAborted(delayMs, signal);
  }
  return 'stopped';
}

async function sleepUntilAborted(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal }).catch(() => undefined);
}
