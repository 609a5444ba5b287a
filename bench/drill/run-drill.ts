import { LEAVE_CHUNK, LEAVE_QUESTION } from '../sample-question.ts';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { CircuitTransition } from '../../contract/circuit.ts';
import type { FootnoteConfig } from '../../contract/config.ts';
import type { ChatModel } from '../../models/chat-model.ts';
import { openChatModels } from '../../models/open-chat-models.ts';
import { parseConfig } from '../../platform/load-config.ts';
import { StreamCutError } from '../../server/generation/call-models.ts';
import { ANSWERING } from '../../server/generation/answering.ts';
import { generateAnswer } from '../../server/generation/generate-answer.ts';
import { openModelPath, type ModelPath } from '../../server/open-model-path.ts';
import { chooseModel, type RoutePolicy } from '../../server/routing/choose-model.ts';
import { builtinExtractiveModel } from '../../server/routing/configured-model.ts';
import { readSignals } from '../../server/routing/read-signals.ts';
import type { Simulator } from '../../test/support/start-simulator.ts';
import type { DrillCall, DrillRecord, DrillRequest } from './drill-record.ts';
import { LATENCY, STRUCK, type DrillSchedule } from './drill-schedules.ts';
import { REMOTE_ONLY } from '../remote-only.ts';

/** The model that is struck, and the one that stands in for it. */
export const STRUCK_MODEL = 'first';
const OTHER_MODEL = 'second';

type DrillPath = ModelPath & { readonly policy: RoutePolicy };

interface Drill {
  readonly path: DrillPath;
  readonly calls: DrillCall[];
  readonly transitions: { readonly transition: CircuitTransition; readonly at: number }[];
  mostProbesInFlight: number;
}

/**
 * Asks at a fixed rate, whatever the answers take (an open loop), through router, circuits and
 * fallback, while the simulator follows the schedule. Every other request is streamed.
 */
export async function runDrill(
  schedule: DrillSchedule,
  options: { readonly simulator: Simulator; readonly perSecond: number; readonly seed: number },
): Promise<DrillRecord> {
  const { simulator, perSecond, seed } = options;
  const config = drillConfig(simulator.baseUrl);
  const drill = await openDrill(config, seed);
  await simulator.startSchedule(OTHER_MODEL, { latency: LATENCY });
  await simulator.startSchedule(STRUCK_MODEL, {});
  await warmUp(drill.path);
  const { behaviour, share } = schedule;
  await simulator.startSchedule(STRUCK_MODEL, {
    latency: LATENCY,
    phases: [{ from_ms: STRUCK.fromMs, to_ms: STRUCK.toMs, share, behaviour }],
  });
  const startedAt = performance.now();
  const { ownPauseMs = 0 } = schedule;
  setTimeout(() => standStill(ownPauseMs), STRUCK.fromMs);
  const pauses = monitorEventLoopDelay({ resolution: 10 });
  pauses.enable();
  const count = Math.floor((perSecond * STRUCK.endMs) / 1_000);
  const requests: Promise<DrillRequest>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(
        count,
        Math.floor(((performance.now() - startedAt) * perSecond) / 1_000),
      );
      while (requests.length < due) {
        requests.push(askOnce(drill.path, { startedAt, isStreamed: requests.length % 2 === 0 }));
      }
      if (requests.length < count) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  const answered = await Promise.all(requests);
  pauses.disable();
  return {
    requests: answered,
    longestPauseMs: pauses.max / 1e6,
    transitions: drill.transitions.map(({ transition, at }) => ({
      ...transition,
      at: at - startedAt,
    })),
    calls: drill.calls.map((call) => ({ ...call, endedAt: call.endedAt - startedAt })),
    mostProbesInFlight: drill.mostProbesInFlight,
  };
}

/** Keeps the whole process busy, as a large collection of garbage or an overloaded machine does. */
function standStill(milliseconds: number): void {
  const endsAt = performance.now() + milliseconds;
  while (performance.now() < endsAt);
}

const WARM_UP_REQUESTS = 50;

/** The first calls of a process are slow for reasons of their own. */
async function warmUp(path: DrillPath): Promise<void> {
  const startedAt = performance.now();
  for (let n = 0; n < WARM_UP_REQUESTS; n++) {
    await askOnce(path, { startedAt, isStreamed: n % 2 === 0 });
  }
}

