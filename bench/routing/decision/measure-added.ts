import { LEAVE_CHUNK, LEAVE_QUESTION } from '../../sample-question.ts';
import { z } from 'zod';
import { buildPrompt } from '../../../server/generation/build-prompt.ts';
import { ANSWERING as ANSWERING_TASK } from '../../../server/generation/answering.ts';
import { generateAnswer } from '../../../server/generation/generate-answer.ts';
import type { GenerationRequest } from '../../../server/generation/generation-request.ts';
import { chooseModel } from '../../../server/routing/choose-model.ts';
import { builtinExtractiveModel } from '../../../server/routing/configured-model.ts';
import { readSignals } from '../../../server/routing/read-signals.ts';
import { quantile } from '../../quantile.ts';
import { ANSWERING, type BenchPath } from './bench-path.ts';

const PER_SECOND = 300;
const ROUNDS = 3;
const ROUND_MS = 2_000;

/**
 * Asks at a fixed rate, whatever the answers take: once through router, circuits and adapter, once through
 * nothing but a request whose reply is read. In turns, so that what else the machine does strikes both.
 */
export async function measureAdded(path: BenchPath, baseUrl: string) {
  const bare: Rate = { taken: [], cpuMs: 0 };
  const routed: Rate = { taken: [], cpuMs: 0 };
  const prompt = buildPrompt({
    question: LEAVE_QUESTION,
    history: [],
    chunks: [LEAVE_CHUNK],
    fence: 'bench',
  });
  const body = JSON.stringify({ model: ANSWERING, stream: true, messages: prompt.messages });
  const forward = () => forwardBare(`${baseUrl}/chat/completions`, body);
  const route = () => askThrough(path);
  for (let n = 0; n < 200; n += 1) await Promise.all([forward(), route()]);
  for (let round = 0; round < ROUNDS; round += 1) {
    await askAtRate(forward, bare);
    await askAtRate(route, routed);
  }
  const describe = (what: string, { taken, cpuMs }: Rate) => ({
    what,
    requests: taken.length,
    cpu: cpuMs / taken.length,
    p50: quantile(taken, 0.5),
    p95: quantile(taken, 0.95),
    p99: quantile(taken, 0.99),
  });
  const ofBare = describe('bare forwarder', bare);
  const ofRouted = describe('router and provider', routed);
  return [
    ofBare,
    ofRouted,
    {
      what: 'added',
      requests: 0,
      cpu: ofRouted.cpu - ofBare.cpu,
      p50: ofRouted.p50 - ofBare.p50,
      p95: ofRouted.p95 - ofBare.p95,
      p99: ofRouted.p99 - ofBare.p99,
    },
  ];
}

interface Rate {
  /** By each request from when it was due, in milliseconds. */
  readonly taken: number[];
  /** Of this process, for all of them. */
  cpuMs: number;
}

async function askAtRate(ask: () => Promise<void>, rate: Rate): Promise<void> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const count = (ROUND_MS / 1_000) * PER_SECOND;
  const asked: Promise<number>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(count, ((performance.now() - startedAt) * PER_SECOND) / 1_000);
      while (asked.length < due) {
        const dueAt = startedAt + (asked.length / PER_SECOND) * 1_000;
        asked.push(ask().then(() => performance.now() - dueAt));
      }
      if (asked.length < count) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  rate.taken.push(...(await Promise.all(asked)));
  const { user, system } = process.cpuUsage(before);
  rate.cpuMs += (user + system) / 1_000;
}

const Delta = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().optional() }) })),
});

/** Reads every event of the stream, as whoever forwards an answer has to. */
async function forwardBare(url: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  let text = '';
  for (const line of (await response.text()).split('\n')) {
    if (!line.startsWith('data: {')) continue;
    text += Delta.parse(JSON.parse(line.slice(6))).choices[0]?.delta.content ?? '';
  }
  if (text === '') throw new Error('The simulator said nothing.');
}

async function askThrough(path: BenchPath): Promise<void> {
  const { policy } = path;
  const signals = readSignals(LEAVE_QUESTION, [], { matchTopic: policy.matchTopic });
  const route = chooseModel(
    {
      signals,
      chunkClassifications: ['internal'],
      requestedModel: 'auto',
      allowedModels: '*',
      promptTokens: 300,
      retrievalConfidence: 0.8,
    },
    policy,
  );
  const request: GenerationRequest = {
    question: LEAVE_QUESTION,
    history: [],
    chunks: [LEAVE_CHUNK],
    fence: 'bench',
    spending: null,
    models: route.order.map((model) => path.answerModel(model)),
    hedges: new Set(),
    eligible: [],
    holdsQuote: false,
    quoting: path.answerModel(builtinExtractiveModel),
    passedOver: route.passedOver,
    noModelReason: route.noModelReason,
    parts: [{ question: LEAVE_QUESTION }],
    task: ANSWERING_TASK,
    limits: path.limits,
    signal: new AbortController().signal,
    onDelta: () => undefined,
  };
  const { model } = await generateAnswer(request);
  if (model.chat === null) throw new Error('No model answered.');
}
