import { describe, expect, it } from 'vitest';
import { manageLifecycle, type Closer, type LifecycleHost } from '../../../platform/lifecycle.ts';
import { deferred } from '../../support/deferred.ts';
import { createLogger } from '../../../platform/log.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

function scriptedHost({ connected }: { readonly connected: boolean | undefined }) {
  const listeners = new Map<string, (reason: unknown) => void>();
  const exit = deferred<number>();
  const host: LifecycleHost = {
    on: (event, listener) => listeners.set(event, listener),
    exit: (code) => exit.resolve(code),
    connected,
  };
  const emit = (event: string, reason?: unknown) => listeners.get(event)?.(reason);
  return { host, emit, exitCode: exit.promise };
}

function recordingClosers(names: readonly string[]) {
  const closed: string[] = [];
  const closers = names.map((name): Closer => ({ name, close: () => void closed.push(name) }));
  return { closed, closers };
}

const never: Closer = { name: 'never', close: () => new Promise<void>(() => {}) };

describe('manageLifecycle', () => {
  it.each([
    { event: 'SIGTERM', connected: undefined },
    { event: 'SIGINT', connected: undefined },
    { event: 'disconnect', connected: true },
  ])('closes everything in order and exits 0 on $event', async ({ event, connected }) => {
    const { host, emit, exitCode } = scriptedHost({ connected });
    const { closed, closers } = recordingClosers(['server', 'pool']);
    manageLifecycle({ logger, closers, host });
    emit(event);
    expect(await exitCode).toBe(0);
    expect(closed).toEqual(['server', 'pool']);
  });

  it('goes on with the next closer after one fails, and exits 1', async () => {
    const { host, emit, exitCode } = scriptedHost({ connected: undefined });
    const { closed, closers } = recordingClosers(['pool']);
    const failing: Closer = { name: 'server', close: () => Promise.reject(new Error('no')) };
    manageLifecycle({ logger, closers: [failing, ...closers], host });
    emit('SIGTERM');
    expect(await exitCode).toBe(1);
    expect(closed).toEqual(['pool']);
  });

  it('exits 1 when the deadline passes first', async () => {
    const { host, emit, exitCode } = scriptedHost({ connected: undefined });
    manageLifecycle({ logger, closers: [never], deadlineMs: 1, host });
    emit('SIGTERM');
    expect(await exitCode).toBe(1);
  });

  it('exits at once on a later second signal', async () => {
    const { host, emit, exitCode } = scriptedHost({ connected: undefined });
    let now = 0;
    manageLifecycle({ logger, closers: [never], host, now: () => now });
    emit('SIGINT');
    now = 501;
    emit('SIGINT');
    expect(await exitCode).toBe(1);
  });

  it('takes two signals within half a second for one', async () => {
    const { host, emit, exitCode } = scriptedHost({ connected: undefined });
    const pool = deferred();
    const closers = [{ name: 'pool', close: () => pool.promise }];
    manageLifecycle({ logger, closers, host, now: () => 0 });
    emit('SIGINT');
    emit('SIGINT');
    pool.resolve();
    expect(await exitCode).toBe(0);
  });

  it('leaves SIGINT to the parent while it has one', async () => {
    const { host, emit, exitCode } = scriptedHost({ connected: true });
    const { closed, closers } = recordingClosers(['pool']);
    manageLifecycle({ logger, closers, host });
    emit('SIGINT');
    expect(closed).toEqual([]);
    emit('SIGTERM');
    expect(await exitCode).toBe(0);
  });

  it('stops at once when its parent has gone before', async () => {
    const { host, exitCode } = scriptedHost({ connected: false });
    const { closed, closers } = recordingClosers(['pool']);
    manageLifecycle({ logger, closers, host });
    expect(await exitCode).toBe(0);
    expect(closed).toEqual(['pool']);
  });

  it('exits 1 on a rejection that nobody handles', async () => {
    const { host, emit, exitCode } = scriptedHost({ connected: undefined });
    manageLifecycle({ logger, closers: [], host });
    emit('unhandledRejection', new Error('lost'));
    expect(await exitCode).toBe(1);
  });
});
