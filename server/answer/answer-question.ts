import type { AnswerEvent } from '../../contract/answer.ts';
import type { RouteSignals } from '../../contract/routing.ts';
import { currentTraceId, withSpan } from '../../platform/telemetry.ts';
import type { AnswerBudget } from '../budgets/open-budget.ts';
import type { CallLimits } from '../generation/generation-request.ts';
import type { AnswerModel } from '../generation/generation-request.ts';
import type { GenerationOutcome } from '../generation/generate-answer.ts';
import { generateAnswer } from '../generation/generate-answer.ts';
import { estimatePromptTokens, type PromptInput } from '../generation/build-prompt.ts';
import { quoteInstead } from '../generation/quote-instead.ts';
import type { RetrievalOutcome, RetrievalQuery } from '../retrieval/retrieval-outcome.ts';
import type { RouteOutcome, RoutePolicy } from '../routing/choose-model.ts';
import { builtinExtractiveModel, type ConfiguredModel } from '../routing/configured-model.ts';
import { readSignals } from '../routing/read-signals.ts';
import { verifyAnswer } from '../verification/verify-answer.ts';
import type {
  AnswerOutcome,
  EvidenceWithText,
  Question,
  SentEvidence,
  VerificationOutcome,
} from './answer-outcome.ts';
import { chooseWithinBudget } from './choose-within-budget.ts';
import * as spans from './describe-spans.ts';
import { holdForReview, type CheckedDraft } from './hold-for-review.ts';
import { numberEvidence } from './number-evidence.ts';
import { refuseDraftOverBudget, refuseRouteOverBudget } from './refuse-over-budget.ts';
import { retrievalEvent } from './retrieval-event.ts';
import { summarizeRoute } from './summarize-route.ts';
import { withChatSpan } from './with-chat-span.ts';

export interface AnswerDeps {
  readonly retrieve: (query: RetrievalQuery) => Promise<RetrievalOutcome>;
  readonly policy: RoutePolicy;
  readonly answerModel: (model: ConfiguredModel) => AnswerModel;
  readonly limits: CallLimits;
  /** Null where nothing bounds what the answer may cost. */
  readonly budget: AnswerBudget | null;
  /** A random word that no document can guess. */
  readonly newFence: () => string;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** Hears of each step as it ends; for streams. */
  readonly emit: ((event: AnswerEvent, payload: unknown) => void) | null;
  /** Hears of what has been sent to models, for the record of an answer that never ends. */
  readonly onSent?: (sent: SentEvidence) => void;
}

/** Question → route → retrieve → generate → verify. Storing the trace, and answering, come after. */
export function answerQuestion(question: Question, deps: AnswerDeps): Promise<AnswerOutcome> {
  return withSpan(spans.answer(question), async (span) => {
    const clock = startClock(deps.now);
    const signals = readSignals(question.request.question, question.request.messages, {
      matchTopic: deps.policy.matchTopic,
      now: deps.now,
    });
    const routeMs = clock.lap();
    const retrieval = await retrieveFor(question, signals, deps);
    const retrieveMs = clock.lap();
    const evidence = numberEvidence(retrieval);
    const route = await routeFor({ question, signals, retrieval, evidence }, deps);
    // Without chunks no model is called, and nothing is spent.
    if (evidence.length > 0) refuseRouteOverBudget(route, deps.budget);
    deps.emit?.('route', summarizeRoute(signals, route, null));
    deps.emit?.('retrieval', retrievalEvent(retrieval));
    const chooseMs = clock.lap();
    const draft = await generateFor({ question, retrieval, evidence, route }, deps);
    refuseDraftOverBudget(draft, deps.budget);
    const generateMs = clock.lap();
    const verifiedDraft = await verifyDraft({ question, retrieval, evidence, draft }, deps);
    const { reviewReason } = route;
    const checked =
      reviewReason === null ? verifiedDraft : holdForReview(verifiedDraft, reviewReason);
    deps.emit?.('verification', checked.verified);
    const verifyMs = clock.lap();
    const outcome: AnswerOutcome = {
      question,
      otelTraceId: currentTraceId(question.traceparent),
      signals,
      retrieval,
      evidence,
      route,
      ...checked,
      ...settle(checked),
      timings: {
        route: routeMs + chooseMs,
        retrieve: retrieveMs,
        generate: generateMs,
        verify: verifyMs,
      },
    };
    span.setAttributes(spans.answerResult(outcome));
    return outcome;
  });
}