/** The defaults, but for times that let a drill of seconds see a recovery. */
function drillConfig(baseUrl: string): FootnoteConfig {
  const model = (name: string) => ({
    name,
    provider: 'openai_compatible',
    base_url: baseUrl,
    model: name,
    tier: 'medium',
    hosting: 'self_hosted',
    data_classes: ['public', 'internal'],
    context_window: 16_000,
    price: { input_per_m: 1, output_per_m: 1 },
    timeouts: { first_token_ms: 600, idle_ms: 600, total_ms: 3_000 },
  });
  return parseConfig(
    JSON.stringify({
      models: [model(STRUCK_MODEL), model(OTHER_MODEL)],
      routes: [{ name: 'drill', prefer: [STRUCK_MODEL, OTHER_MODEL] }],
      breaker: { wait: { base_ms: 1_000, max_ms: 4_000 } },
      bulkhead: { max_concurrent: 200 },
      fallback: { deadline_ms: 10_000 },
    }),
    'the drill',
  );
}

async function openDrill(config: FootnoteConfig, seed: number): Promise<Drill> {
  const opened = await openChatModels(config.models, REMOTE_ONLY);
  const transitions: Drill['transitions'] = [];
  const calls: DrillCall[] = [];
  const now = () => performance.now();
  const watched = new Map<string, ChatModel>(opened);
  const opening = openModelPath(config, {
    chatModels: watched,
    now,
    clock: () => new Date(),
    seed,
    onTransition: (upstream, transition) => {
      if (upstream.endsWith(` ${STRUCK_MODEL}`)) transitions.push({ transition, at: now() });
    },
  });
  const path = { ...opening, policy: opening.policyFor({ config, hash: 'drill' }) };
  const drill: Drill = { path, calls, transitions, mostProbesInFlight: 0 };
  const struck = opened.get(STRUCK_MODEL);
  if (struck === undefined) throw new Error('The drill has no model to strike.');
  watched.set(STRUCK_MODEL, watchModel(struck, drill));
  return drill;
}

/** Counts the calls of the struck model where they are made, not where the circuit counts them. */
function watchModel(model: ChatModel, drill: Drill): ChatModel {
  let probes = 0;
  return {
    provider: model.provider,
    model: model.model,
    async chat(request) {
      const state = drill.path.upstreams.get(STRUCK_MODEL)?.status().circuit.kind;
      const isProbe = state === 'half_open';
      if (isProbe) probes += 1;
      drill.mostProbesInFlight = Math.max(drill.mostProbesInFlight, probes);
      const result = await model.chat(request);
      if (isProbe) probes -= 1;
      drill.calls.push({ endedAt: performance.now(), isFailure: result.kind === 'failure' });
      return result;
    },
  };
}

const SIGNALS = readSignals(LEAVE_QUESTION, []);

async function askOnce(
  path: DrillPath,
  options: { readonly startedAt: number; readonly isStreamed: boolean },
): Promise<DrillRequest> {
  const startedAt = performance.now() - options.startedAt;
  const end = (result: DrillRequest['result'], attempts: DrillRequest['attempts']) => ({
    startedAt,
    endedAt: performance.now() - options.startedAt,
    result,
    attempts,
  });
  const route = chooseModel(
    {
      signals: SIGNALS,
      chunkClassifications: ['internal'],
      requestedModel: 'auto',
      allowedModels: '*',
      promptTokens: 300,
      retrievalConfidence: null,
    },
    path.policy,
  );
  const eligible = route.eligible.map((model) => path.answerModel(model));
  try {
    const outcome = await generateAnswer({
      question: LEAVE_QUESTION,
      history: [],
      chunks: [LEAVE_CHUNK],
      fence: 'drill',
      spending: null,
      models: route.order.map((model) => path.answerModel(model)),
      hedges: new Set(route.hedges.map(({ name }) => name)),
      eligible,
      holdsQuote: false,
      quoting: path.answerModel(builtinExtractiveModel),
      passedOver: route.passedOver,
      noModelReason: route.noModelReason,
      parts: [{ question: LEAVE_QUESTION }],
      task: ANSWERING,
      limits: path.limits,
      signal: new AbortController().signal,
      onDelta: options.isStreamed ? () => undefined : null,
    });
    return end(outcome.model.chat === null ? 'rule_based' : 'model', outcome.attempts);
  } catch (error) {
    return error instanceof StreamCutError ? end('cut', error.attempts) : end('error', []);
  }
}
