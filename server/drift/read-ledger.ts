import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { DRIFT_LIMITS, type DriftLedger, type DriftWindow } from '../../contract/drift.ts';
import type { Database } from '../../db/client.ts';
import { countAnswersBetween, listAnswersBefore } from '../../db/queries/drift.ts';
import type { TraceReader } from '../../db/queries/visible-traces.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { describeWindow } from './compare-answers.ts';
import { answersToRead, cutWindows, type AnswerWindow } from './cut-windows.ts';
import { listEvents } from './list-events.ts';

export interface LedgerScope {
  readonly by: TraceReader;
  readonly from: Date;
  readonly to: Date;
  readonly window: number;
  /** The end of the answers that all windows are compared with; null for those just before each. */
  readonly referenceTo: Date | null;
}

/** The windows of a time with what moved in them, and what changed in that time. */
export async function readLedger(
  database: WorkspaceDatabase,
  deployment: Database,
  scope: LedgerScope,
): Promise<DriftLedger> {
  const windows: DriftWindow[] = [];
  for (const window of await readWindows(database, scope, answersToRead(scope.window))) {
    windows.push(describeWindow(window));
    await yieldToOthers();
  }
  return {
    from: scope.from.toISOString(),
    to: scope.to.toISOString(),
    window: scope.window,
    alpha: DRIFT_LIMITS.alpha,
    answers: await countAnswersBetween(database, scope),
    windows,
    events: await listEvents(database, deployment, scope),
  };
}

/** Null where there is no whole window. */
export async function readNewestWindow(
  database: WorkspaceDatabase,
  scope: Omit<LedgerScope, 'from'>,
): Promise<AnswerWindow | null> {
  const limit = scope.window + DRIFT_LIMITS.maxReference + DRIFT_LIMITS.maxVocabulary;
  const windows = await readWindows(database, { ...scope, from: new Date(0) }, limit);
  return windows.at(-1) ?? null;
}

async function readWindows(
  database: WorkspaceDatabase,
  { by, from, to, window, referenceTo }: LedgerScope,
  limit: number,
): Promise<readonly AnswerWindow[]> {
  const rows = await listAnswersBefore(database, { by, to, limit });
  const pinned =
    referenceTo === null
      ? null
      : await listAnswersBefore(database, {
          by,
          to: referenceTo,
          limit: DRIFT_LIMITS.maxReference + DRIFT_LIMITS.maxVocabulary,
        });
  return cutWindows(rows, { size: window, from, pinned });
}
