import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scheduler, type Backend, type Member } from '../../../../db/embedded/scheduler.ts';
import type { TransactionStatus } from '../../../../db/embedded/wire-messages.ts';

type Step = TransactionStatus | Error;

/** A backend whose batches say what they answer: `begin` opens a transaction, `fail` throws. */
class ScriptedBackend implements Backend {
  readonly executed: string[] = [];
  readonly #steps: ReadonlyMap<string, Step>;

  constructor(steps: Readonly<Record<string, Step>> = {}) {
    this.#steps = new Map(Object.entries(steps));
  }

  async execute(batch: Uint8Array): Promise<TransactionStatus> {
    const name = Buffer.from(batch).toString();
    const label = name.includes('rollback') ? 'cleanup' : name;
    this.executed.push(label);
    await nextTurn();
    const step = this.#steps.get(label) ?? 'idle';
    if (step instanceof Error) throw step;
    return step;
  }
}

function memberOf(expelled: string[], name: string): Member {
  return { expel: () => void expelled.push(name) };
}

function setUp(backend: ScriptedBackend) {
  const expelled: string[] = [];
  const broken: unknown[] = [];
  const scheduler = new Scheduler({
    backend,
    idleTransactionMs: 100,
    onBroken: (error) => broken.push(error),
  });
  const ann = memberOf(expelled, 'ann');
  const bob = memberOf(expelled, 'bob');
  const output: string[] = [];
  const run = (member: Member, batch: string) =>
    scheduler.run({
      member,
      messages: Buffer.from(batch),
      onOutput: (bytes) => output.push(bytes.toString('latin1')),
    });
  return { scheduler, ann, bob, run, expelled, broken, output };
}

describe('Scheduler', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs batches in order of arrival, one at a time', async () => {
    const backend = new ScriptedBackend();
    const { run, ann, bob } = setUp(backend);
    await Promise.all([run(ann, 'a1'), run(bob, 'b1'), run(ann, 'a2')]);
    expect(backend.executed).toEqual(['a1', 'b1', 'a2']);
  });

  it.each(['in_transaction', 'failed_transaction', 'awaiting_sync'] as const)(
    'keeps the backend for a session that is %s',
    async (status) => {
      const backend = new ScriptedBackend({ begin: status });
      const { run, ann, bob } = setUp(backend);
      await run(ann, 'begin');
      const waiting = run(bob, 'b1');
      await run(ann, 'commit');
      await waiting;
      expect(backend.executed).toEqual(['begin', 'commit', 'b1']);
    },
  );

  it('frees the backend when its owner leaves', async () => {
    const backend = new ScriptedBackend({ begin: 'in_transaction' });
    const { scheduler, run, ann, bob } = setUp(backend);
    await run(ann, 'begin');
    const waiting = run(bob, 'b1');
    await scheduler.leave(ann, []);
    await waiting;
    expect(backend.executed).toEqual(['begin', 'cleanup', 'b1']);
  });

  it('expels an owner that idles while others wait', async () => {
    const { run, ann, bob, expelled } = setUp(new ScriptedBackend({ begin: 'in_transaction' }));
    await run(ann, 'begin');
    void run(bob, 'b1');
    vi.advanceTimersByTime(99);
    expect(expelled).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(expelled).toEqual(['ann']);
  });

  it('lets an owner idle for as long as nobody waits', async () => {
    const { run, ann, expelled } = setUp(new ScriptedBackend({ begin: 'in_transaction' }));
    await run(ann, 'begin');
    vi.advanceTimersByTime(60_000);
    expect(expelled).toEqual([]);
  });

  it('gives an owner its whole idle time again after each batch', async () => {
    const steps = { begin: 'in_transaction', insert: 'in_transaction' } as const;
    const { run, ann, bob, expelled } = setUp(new ScriptedBackend(steps));
    await run(ann, 'begin');
    void run(bob, 'b1');
    vi.advanceTimersByTime(99);
    await run(ann, 'insert');
    await nextTurn();
    vi.advanceTimersByTime(99);
    expect(expelled).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(expelled).toEqual(['ann']);
  });

  it('answers an internal failure with XX000 and goes on', async () => {
    const backend = new ScriptedBackend({ fail: new Error('unreachable') });
    const { run, ann, bob, output, broken } = setUp(backend);
    await Promise.all([run(ann, 'fail'), run(bob, 'b1')]);
    expect(output.join('')).toMatch(/CXX000.*unreachable/s);
    expect(backend.executed).toEqual(['fail', 'cleanup', 'b1']);
    expect(broken).toEqual([]);
  });

  it('reports a backend that cannot be brought back', async () => {
    const dead = new Error('memory access out of bounds');
    const { run, ann, broken } = setUp(new ScriptedBackend({ fail: dead, cleanup: dead }));
    await run(ann, 'fail');
    expect(broken).toEqual([dead]);
  });
});
