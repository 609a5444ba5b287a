import type { VerifyRequest } from '../../contract/verify.ts';
import { openBudget } from '../budgets/open-budget.ts';
import type { Caller } from '../caller.ts';
import { estimateTokens } from '../generation/build-prompt.ts';
import type { CallsSoFar } from '../generation/generation-request.ts';
import { builtinExtractiveModel } from '../routing/configured-model.ts';
import { readSignals } from '../routing/read-signals.ts';
import type { Services } from '../services.ts';
import { verifyInTiers, type TieredAnswer } from '../verification/tiers/verify-in-tiers.ts';
import { chooseWithinBudget } from './choose-within-budget.ts';
import { openJudge, type JudgeCalls } from './open-judge.ts';
import type { CheckSubject } from './check-subject.ts';

export interface CheckCall {
  readonly caller: Caller;
  readonly request: Pick<VerifyRequest, 'mode' | 'up_to'>;
  readonly signal: AbortSignal;
}

/** The verdicts, and the calls of a judge where one was asked; null where it was not. */
export interface CheckedSubject {
  readonly verified: TieredAnswer;
  readonly calls: Pick<CallsSoFar, 'attempts' | 'skipped'> | null;
}

/** Checks a subject with the tiers that are configured, up to the one that the caller names. */
export async function verifyChecked(
  subject: CheckSubject,
  { caller, request, signal }: CheckCall,
  services: Services,
): Promise<CheckedSubject> {
  const { tiers } = services;
  const local = request.up_to === 'builtin' ? null : tiers.local;
  const judge =
    request.up_to === 'judge' && tiers.judge !== null
      ? openJudge(tiers.judge, await routeJudge(subject, { caller, signal }, services))
      : null;
  const further = [local, judge?.tier ?? null].filter((tier) => tier !== null);
  const verified = await verifyInTiers(
    { ...subject, mode: request.mode },
    { band: tiers.band, further, now: services.now },
    signal,
  );
  const calls = judge?.calls() ?? null;
  const wasAsked = calls !== null && calls.attempts.length + calls.skipped.length > 0;
  return { verified, calls: wasAsked ? calls : null };
}

/** The router says which models may see the answer and its chunks, as it does for a question. */
async function routeJudge(
  subject: CheckSubject,
  { caller, signal }: Omit<CheckCall, 'request'>,
  services: Services,
): Promise<JudgeCalls> {
  const { policy, limits } = services;
  const { answer, evidence, question } = subject;
  const budget = await openBudget({ caller, workflow: null }, services);
  const route = chooseWithinBudget(
    {
      signals: readSignals(question ?? answer, [], { ...policy, context: answer }),
      chunkClassifications: [...evidence.map((chunk) => chunk.classification), subject.ceiling],
      requestedModel: 'auto',
      allowedModels: caller.models,
      promptTokens: evidence.reduce((sum, { text }) => sum + estimateTokens(text), 0),
      retrievalConfidence: null,
    },
    policy,
    budget,
  );
  const models = route.order.map((model) => services.answerModel(model));
  return {
    request: {
      models,
      hedges: new Set(),
      eligible: models,
      quoting: services.answerModel(builtinExtractiveModel),
      limits,
      spending: budget,
      signal,
      onDelta: null,
    },
    earlier: { attempts: [], skipped: [], endsAt: limits.now() + limits.deadlineMs },
    writer: subject.writer,
    newFence: services.newFence,
  };
}
