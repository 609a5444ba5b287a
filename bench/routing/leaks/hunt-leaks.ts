import { VerificationConfig } from '../../../contract/verification-config.ts';
import { setUpTiers } from '../../../server/verification/tiers/set-up-tiers.ts';
import { classificationRank } from '../../../contract/classification.ts';
import type { ModelAttempt } from '../../../contract/routing.ts';
import { answerQuestion } from '../../../server/answer/answer-question.ts';
import type { AnswerOutcome } from '../../../server/answer/answer-outcome.ts';
import type { ChatRequest } from '../../../models/chat-model.ts';
import { StreamCutError } from '../../../server/generation/call-models.ts';
import type { AnswerModel } from '../../../server/generation/generation-request.ts';
import {
  builtinExtractiveModel,
  costOf,
  type ConfiguredModel,
} from '../../../server/routing/configured-model.ts';
import {
  sampleQuestion,
  sampleRetrieval,
} from '../../../test/unit/server/answer/sample-outcome.ts';
import { createRandom } from '../../random.ts';
import { drawFrom, type Draw } from './draw.ts';
import { arbitraryBudget, arbitraryGate, endSomehow } from './faulty-model.ts';
import { generateCase, type LeakCase } from './generate-case.ts';
import { NO_TOPIC } from '../../../server/routing/match-topic.ts';

/** A call of a model that may not see what it was sent. */
export interface Leak {
  readonly seed: number;
  readonly model: string;
  readonly why: string;
}

export interface LeakHunt {
  readonly requests: number;
  readonly calls: number;
  /** Calls by what they were made for. */
  readonly callsByKind: Readonly<Partial<Record<ModelAttempt['kind'], number>>>;
  /** Of configured models, by request: how many were not allowed to see it. */
  readonly forbidden: number;
  readonly cutStreams: number;
  readonly surprises: number;
  readonly leaks: readonly Leak[];
}

/**
 * Asks generated questions under generated configurations, of models that fail in every way, and holds
 * each call against what the configuration allows, which is worked out here once more and otherwise.
 */
export async function huntLeaks(count: number, firstSeed: number): Promise<LeakHunt> {
  const hunt = { calls: 0, forbidden: 0, cutStreams: 0, surprises: 0, leaks: [] as Leak[] };
  const callsByKind: Partial<Record<ModelAttempt['kind'], number>> = {};
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const draw = drawFrom(createRandom(seed));
    const asked = generateCase(draw);
    const calls: Called[] = [];
    const outcome = await ask(asked, calls, draw);
    hunt.calls += calls.length;
    hunt.forbidden += asked.models.filter((model) => explainBan(model, asked) !== null).length;
    if (outcome.kind === 'cut') hunt.cutStreams += 1;
    if (outcome.kind === 'surprise') hunt.surprises += 1;
    for (const { kind } of outcome.attempts) callsByKind[kind] = (callsByKind[kind] ?? 0) + 1;
    hunt.leaks.push(...findLeaks(asked, calls, outcome).map((leak) => ({ ...leak, seed })));
  }
  return { ...hunt, requests: count, callsByKind };
}

interface Called {
  readonly model: ConfiguredModel;
  readonly request: ChatRequest;
}

type Asked =
  | {
      readonly kind: 'answered';
      readonly outcome: AnswerOutcome;
      readonly attempts: readonly ModelAttempt[];
    }
  | { readonly kind: 'cut' | 'surprise'; readonly attempts: readonly ModelAttempt[] };

