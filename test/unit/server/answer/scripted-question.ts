import type { AnswerEvent } from '../../../../contract/answer.ts';
import { DEFAULT_FALLBACK_ORDER } from '../../../../contract/fallback-order.ts';
import type { Message } from '../../../../contract/retrieval.ts';
import type { RouteRule } from '../../../../contract/route-rule.ts';
import type { ChatFailure, ChatReply, ChatRequest } from '../../../../models/chat-model.ts';
import type { AnswerOutcome } from '../../../../server/answer/answer-outcome.ts';
import { answerQuestion, type AnswerDeps } from '../../../../server/answer/answer-question.ts';
import type { CallLimits } from '../../../../server/generation/generation-request.ts';
import {
  builtinExtractiveModel,
  type ConfiguredModel,
} from '../../../../server/routing/configured-model.ts';
import {
  builtin,
  callLimits,
  openGate,
  reply,
  scriptedModel,
} from '../generation/scripted-model.ts';
import { sampleQuestion, sampleRetrieval } from './sample-outcome.ts';
import { NO_TOPIC } from '../../../../server/routing/match-topic.ts';

/** What a model says, one call after the other; the last of it again and again. */
export interface ModelScript extends Partial<ConfiguredModel> {
  readonly says: readonly (string | ChatReply | ChatFailure)[];
}

export interface AskedScript {
  readonly models: Readonly<Record<string, ModelScript>>;
  readonly rule?: Partial<RouteRule>;
  readonly question?: string;
  /** Earlier turns. */
  readonly messages?: readonly Message[];
  readonly limits?: Partial<CallLimits>;
  readonly deps?: Partial<AnswerDeps>;
}

export interface ScriptedAnswer {
  readonly outcome: AnswerOutcome;
  /** Every call, in order. */
  readonly calls: readonly { readonly model: string; readonly request: ChatRequest }[];
  /** What circuits hear of the drafts, in order. */
  readonly quality: readonly { readonly model: string; readonly isGood: boolean }[];
  readonly events: readonly { readonly event: AnswerEvent; readonly payload: unknown }[];
}

/** Asks for the days of annual leave, of which the chunks say that there are 27. */
export async function askScripted(script: AskedScript): Promise<ScriptedAnswer> {
  const calls: { model: string; request: ChatRequest }[] = [];
  const quality: { model: string; isGood: boolean }[] = [];
  const events: { event: AnswerEvent; payload: unknown }[] = [];
  let time = 0;
  const outcome = await answerQuestion(
    sampleQuestion({
      question: script.question ?? 'How many days of annual leave are there?',
      messages: [...(script.messages ?? [])],
    }),
    {
      retrieve: async () => sampleRetrieval(),
      budget: null,
      rewriting: null,
      tiers: { band: { from: 0, to: 0 }, local: null, judge: null },
      policy: {
        models: [builtinExtractiveModel, ...Object.entries(script.models).map(configure)],
        rules: [{ name: 'scripted', when: {}, require: {}, prefer: [], ...script.rule }],
        fallback: { order: DEFAULT_FALLBACK_ORDER, ruleAnswerBelow: null },
        refusalOf: () => null,
        matchTopic: () => NO_TOPIC,
        ownDetectors: [],
        configHash: 'config',
        now: () => 0,
      },
      answerModel(model) {
        const says = script.models[model.name]?.says;
        if (says === undefined) return builtin;
        let called = 0;
        const { name, provider, tier, contextWindow, maxOutputTokens } = model;
        const gate = openGate({
          reportQuality: ({ isGood }) => quality.push({ model: name, isGood }),
        });
        return {
          ...scriptedModel(
            model.name,
            { end: reply('') },
            { provider, tier, contextWindow, maxOutputTokens, gate },
          ),
          chat: {
            provider: 'scripted',
            model: model.name,
            async chat(request) {
              calls.push({ model: model.name, request });
              const said = says[Math.min(called, says.length - 1)] ?? '';
              called += 1;
              if (typeof said !== 'string') return said;
              request.onDelta?.(said);
              return reply(said);
            },
          },
        };
      },
      limits: callLimits(script.limits),
      newFence: () => 'fence',
      now: () => (time += 1),
      emit: (event, payload) => events.push({ event, payload }),
      ...script.deps,
    },
  );
  return { outcome, calls, quality, events };
}

function configure([name, { says: _says, ...facts }]: readonly [string, ModelScript]) {
  return {
    name,
    provider: 'scripted',
    tier: 'medium',
    hosting: 'hosted',
    dataClasses: ['public', 'internal'],
    contextWindow: 8_000,
    maxOutputTokens: 50,
    price: { input: 1, output: 1 },
    ...facts,
  } satisfies ConfiguredModel;
}
