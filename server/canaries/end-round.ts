import type { StoredCanaryAnswer } from '../../db/queries/canaries.ts';
import { openIncident, restoreIncident } from '../../db/queries/model-incidents.ts';
import {
  endCanaryRound,
  type EndedCanaryRound,
  type LeasedCanaryRound,
} from '../../db/queries/steer-canaries.ts';
import { recordEvent } from '../../db/queries/webhook-deliveries.ts';
import { inTransaction, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { Services } from '../services.ts';
import { judgeRound, type JudgedRound } from './judge-round.ts';

export interface Round {
  readonly lease: LeasedCanaryRound;
  readonly database: WorkspaceDatabase;
  readonly questionsHash: string;
  /** Null for a round that records a baseline. */
  readonly baselineId: string | null;
}

const NOTHING_COMPARED = { changed: null, distance: null, ownDistance: null, pValue: null };
/** Of all that a baseline asked, so much has to be answered. */
const ENOUGH = 0.5;

/** Ends a round that could not ask. */
export async function endUnasked(
  { lease, database }: Pick<Round, 'lease' | 'database'>,
  detail: string,
): Promise<void> {
  const nothing = { questionsHash: null, baselineId: null, ...NOTHING_COMPARED };
  const { kind } = lease;
  await endCanaryRound(database, lease, { kind, verdict: 'inconclusive', detail, ...nothing });
}

/** What the model says now is what is expected of it from now on. */
export async function endBaseline(
  { lease, database, questionsHash }: Round,
  given: readonly StoredCanaryAnswer[],
  services: Pick<Services, 'database' | 'upstreams' | 'clock'>,
): Promise<void> {
  const answered = given.filter(({ answer }) => answer !== null).length;
  const isEnough = answered >= ENOUGH * given.length && answered > 0;
  const isOurs = await endCanaryRound(database, lease, {
    kind: 'baseline',
    verdict: isEnough ? 'recorded' : 'inconclusive',
    detail: `${answered} of ${given.length} answers came.`,
    questionsHash,
    baselineId: null,
    ...NOTHING_COMPARED,
  });
  if (isOurs && isEnough) await restore(lease.model, 'baseline_accepted', services);
}

export async function endCheck(
  { lease, database, questionsHash, baselineId }: Round,
  answers: {
    readonly given: readonly StoredCanaryAnswer[];
    readonly baseline: readonly StoredCanaryAnswer[];
  },
  services: Services,
): Promise<void> {
  const judged = judgeRound(answers.baseline, answers.given);
  const { verdict, detail, comparison } = judged;
  const ended: EndedCanaryRound = {
    kind: 'check',
    verdict,
    detail,
    questionsHash,
    baselineId,
    ...NOTHING_COMPARED,
    ...comparison,
  };
  const isOurs = await inTransaction(database, async (transaction) => {
    if (!(await endCanaryRound(transaction, lease, ended))) return false;
    if (verdict === 'version_changed' || verdict === 'answers_changed') {
      await recordEvent(transaction, {
        event: 'canary.changed',
        payload: {
          round_id: lease.id,
          model: lease.model,
          verdict,
          changed: comparison?.changed ?? null,
          questions: answers.given.length,
        },
      });
    }
    return true;
  });
  if (!isOurs) return;
  services.logger.info({ model: lease.model, verdict, detail }, 'canary.round_ended');
  if (judged.haveAnswersChanged) await report(lease.model, judged, services);
  else if (verdict === 'same') await restore(lease.model, 'same_answers', services);
}

async function report(model: string, judged: JudgedRound, services: Services): Promise<void> {
  const upstream = services.upstreams.get(model)?.key;
  if (upstream === undefined) return;
  const detectedAt = services.clock();
  await openIncident(services.database, {
    id: services.newId(),
    kind: 'canary',
    upstream,
    cause: judged.verdict,
    detail: judged.detail,
    firstBadAt: judged.firstChangedAt === null ? detectedAt : new Date(judged.firstChangedAt),
    detectedAt,
  });
}

async function restore(
  model: string,
  because: 'same_answers' | 'baseline_accepted',
  { database, upstreams, clock }: Pick<Services, 'database' | 'upstreams' | 'clock'>,
): Promise<void> {
  const upstream = upstreams.get(model)?.key;
  if (upstream === undefined) return;
  await restoreIncident(database, { upstream, kind: 'canary', at: clock(), because });
}