async function ask(asked: LeakCase, calls: Called[], draw: Draw): Promise<Asked> {
  const models = [builtinExtractiveModel, ...asked.models];
  let nowMs = 0;
  const budget = draw.chance(0.5) ? arbitraryBudget(draw) : null;
  const question = questionOf(asked);
  try {
    const outcome = await answerQuestion(question, {
      retrieve: () => Promise.resolve(retrievalOf(asked)),
      rewriting: null,
      policy: {
        models,
        rules: asked.rules,
        fallback: asked.fallback,
        refusalOf: () =>
          draw.chance(0.15) ? { refusedBy: 'breaker', detail: 'It is so drawn.' } : null,
        matchTopic: () => NO_TOPIC,
        ownDetectors: [],
        configHash: 'leaks',
        now: () => 0,
      },
      answerModel: (model) => toAnswerModel(model, calls, draw),
      tiers: setUpTiers(VerificationConfig.parse(draw.chance(0.5) ? { judge: {} } : {}), null),
      limits: {
        maxAttempts: asked.maxAttempts,
        deadlineMs: 60_000,
        now: () => nowMs,
        sleep: async (milliseconds) => {
          nowMs += milliseconds;
          await new Promise<void>((resolve) => setImmediate(resolve));
        },
      },
      budget:
        budget === null
          ? null
          : {
              ...budget,
              onExceed: 'rule_answer',
              warnings: [],
              secondsUntilNextDay: 60,
              refusalOf: () => null,
            },
      newFence: () => 'fence',
      now: () => 0,
      emit: asked.isStreamed ? () => undefined : null,
    });
    return { kind: 'answered', outcome, attempts: outcome.generation.attempts };
  } catch (error) {
    if (error instanceof StreamCutError) return { kind: 'cut', attempts: error.attempts };
    return { kind: 'surprise', attempts: [] };
  }
}

function questionOf({ question, history, requestedModel, allowedModels }: LeakCase) {
  const asked = sampleQuestion({ question, messages: [...history], model: requestedModel });
  return { ...asked, caller: { ...asked.caller, models: allowedModels } };
}

function retrievalOf({ chunkClasses }: LeakCase) {
  const retrieval = sampleRetrieval();
  return {
    ...retrieval,
    selected: retrieval.selected.map((chunk, index) => ({
      ...chunk,
      classification: chunkClasses[index] ?? 'public',
    })),
  };
}

function toAnswerModel(model: ConfiguredModel, calls: Called[], draw: Draw): AnswerModel {
  const { name, provider, tier, contextWindow, maxOutputTokens } = model;
  const isBuiltin = model === builtinExtractiveModel;
  return {
    name,
    provider,
    tier,
    contextWindow,
    maxOutputTokens,
    gate: isBuiltin ? null : arbitraryGate(draw),
    costOf: (use) => costOf(model, use),
    chat: isBuiltin
      ? null
      : {
          provider,
          model: name,
          chat: (request) => {
            calls.push({ model, request });
            return endSomehow(request, draw);
          },
        },
  };
}

function findLeaks(
  asked: LeakCase,
  calls: readonly Called[],
  outcome: Asked,
): readonly Omit<Leak, 'seed'>[] {
  const leaks = calls.flatMap(({ model, request }) => {
    const why = explainBan(model, asked) ?? explainRoute(model, request, asked, outcome);
    return why === null ? [] : [{ model: model.name, why }];
  });
  if (calls.length > asked.maxAttempts) leaks.push({ model: '*', why: 'more calls than allowed' });
  return leaks;
}

/** Why a model may not be called whatever the router thinks; null when it may. */
function explainBan(model: ConfiguredModel, asked: LeakCase): string | null {
  const { leastCeiling, allowedModels, requestedModel } = asked;
  const highest = Math.max(-1, ...model.dataClasses.map(classificationRank));
  if (highest < classificationRank(leastCeiling)) return `may not see ${leastCeiling}`;
  if (allowedModels !== '*' && !allowedModels.includes(model.name)) return "not among the key's";
  if (requestedModel !== 'auto' && requestedModel !== model.name) return 'another was asked for';
  return null;
}

/** And by what the receipt says of the rule and the ceiling, where there is one. */
function explainRoute(
  model: ConfiguredModel,
  request: ChatRequest,
  asked: LeakCase,
  outcome: Asked,
): string | null {
  if (outcome.kind !== 'answered') return null;
  const { receipt } = outcome.outcome.route;
  const rule = asked.rules.find(({ name }) => name === receipt.rule);
  if (classificationRank(receipt.data_ceiling) < classificationRank(asked.leastCeiling)) {
    return 'the ceiling is too low';
  }
  if (!model.dataClasses.includes(receipt.data_ceiling)) return `sees ${receipt.data_ceiling}`;
  if ((rule?.require.hosting ?? model.hosting) !== model.hosting) return 'hosted elsewhere';
  if ((rule?.require.tier ?? model.tier) !== model.tier) return 'of another tier';
  return request.maxOutputTokens === model.maxOutputTokens ? null : 'asked for more than it gives';
}
