import type { ExplainRoute, RouteExplanation } from '../../contract/route-explanation.ts';
import { DEFAULT_MAX_CHUNKS } from '../../contract/retrieval.ts';
import { readerFor } from '../access/reader-for.ts';
import { openBudget } from '../budgets/open-budget.ts';
import type { Caller } from '../caller.ts';
import { estimatePromptTokens } from '../generation/build-prompt.ts';
import type { RetrievalOutcome } from '../retrieval/retrieval-outcome.ts';
import { readSignals } from '../routing/read-signals.ts';
import type { Services } from '../services.ts';
import { refuseUnknownModel } from './ask.ts';
import { chooseWithinBudget } from './choose-within-budget.ts';
import { numberEvidence } from './number-evidence.ts';
import { openRetrieval } from './open-retrieval.ts';

/** Where a question would go and why, by the same code that sends it there. Nothing is generated or stored. */
export async function explainRoute(
  request: ExplainRoute,
  caller: Caller,
  services: Services,
): Promise<RouteExplanation> {
  refuseUnknownModel({ caller, request }, services);
  const { question, messages, context = '' } = request;
  const { policy } = services;
  const signals = readSignals(question, messages, {
    ...policy,
    context,
    isSearched: request.collections !== undefined,
  });
  const retrieval =
    request.collections === undefined
      ? null
      : await retrieveFor({ request, signals, collections: request.collections }, caller, services);
  const chunks = retrieval === null ? [] : numberEvidence(retrieval);
  const route = chooseWithinBudget(
    {
      signals,
      chunkClassifications: chunks.map((chunk) => chunk.classification),
      requestedModel: request.model,
      allowedModels: caller.models,
      promptTokens: estimatePromptTokens({
        question: question + context,
        history: messages,
        chunks,
      }),
      retrievalConfidence: retrieval?.trace.confidence ?? null,
    },
    policy,
    await openBudget({ caller, workflow: null }, services),
  );
  return {
    ...route.receipt,
    retrieval_confidence: retrieval?.trace.confidence ?? null,
    reasons: [...route.reasons],
  };
}

function retrieveFor(
  asked: {
    readonly request: ExplainRoute;
    readonly signals: ReturnType<typeof readSignals>;
    readonly collections: readonly string[];
  },
  caller: Caller,
  services: Services,
): Promise<RetrievalOutcome> {
  const { request, signals, collections } = asked;
  return openRetrieval(
    services,
    caller.workspaceId,
  )({
    question: request.question,
    history: request.messages,
    classification: signals.sensitivity.value,
    collections,
    filters: {},
    asOf: null,
    reader: readerFor(caller, request.end_user),
    maxChunks: DEFAULT_MAX_CHUNKS,
  });
}
