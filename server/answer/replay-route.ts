import { z } from 'zod';
import type { ReplayedRoute, RouteDecision } from '../../contract/route-replay.ts';
import { ChunkId } from '../../contract/ids.ts';
import type { RoutingReceipt } from '../../contract/routing.ts';
import { AnswerTraceRecord } from '../../contract/trace.ts';
import { estimatePromptTokens } from '../generation/build-prompt.ts';
import { chooseModel, type ModelRefusal, type RoutePolicy } from '../routing/choose-model.ts';
import { NO_TOPIC } from '../routing/match-topic.ts';

const { shape } = AnswerTraceRecord;

/** Of the record of an answer, what its route rests on: the rest is long, and need not be understood. */
const ReplayableRecord = z.object({
  identity: shape.identity.pick({ kind: true, id: true, created_at: true }),
  state: shape.state,
  question: shape.question.pick({ text: true, history: true, requested_model: true }),
  routing: shape.routing,
  retrieval: z.object({
    confidence: shape.retrieval.shape.confidence,
    candidates: z.array(z.object({ chunk_id: ChunkId, token_count: z.int().min(0) })),
  }),
  evidence: shape.evidence,
  measures: shape.measures.pick({ usage: true }),
});
type ReplayableRecord = z.infer<typeof ReplayableRecord>;

/** A route on record, ready to be decided again and again. */
export interface ReplayableRoute extends Pick<
  ReplayableRecord,
  'identity' | 'question' | 'routing' | 'measures'
> {
  readonly chunkClassifications: readonly ReplayableRecord['evidence'][number]['classification'][];
  readonly retrievalConfidence: number | null;
  /** As the router counted them. */
  readonly promptTokens: number;
}

/** Null for a record that is none of an answer, or that nobody can read any more. */
export function readReplayable(stored: unknown): ReplayableRoute | null {
  const { success, data: record } = ReplayableRecord.safeParse(stored);
  if (!success) return null;
  const { identity, question, routing, measures } = record;
  return {
    identity,
    question,
    routing,
    measures,
    chunkClassifications: record.evidence.map((chunk) => chunk.classification),
    retrievalConfidence: record.retrieval.confidence,
    promptTokens: countPromptTokens(record),
  };
}

/**
 * What a policy would have chosen for an answer on record, from the signals and the evidence that stand
 * there: nothing is measured again. A model that could not be called then cannot be called here either.
 */
export function replayRoute(
  route: ReplayableRoute,
  policy: Pick<RoutePolicy, 'models' | 'rules' | 'fallback'>,
): ReplayedRoute {
  const { identity, question, routing, measures } = route;
  const { receipt } = chooseModel(
    {
      ...route,
      signals: routing.signals,
      requestedModel: question.requested_model ?? 'auto',
      allowedModels: readAllowedModels(route, policy),
    },
    {
      ...policy,
      refusalOf: (model) => findMomentaryRefusal(routing, model),
      matchTopic: () => NO_TOPIC,
      ownDetectors: [],
      configHash: 'replay',
      now: () => 0,
    },
  );
  const recorded = describeDecision(routing);
  const replayed = describeDecision(receipt);
  return {
    trace_id: identity.id,
    created_at: identity.created_at,
    question: question.text,
    cost_usd: measures.usage.cost_usd,
    recorded,
    replayed,
    changed: recorded.chosen !== replayed.chosen || recorded.action !== replayed.action,
  };
}

function findMomentaryRefusal(routing: RoutingReceipt, name: string): ModelRefusal | null {
  const candidate = routing.candidates.find(({ model }) => model === name);
  const refusedBy = candidate?.refused_by;
  if (refusedBy !== 'breaker' && refusedBy !== 'bulkhead' && refusedBy !== 'budget') return null;
  return { refusedBy, detail: candidate?.detail ?? '' };
}

/** The key's own list is not on record, only whom it refused: a model that the record does not know is allowed. */
function readAllowedModels(
  { question, routing }: Pick<ReplayableRoute, 'question' | 'routing'>,
  { models }: Pick<RoutePolicy, 'models'>,
): '*' | readonly string[] {
  // With a named model, all others are refused for that.
  const isNamed = (question.requested_model ?? 'auto') !== 'auto';
  const refused = routing.candidates
    .filter(({ refused_by: by, model }) => {
      return by === 'not_allowed' && (!isNamed || model === question.requested_model);
    })
    .map(({ model }) => model);
  if (refused.length === 0) return '*';
  return models.map(({ name }) => name).filter((name) => !refused.includes(name));
}

/** A record whose answer was quoted holds no prompt. */
function countPromptTokens({ question, evidence, retrieval }: ReplayableRecord): number {
  const tokens = new Map(
    retrieval.candidates.map(({ chunk_id: id, token_count: count }) => [id, count]),
  );
  return estimatePromptTokens({
    question: question.text,
    history: question.history,
    chunks: evidence.map((chunk) => ({
      ...chunk,
      text: '',
      tokenCount: tokens.get(chunk.chunk_id) ?? 0,
    })),
  });
}

function describeDecision(receipt: RoutingReceipt): RouteDecision {
  const chosen = receipt.candidates.find(({ model }) => model === receipt.chosen);
  return {
    rule: receipt.rule,
    action: receipt.action ?? 'answer',
    chosen: receipt.chosen,
    most_cost_usd: chosen?.estimated_cost_usd ?? 0,
    refused: receipt.candidates.flatMap(({ model, refused_by: by }) =>
      by === null ? [] : [{ model, refused_by: by }],
    ),
  };
}
