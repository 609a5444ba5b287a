import type { AnswerEvent } from '../../contract/answer.ts';
import type { RouteSignals } from '../../contract/routing.ts';
import { currentTraceId, withSpan } from '../../platform/telemetry.ts';
import type { GenerationRequest, GenerationTask } from '../generation/generation-request.ts';
import { ANSWERING } from '../generation/answering.ts';
import type { GenerationOutcome } from '../generation/generate-answer.ts';
import { generateAnswer } from '../generation/generate-answer.ts';
import { estimatePromptTokens, type PromptInput } from '../generation/build-prompt.ts';
import type { RetrievalOutcome, RetrievalQuery } from '../retrieval/retrieval-outcome.ts';
import type { RouteOutcome } from '../routing/choose-model.ts';
import { readSignals } from '../routing/read-signals.ts';
import type { TierSetup } from '../verification/tiers/set-up-tiers.ts';
import type { AnswerOutcome, EvidenceWithText, Question, SentEvidence } from './answer-outcome.ts';
import { decide, type CheckedDraft, type Decided } from './checked-draft.ts';
import { chooseWithinBudget } from './choose-within-budget.ts';
import * as spans from './describe-spans.ts';
import { explainReview } from './explain-review.ts';
import { followVerdict } from './follow-verdict.ts';
import { holdForReview } from './hold-for-review.ts';
import { numberEvidence } from './number-evidence.ts';
import { openRoute } from './open-route.ts';
import { refuseDraftOverBudget, refuseRouteOverBudget } from './refuse-over-budget.ts';
import { holdsDeltas, releaseText } from './release-text.ts';
import { retrievalEvent } from './retrieval-event.ts';
import { rewriteQuestion, type RewriteDeps, type Rewriting } from './rewrite-question.ts';
import { startStepClock } from './step-clock.ts';
import { summarizeRoute } from './summarize-route.ts';

export interface AnswerDeps extends RewriteDeps {
  readonly retrieve: (query: RetrievalQuery) => Promise<RetrievalOutcome>;
  readonly tiers: TierSetup;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** Hears of each step as it ends; for streams. */
  readonly emit: ((event: AnswerEvent, payload: unknown) => void) | null;
  /** Of a replay with an old prompt. */
  readonly answering?: GenerationTask;
  /** What is done about a checked draft beyond what its rule wants; null leaves it as it is. */
  readonly judge?: (draft: JudgedDraft) => DraftJudgement | null;
  /** Hears of what has been sent to models, for the record of an answer that never ends. */
  readonly onSent?: (sent: SentEvidence) => void;
}

export interface JudgedDraft {
  readonly checked: CheckedDraft;
  readonly retrieval: RetrievalOutcome;
}

/** `review` holds the draft for a person; `escalate`: another answer takes its place, so it is only put on record. */
export interface DraftJudgement extends Decided {
  readonly decision: 'review' | 'escalate';
}

/** Question → route → retrieve → generate → verify. Storing the trace, and answering, come after. */
export function answerQuestion(question: Question, deps: AnswerDeps): Promise<AnswerOutcome> {
  return withSpan(spans.answer(question), async (span) => {
    const clock = startStepClock(deps.now);
    const signals = readSignals(question.request.question, question.request.messages, {
      matchTopic: deps.policy.matchTopic,
      ownDetectors: deps.policy.ownDetectors,
      now: deps.now,
    });
    clock.charge('route');
    const rewriting = await rewriteQuestion({ question, signals }, deps);
    const retrieval = await retrieveFor(question, { signals, rewriting }, deps);
    clock.charge('retrieve');
    const evidence = numberEvidence(retrieval);
    const route = await routeFor({ question, signals, retrieval, evidence }, deps);
    // Without chunks no model is called, and nothing is spent.
    if (evidence.length > 0) refuseRouteOverBudget(route, deps.budget);
    deps.emit?.('route', summarizeRoute(signals, route, null));
    deps.emit?.('retrieval', retrievalEvent(retrieval));
    clock.charge('route');
    const request = generationRequestFor({ question, retrieval, evidence, route, rewriting }, deps);
    const draft = await generate(request);
    refuseDraftOverBudget(draft, deps.budget);
    clock.charge('generate');
    const policy = route.verdictPolicy;
    const followed = await followVerdict(draft, {
      request,
      evidence,
      policy,
      tiers: { ...deps.tiers, newFence: deps.newFence },
      clock,
    });
    const ruled = holdWhereRuled(followed, explainReview(route, draft, evidence.length));
    const checked = follow(ruled, deps.judge?.({ checked: ruled, retrieval }) ?? null);
    if (holdsDeltas(route)) releaseText(checked, deps.emit);
    const { claims, citations, verification } = checked.verified;
    deps.emit?.('verification', { claims, citations, verification });
    const outcome: AnswerOutcome = {
      question,
      otelTraceId: currentTraceId(question.traceparent),
      signals,
      retrieval,
      summary: null,
      evidence,
      route,
      ...checked,
      ...settle(checked),
      timings: clock.timings(),
    };
    span.setAttributes(spans.answerResult(outcome));
    return outcome;
  });
}

