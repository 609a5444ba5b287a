import type { TraceId } from '../../contract/ids.ts';
import { VerifyRequest } from '../../contract/verify.ts';
import type { Claim } from '../../contract/verification.ts';
import { findApiKey } from '../../db/queries/api-keys.ts';
import {
  endVerificationRun,
  findAnswersToVerify,
  leaseVerificationRun,
  releaseVerificationRun,
  saveVerificationResult,
  type LeasedRun,
  type NewVerificationResult,
} from '../../db/queries/verification-runs.ts';
import { inTransaction, inWorkspace } from '../../db/workspace-database.ts';
import { AppError, messageOf } from '../../platform/errors.ts';
import { isUsable, toCaller } from '../access/authenticate.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import { storeCheck } from '../answer/verify-and-store.ts';
import { check, type Checked } from '../answer/verify-only.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { Services } from '../services.ts';

const LEASE_SECONDS = 120;
const BATCH = 50;

/**
 * Works on runs that nobody works on, one after the other, until none is left or the server is about to stop. Each
 * answer's check, its result and the place of the run are committed together, so that a run goes on where it was left.
 */
export async function advanceRuns(services: Services): Promise<void> {
  while (!services.stopping.aborted) {
    const lease = { token: services.newId(), seconds: LEASE_SECONDS };
    const run = await leaseVerificationRun(services.database, lease);
    if (run === null) return;
    await workOn(run, services);
  }
}

async function workOn(run: LeasedRun, services: Services): Promise<void> {
  const database = inWorkspace(services.database, run.workspaceId);
  for (;;) {
    if (services.stopping.aborted) return releaseVerificationRun(database, run);
    const caller = await findCaller(run, services);
    if (caller === null) {
      const failure = 'The key in whose name it ran may not audit any more.';
      await endVerificationRun(database, run, { status: 'failed', failure });
      return;
    }
    const by = traceReaderFor(caller);
    const ids = await findAnswersToVerify(database, run, { by, limit: BATCH });
    if (ids.length === 0) {
      await endVerificationRun(database, run, { status: 'done', failure: null });
      return;
    }
    for (const id of ids) {
      if (services.stopping.aborted) break;
      if (!(await verifyOne(id, { run, caller }, services))) return;
    }
  }
}

/** The rights are those that the key has now; null when it has lost them. */
async function findCaller(
  { workspaceId, apiKeyId }: LeasedRun,
  { database, clock }: Services,
): Promise<Caller | null> {
  const found = await findApiKey(inWorkspace(database, workspaceId), apiKeyId);
  if (found === null || !isUsable(found.key, clock())) return null;
  const caller = toCaller(found, found.key.expiresAt);
  return hasScope(caller, 'audit') ? caller : null;
}

/** False when the run is somebody else's now, or has ended. */
async function verifyOne(
  traceId: TraceId,
  { run, caller }: { readonly run: LeasedRun; readonly caller: Caller },
  services: Services,
): Promise<boolean> {
  const request = VerifyRequest.parse({ trace_id: traceId, up_to: run.upTo });
  const call = { caller, request, traceparent: null, signal: services.stopping };
  const database = inWorkspace(services.database, run.workspaceId);
  const save = (result: Omit<NewVerificationResult, 'traceId'>, checked: Checked | null) =>
    inTransaction(database, async (transaction) => {
      const verificationId =
        checked === null ? null : await storeCheck(checked, call, { services, transaction });
      const isHeld = await saveVerificationResult(
        transaction,
        { ...run, seconds: LEASE_SECONDS },
        { ...result, traceId, verificationId },
      );
      if (!isHeld) throw new LeaseLostError();
    });
  try {
    const checked = await tryToCheck(call, services);
    await (checked.kind === 'failed'
      ? save({ changedClaims: 0, failure: checked.detail }, null)
      : save(compare(checked.value), checked.value));
    return true;
  } catch (error) {
    if (error instanceof LeaseLostError || services.stopping.aborted) return false;
    throw error;
  }
}

class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

type TriedCheck =
  | { readonly kind: 'checked'; readonly value: Checked }
  | { readonly kind: 'failed'; readonly detail: string };

async function tryToCheck(
  call: Parameters<typeof check>[0],
  services: Services,
): Promise<TriedCheck> {
  try {
    return { kind: 'checked', value: await check(call, services) };
  } catch (error) {
    services.stopping.throwIfAborted();
    if (error instanceof AppError) return { kind: 'failed', detail: messageOf(error) };
    services.logger.error({ trace_id: call.request.trace_id, err: error }, 'verification.failed');
    return { kind: 'failed', detail: 'It could not be checked; the log of the server says why.' };
  }
}

function compare({ subject, claims, verification }: Checked) {
  const { recorded } = subject;
  return {
    recordedVerdict: recorded?.verification.verdict ?? null,
    recordedVerifier: recorded?.verification.verifier ?? null,
    verdict: verification.verdict,
    verifier: verification.verifier,
    changedClaims: countChanged(recorded?.claims ?? [], claims),
    failure: null,
  };
}

type Judged = Pick<Claim, 'text' | 'char_start' | 'verdict'>;

/** By where they stand; a claim that only one of both found has changed, too. */
export function countChanged(before: readonly Judged[], after: readonly Judged[]): number {
  const keyOf = ({ char_start: start, text }: Judged) => `${start} ${text}`;
  const verdicts = new Map(before.map((claim) => [keyOf(claim), claim.verdict]));
  const differing = after.filter((claim) => verdicts.get(keyOf(claim)) !== claim.verdict).length;
  const found = new Set(after.map(keyOf));
  return differing + before.filter((claim) => !found.has(keyOf(claim))).length;
}