function retrieveFor(
  question: Question,
  signals: RouteSignals,
  deps: AnswerDeps,
): Promise<RetrievalOutcome> {
  const { request } = question;
  return withSpan(spans.retrieval(request.collections), async (span) => {
    const retrieval = await deps.retrieve({
      question: request.question,
      history: request.messages,
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
      },
      deps.policy,
      deps.budget,
    );
    span.setAttributes(spans.routeResult(route));
    return route;
  });
}

/** Each call of a model has a span of its own; the builtin answer has one when it is the choice. */
function generateFor(
  prepared: Prepared & { readonly route: RouteOutcome },
  deps: AnswerDeps,
): Promise<GenerationOutcome> {
  const { question, retrieval, route } = prepared;
  const models = route.order.map((model) => withChatSpan(deps.answerModel(model)));
  const quoting = deps.answerModel(builtinExtractiveModel);
  const generate = () =>
    generateAnswer({
      ...promptParts(prepared),
      fence: deps.newFence(),
      models,
      quoting,
      passedOver: route.passedOver,
      noModelReason: route.noModelReason,
      parts: retrieval.parts,
      limits: deps.limits,
      spending: deps.budget,
      signal: question.signal,
      // Nothing of what a person decides on first may reach the asker.
      onDelta:
        deps.emit === null || route.reviewReason !== null
          ? null
          : (text) => deps.emit?.('delta', { text, provisional: true }),
      onAttempt: (sent) => deps.onSent?.({ ...sent, evidence: prepared.evidence }),
    });
  return models[0]?.chat === null ? withSpan(spans.chat(quoting), generate) : generate();
}

/** A draft of which nothing could be verified is withheld: the documents are quoted instead. */
function verifyDraft(
  prepared: Prepared & { readonly draft: GenerationOutcome },
  deps: AnswerDeps,
): Promise<CheckedDraft> {
  const { evidence, draft } = prepared;
  return withSpan(spans.verification(), async (span) => {
    const verified = verifyAnswer({ answer: draft.text, evidence });
    span.addEvent(...spans.verificationResult(verified));
    reportQuality(draft, verified);
    if (draft.model.chat === null || verified.verification.verdict !== 'unverified') {
      return { generation: draft, verified, drafts: [] };
    }
    const reason = `No claim of ${draft.model.name}'s draft is supported by what it cites.`;
    const quoting = deps.answerModel(builtinExtractiveModel);
    const generation = quoteInstead(
      draft,
      {
        ...promptParts(prepared),
        parts: prepared.retrieval.parts,
        quoting,
      },
      reason,
    );
    return {
      generation,
      verified: verifyAnswer({ answer: generation.text, evidence }),
      drafts: [{ text: draft.text, model: draft.model.name, withheldBecause: reason }],
    };
  });
}

/** A model whose answers cannot be verified is as little use as one that fails. */
function reportQuality(draft: GenerationOutcome, { verification }: VerificationOutcome): void {
  const { circuitGeneration: generation, model } = draft;
  if (generation === null || verification.verdict === 'not_applicable') return;
  model.gate?.reportQuality({ generation, isGood: verification.verdict !== 'unverified' });
}

function promptParts({ question, evidence }: Prepared): Omit<PromptInput, 'fence'> {
  return {
    question: question.request.question,
    history: question.request.messages,
    chunks: evidence,
  };
}

/** An answer that claims nothing, or only that nothing was found, is no answer. */
function settle(checked: CheckedDraft): Pick<AnswerOutcome, 'generation' | 'status'> {
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

function startClock(now: () => number): { readonly lap: () => number } {
  let last = now();
  return {
    lap() {
      const lapMs = now() - last;
      last += lapMs;
      return lapMs;
    },
  };
}