function retrieveFor(
  question: Question,
  { signals, rewriting }: { readonly signals: RouteSignals; readonly rewriting: Rewriting },
  deps: AnswerDeps,
): Promise<RetrievalOutcome> {
  const { request } = question;
  return withSpan(spans.retrieval(request.collections), async (span) => {
    const retrieval = await deps.retrieve({
      question: request.question,
      history: request.messages,
      rewrite: rewriting.rewrite,
      classification: signals.sensitivity.value,
      collections: request.collections ?? null,
      filters: request.filters,
      asOf: question.asOf,
      reader: question.reader,
      maxChunks: request.max_chunks,
    });
    span.setAttributes(spans.retrievalResult(retrieval));
    return retrieval;
  });
}

interface Prepared {
  readonly question: Question;
  readonly retrieval: RetrievalOutcome;
  readonly evidence: readonly EvidenceWithText[];
}

function routeFor(
  prepared: Prepared & { readonly signals: RouteSignals },
  deps: AnswerDeps,
): Promise<RouteOutcome> {
  const { question, signals, evidence } = prepared;
  return withSpan(spans.route(signals), async (span) => {
    const route = chooseWithinBudget(
      {
        signals,
        chunkClassifications: evidence.map((chunk) => chunk.classification),
        requestedModel: question.request.model,
        allowedModels: question.caller.models,
        promptTokens: estimatePromptTokens(promptParts(prepared)),
        retrievalConfidence: prepared.retrieval.trace.confidence,
      },
      deps.policy,
      deps.budget,
    );
    span.setAttributes(spans.routeResult(route));
    return route;
  });
}

function generationRequestFor(
  prepared: Prepared & { readonly route: RouteOutcome; readonly rewriting: Rewriting },
  deps: AnswerDeps,
): GenerationRequest {
  const { question, retrieval, route, rewriting } = prepared;
  return {
    ...promptParts(prepared),
    fence: deps.newFence(),
    ...openRoute(route, deps.answerModel),
    passedOver: route.passedOver,
    noModelReason: route.noModelReason,
    holdsQuote: route.holdsQuote === 'always',
    parts: retrieval.parts,
    earlier: rewriting.calls,
    task: deps.answering ?? ANSWERING,
    limits: deps.limits,
    spending: deps.budget,
    signal: question.signal,
    onDelta:
      deps.emit === null || holdsDeltas(route)
        ? null
        : (text) => deps.emit?.('delta', { text, provisional: true }),
    onAttempt: (sent) =>
      deps.onSent?.({
        ...sent,
        evidence: prepared.evidence,
        dataCeiling: route.receipt.data_ceiling,
      }),
  };
}

/** The builtin answer has a span when it is the choice. */
function generate(request: GenerationRequest): Promise<GenerationOutcome> {
  const run = () => generateAnswer(request);
  return request.models[0]?.chat === null ? withSpan(spans.chat(request.quoting), run) : run();
}

/** A rule of the route may leave the answer to a person. */
export function holdWhereRuled(checked: CheckedDraft, reviewReason: string | null): CheckedDraft {
  const isDue = reviewReason !== null && checked.generation.kind !== 'held';
  return isDue ? holdForReview(checked, reviewReason) : checked;
}

function follow(checked: CheckedDraft, judgement: DraftJudgement | null): CheckedDraft {
  if (judgement === null) return checked;
  const { decision, reason } = judgement;
  return decision === 'review'
    ? holdForReview(checked, reason)
    : decide(checked, { decision, reason });
}

function promptParts({ question, evidence }: Prepared): Omit<PromptInput, 'fence'> {
  return {
    question: question.request.question,
    history: question.request.messages,
    chunks: evidence,
  };
}

/** An answer that claims nothing, or only that nothing was found, is no answer. */
export function settle(checked: CheckedDraft): Pick<AnswerOutcome, 'generation' | 'status'> {
  const { generation, verified } = checked;
  if (generation.kind === 'held') return { generation, status: 'needs_review' };
  if (generation.kind === 'abstained') return { generation, status: 'abstained' };
  const claimsSomething = verified.claims.some(
    (claim) => claim.verdict !== 'not_a_claim' && claim.verdict !== 'absence_claim',
  );
  if (claimsSomething) return { generation, status: 'answered' };
  const reason = `${generation.model.name} claimed nothing, or only that nothing was found.`;
  return { generation: { ...generation, kind: 'abstained', reason }, status: 'abstained' };
}
