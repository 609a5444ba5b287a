import type { Answer } from '../../contract/answer.ts';
import type { SummarizeRequest, SummaryTrace } from '../../contract/summary.ts';
import { currentTraceId, withRemoteParent, withSpan } from '../../platform/telemetry.ts';
import type { AnswerOutcome, EvidenceWithText, Question } from '../answer/answer-outcome.ts';
import { holdWhereRuled, settle } from '../answer/answer-question.ts';
import { readQuestion, storeAnswer } from '../answer/ask.ts';
import { chooseWithinBudget } from '../answer/choose-within-budget.ts';
import * as spans from '../answer/describe-spans.ts';
import { explainReview } from '../answer/explain-review.ts';
import { followVerdict } from '../answer/follow-verdict.ts';
import { refuseDraftOverBudget, refuseRouteOverBudget } from '../answer/refuse-over-budget.ts';
import { startStepClock } from '../answer/step-clock.ts';
import { openRoute } from '../answer/open-route.ts';
import { openBudget } from '../budgets/open-budget.ts';
import type { Caller } from '../caller.ts';
import { describeTextRead, readTexts, type TextToRead } from '../extraction/read-texts.ts';
import { generateAnswer } from '../generation/generate-answer.ts';
import type { GenerationRequest } from '../generation/generation-request.ts';
import type { RouteOutcome } from '../routing/choose-model.ts';
import { readTaskSignals } from '../routing/read-task-signals.ts';
import type { Services } from '../services.ts';
import { describeGiven } from './given-retrieval.ts';
import { readChunks } from './read-chunks.ts';
import {
  chooseCentral,
  composeSummary,
  SUMMARIZER,
  type ChosenSentence,
} from './summarize-chunks.ts';
import { buildSummaryPrompt } from './summary-prompt.ts';

export interface SummarizeCall {
  readonly caller: Caller;
  readonly request: SummarizeRequest;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}

/** Summarises, and answers once the trace has been committed. */
export async function summarize(call: SummarizeCall, services: Services): Promise<Answer> {
  const startedAt = services.now();
  const texts = await readTexts(call.request, call.caller, services);
  const evidence = await readChunks(texts, call.caller, services);
  const question = askFor(call, texts, services);
  return withRemoteParent(call.traceparent, () =>
    withSpan(spans.answer(question), async (span) => {
      const outcome = await summarizeChunks({ call, question, texts, evidence }, services);
      span.setAttributes(spans.answerResult(outcome));
      const stored = await storeAnswer(outcome, startedAt, services);
      return stored.answer;
    }),
  );
}

interface ToSummarize {
  readonly call: SummarizeCall;
  readonly question: Question;
  readonly texts: readonly TextToRead[];
  readonly evidence: readonly EvidenceWithText[];
}

/** Route → generate → verify, as for an answer, from all chunks of the texts. Nothing is stored. */
export async function summarizeChunks(
  { call, question, texts, evidence }: ToSummarize,
  services: Services,
): Promise<AnswerOutcome> {
  const clock = startStepClock(services.now);
  const maxWords = call.request.max_words;
  const chosen = chooseCentral(evidence, maxWords);
  clock.charge('generate');
  const budget = await openBudget({ caller: call.caller, workflow: null }, services);
  const signals = signalsOf(question, texts, services);
  const fence = services.newFence();
  const input = { question: question.request.question, history: [], chunks: evidence, fence };
  const route = chooseWithinBudget(
    {
      signals,
      chunkClassifications: texts.flatMap(({ classification }) => classification ?? []),
      requestedModel: 'auto',
      allowedModels: call.caller.models,
      promptTokens: buildSummaryPrompt(input).token_count,
      retrievalConfidence: null,
    },
    services.policy,
    budget,
  );
  if (evidence.length > 0) refuseRouteOverBudget(route, budget);
  clock.charge('route');
  const request = {
    ...input,
    ...pathOf(route, services),
    ...taskOf(chosen, maxWords),
    spending: budget,
  };
  const generationRequest = { ...request, signal: question.signal, onDelta: null };
  const draft = await generateAnswer(generationRequest);
  refuseDraftOverBudget(draft, budget);
  clock.charge('generate');
  const followed = await followVerdict(draft, {
    request: generationRequest,
    evidence,
    policy: route.verdictPolicy,
    tiers: { ...services.tiers, newFence: services.newFence },
    clock,
  });
  const checked = holdWhereRuled(followed, explainReview(route, draft, evidence.length));
  return {
    question,
    otelTraceId: currentTraceId(question.traceparent),
    signals,
    retrieval: describeGiven(evidence),
    summary: describeSummary(texts, maxWords, chosen),
    evidence,
    route,
    ...checked,
    ...settle(checked),
    timings: clock.timings(),
  };
}

/** What stands on record as the question, and what a model is asked. */
function askFor(
  { caller, request, signal, traceparent }: SummarizeCall,
  texts: readonly TextToRead[],
  services: Services,
): Question {
  const titles = texts.flatMap(({ title }) => title ?? []).join(', ');
  const subject = titles === '' ? 'the text' : titles.slice(0, 500).toWellFormed();
  const asked = {
    question: `Summarise ${subject} in at most ${request.max_words} words.`,
    messages: [],
    filters: {},
    max_chunks: 1,
    model: 'auto',
    stream: false,
    metadata: {},
  };
  return readQuestion({ caller, request: asked, signal, traceparent }, services);
}

/** A text that came with the request is looked through for what makes it sensitive, as a question is. */
function signalsOf(
  question: Question,
  texts: readonly TextToRead[],
  { policy, now }: Services,
): AnswerOutcome['signals'] {
  const context = texts
    .filter(({ documentId }) => documentId === null)
    .map(({ text }) => text)
    .join('\n');
  // The question is ours, with the titles of documents: it is nobody's case, whatever they are about.
  return readTaskSignals('summarization', question.request.question, {
    context,
    ownDetectors: policy.ownDetectors,
    now,
  });
}

function pathOf(
  route: RouteOutcome,
  services: Services,
): Pick<
  GenerationRequest,
  | 'models'
  | 'hedges'
  | 'eligible'
  | 'quoting'
  | 'passedOver'
  | 'noModelReason'
  | 'holdsQuote'
  | 'limits'
  | 'parts'
> {
  return {
    ...openRoute(route, services.answerModel),
    holdsQuote: route.holdsQuote === 'always',
    passedOver: route.passedOver,
    noModelReason: route.noModelReason,
    limits: services.limits,
    parts: [],
  };
}

function taskOf(
  chosen: readonly ChosenSentence[],
  maxWords: number,
): Pick<GenerationRequest, 'task'> {
  const quote = () => composeSummary(chosen, maxWords);
  return { task: { writePrompt: buildSummaryPrompt, quote } };
}

function describeSummary(
  texts: readonly TextToRead[],
  maxWords: number,
  chosen: readonly ChosenSentence[],
): SummaryTrace {
  return {
    texts: texts.map(describeTextRead),
    max_words: maxWords,
    summarizer: SUMMARIZER,
    sentences: chosen.map(({ candidate, centrality, score }) => ({
      marker: candidate.chunk.marker,
      char_start: candidate.start,
      char_end: candidate.end,
      centrality,
      score,
    })),
  };
}
