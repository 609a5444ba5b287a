import { describe, expect, it } from 'vitest';
import type { ProcessEnd, RunningProcess } from '../../../platform/child-process.ts';
import {
  MISCONFIGURED_EXIT_CODE,
  supervise,
  type RunningDatabase,
  type SuperviseOptions,
} from '../../../platform/supervise.ts';
import { deferred } from '../../support/deferred.ts';

const crashPolicy = { maxCrashes: 3, windowMs: 1000, firstDelayMs: 0, maxDelayMs: 0 };
const CRASHED: ProcessEnd = { code: 1, signal: null };

/** Processes that end when the test says so, and a diary of what was started and stopped. */
function setUp() {
  const diary: string[] = [];
  const reports: string[] = [];
  const waiting = new Map<string, (end: ProcessEnd) => void>();
  const started = new Map<string, () => void>();
  const stopping = new AbortController();
  let address = 0;

  function run(name: string, label = name): RunningProcess {
    const end = deferred<ProcessEnd>();
    diary.push(`start ${label}`);
    waiting.set(name, end.resolve);
    started.get(name)?.();
    const stop = async () => {
      diary.push(`stop ${name}`);
      end.resolve({ code: 0, signal: null });
      await end.promise;
    };
    return { closed: end.promise, stop };
  }

  async function startDatabase(): Promise<RunningDatabase> {
    address += 1;
    return { ...run('database'), connectionString: `address ${address}` };
  }

  const options: SuperviseOptions = {
    startDatabase,
    services: ['server', 'worker'].map((name) => ({
      name,
      start: (databaseUrl) => run(name, `${name} at ${databaseUrl}`),
    })),
    signal: stopping.signal,
    report: (line) => reports.push(line),
    crashPolicy,
    now: () => 0,
  };
  const untilStarted = (name: string) =>
    new Promise<void>((resolve) => {
      started.set(name, resolve);
    });
  const end = async (name: string, how: ProcessEnd) => waiting.get(name)?.(how);
  return { options, diary, reports, end, untilStarted, stop: () => stopping.abort() };
}

function failToStart(): Promise<never> {
  return Promise.reject(new Error('The data directory is in use.'));
}

describe('supervise', () => {
  it('starts the database first and stops it last', async () => {
    const { options, diary, untilStarted, stop } = setUp();
    const running = supervise(options);
    await untilStarted('worker');
    stop();
    expect(await running).toBe(0);
    expect(diary).toEqual([
      'start database',
      'start server at address 1',
      'start worker at address 1',
      'stop server',
      'stop worker',
      'stop database',
    ]);
  });

  it('starts a crashed service again and leaves the others alone', async () => {
    const { options, diary, reports, end, untilStarted, stop } = setUp();
    const running = supervise(options);
    await untilStarted('worker');
    const again = untilStarted('worker');
    await end('worker', { code: null, signal: 'SIGKILL' });
    await again;
    stop();
    expect(await running).toBe(0);
    expect(diary.filter((line) => line.startsWith('start'))).toEqual([
      'start database',
      'start server at address 1',
      'start worker at address 1',
      'start worker at address 1',
    ]);
    expect(reports).toEqual(['The worker ended with SIGKILL; it starts again in 0 ms.']);
  });

  it('gives up a service that crashes too often, and stops the rest', async () => {
    const { options, diary, reports, end, untilStarted } = setUp();
    const running = supervise(options);
    for (let crash = 0; crash < crashPolicy.maxCrashes; crash += 1) {
      await untilStarted('worker');
      await end('worker', CRASHED);
    }
    expect(await running).toBe(1);
    expect(diary.slice(-2)).toEqual(['stop server', 'stop database']);
    expect(reports.at(-1)).toBe('The worker keeps ending (code 1) and is not started again.');
  });

  it('does not restart a service that says its configuration is wrong', async () => {
    const { options, diary, reports, end, untilStarted } = setUp();
    const running = supervise(options);
    await untilStarted('worker');
    await end('server', { code: MISCONFIGURED_EXIT_CODE, signal: null });
    expect(await running).toBe(1);
    expect(diary.slice(-2)).toEqual(['stop worker', 'stop database']);
    expect(reports).toEqual([]);
  });

  it('restarts everything at the new address when the database ends', async () => {
    const { options, diary, reports, end, untilStarted, stop } = setUp();
    const running = supervise(options);
    await untilStarted('worker');
    const again = untilStarted('worker');
    await end('database', CRASHED);
    await again;
    stop();
    expect(await running).toBe(0);
    expect(diary.slice(3, 8)).toEqual([
      'stop server',
      'stop worker',
      'start database',
      'start server at address 2',
      'start worker at address 2',
    ]);
    expect(reports).toEqual(['The database ended with code 1.']);
  });

  it('reports a database that cannot start, and starts nothing else', async () => {
    const { options, diary, reports } = setUp();
    expect(await supervise({ ...options, startDatabase: failToStart })).toBe(1);
    expect(diary).toEqual([]);
    expect(reports).toEqual(['The data directory is in use.']);
  });

  it('stops the database when told to stop while it starts', async () => {
    const { options, diary, stop } = setUp();
    const running = supervise(options);
    stop();
    expect(await running).toBe(0);
    expect(diary).toEqual(['start database', 'stop database']);
  });
});
