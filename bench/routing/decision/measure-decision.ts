import { startSimulator } from '../../../test/support/start-simulator.ts';
import { chooseModel, type RoutePolicy } from '../../../server/routing/choose-model.ts';
import { readSignals } from '../../../server/routing/read-signals.ts';
import { createRandom } from '../../random.ts';
import { quantile } from '../../quantile.ts';
import { openPath } from './bench-path.ts';
import { measureAdded } from './measure-added.ts';
import { measureReplay } from './measure-replay.ts';

const WARM_UP = 300;
const DECISIONS = 3_000;
const PROMPT_CHARS = 1_000;
const MS_PER_SECOND = 1_000;

/** What a decision costs by itself, what the path to a model adds, and how quickly decisions are replayed. */
export async function measureDecision() {
  const simulator = await startSimulator();
  try {
    const path = await openPath(simulator.baseUrl);
    return {
      cpu: [measureCpu(path.policy)],
      added: await measureAdded(path, simulator.baseUrl),
      replay: measureReplay(path.policy),
    };
  } finally {
    await simulator.stop();
  }
}

/** Each prompt is another one: nothing may be known from the last. */
function measureCpu(policy: RoutePolicy) {
  const random = createRandom(1);
  for (let n = 0; n < WARM_UP; n += 1) decide(writePrompt(random), policy);
  const taken: number[] = [];
  for (let n = 0; n < DECISIONS; n += 1) {
    const prompt = writePrompt(random);
    const before = process.cpuUsage();
    decide(prompt, policy);
    const { user, system } = process.cpuUsage(before);
    taken.push((user + system) / MS_PER_SECOND);
  }
  return {
    decisions: DECISIONS,
    p50: quantile(taken, 0.5),
    p99: quantile(taken, 0.99),
    mean: taken.reduce((sum, one) => sum + one, 0) / taken.length,
  };
}

function decide(prompt: string, policy: RoutePolicy): void {
  const { matchTopic } = policy;
  const signals = readSignals(prompt, [], { matchTopic, now: () => performance.now() });
  chooseModel(
    {
      signals,
      chunkClassifications: ['internal', 'public', 'internal'],
      requestedModel: 'auto',
      allowedModels: '*',
      promptTokens: 2_000,
      retrievalConfidence: 0.8,
    },
    policy,
  );
}

const SENTENCES = [
  'How many days of annual leave does a part-time employee have in the first year?',
  'My manager, Ms Okafor, said that it differs between Vienna and Lisbon.',
  'Please compare the rules of 2024 with those of 2025 and explain what changed, step by step.',
  'I can be reached at jordan.smith@example.org or on +43 1 5123456.',
  'The ticket is INC-20931, opened on 3 March, and nobody has answered since.',
  'If a transfer of 12,500 EUR is booked after 16:00, on which day does it arrive?',
  'Does the same hold for contractors who work fewer than 20 hours a week?',
  'The form asks for a cost centre; ours is 4711, but the old one was 0815.',
] as const;

function writePrompt(random: () => number): string {
  let text = '';
  while (text.length < PROMPT_CHARS) {
    const sentence = SENTENCES[Math.floor(random() * SENTENCES.length)] ?? SENTENCES[0];
    text += `${sentence} (${Math.floor(random() * 1e6)}) `;
  }
  return text.slice(0, PROMPT_CHARS);
}
