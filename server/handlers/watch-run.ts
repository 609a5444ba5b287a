import { setTimeout as sleep } from 'node:timers/promises';
import { isKeyUsable } from '../../db/queries/api-keys.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import type { Emit } from '../http/handlers.ts';
import type { Services } from '../services.ts';

const POLL_MS = 500;
/** A run of very many documents takes longer to count: then it is asked more rarely. */
const MAX_SHARE_OF_TIME = 0.1;

interface WatchedRun {
  /** Null while it goes on. */
  readonly finished_at: string | null;
}

export interface Watching<Run extends WatchedRun> {
  readonly caller: Caller;
  readonly findRun: () => Promise<Run>;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/**
 * Emits the run whenever it has changed until it has ended, and returns the last of it. What the caller may
 * see is decided anew each time.
 * @throws AppError `unavailable` when the server stops, `unauthenticated` when the key was revoked
 */
export async function watchRun<Run extends WatchedRun>(
  { caller, findRun, emit, signal }: Watching<Run>,
  services: Services,
): Promise<Run> {
  const database = inWorkspace(services.database, caller.workspaceId);
  const ending = AbortSignal.any([signal, services.stopping]);
  let shown = '';
  for (;;) {
    const startedAt = services.now();
    const run = await findRun();
    const text = JSON.stringify(run);
    if (run.finished_at !== null) return run;
    if (text !== shown) emit('progress', run);
    shown = text;
    const pauseMs = Math.max(POLL_MS, (services.now() - startedAt) / MAX_SHARE_OF_TIME);
    await sleep(pauseMs, undefined, { signal: ending }).catch(() => undefined);
    if (signal.aborted) return run;
    if (services.stopping.aborted) {
      throw new AppError('unavailable', 'The server is shutting down. Connect again.');
    }
    if (!(await isKeyUsable(database, caller.apiKeyId))) {
      throw new AppError('unauthenticated', 'The key is not valid any more.');
    }
  }
}
