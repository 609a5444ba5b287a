import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CLASSIFICATIONS, classificationRank } from '../../contract/classification.ts';
import { createRandom } from '../../bench/random.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

/** Of each round. */
const REQUESTS = 40;
const AT_ONCE = 8;
const QUESTION = 'How many days of annual leave does every employee have?';

/** One of each way to answer or to fail. */
const BEHAVIOURS = [
  'sim-good',
  'sim-wrong-number',
  'sim-second-thoughts',
  'sim-500',
  'sim-429:0',
  'sim-cut-stream',
  'sim-slow-first-token:80',
  'sim-reset',
  'sim-context-overflow',
] as const;
const models = BEHAVIOURS.flatMap((behaviour, index) =>
  [index % CLASSIFICATIONS.length, 0].map((rank, copy) => ({
    name: `m${index}-${copy}`,
    behaviour,
    tier: (['small', 'medium', 'large'] as const)[index % 3] ?? 'small',
    dataClasses: CLASSIFICATIONS.slice(0, rank + 1),
  })),
);

const steps = { fallback: ['preferred', 'latency', 'same_tier', 'next_tier', 'rule_answer'] };
const routes = [
  { name: 'secret', when: { sensitivity: { gte: 'restricted' } }, strategy: 'cascade', ...steps },
  {
    name: 'close',
    when: { sensitivity: { gte: 'confidential' } },
    prefer: models.map(({ name }) => name),
    on_unsupported: 'repair',
    ...steps,
  },
  { name: 'inside', when: { sensitivity: { gte: 'internal' } }, on_unsupported: 'escalate' },
  { name: 'all', strategy: 'cascade', ...steps },
];

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  footnote = await startFootnote({
    config: writeConfig(simulator.baseUrl, {
      models,
      routes,
      sections: {
        breaker: { minimum_calls: 1_000, quality_fail_rate: 1 },
        retry: { base_ms: 1, budget_ratio: 1 },
        fallback: { max_attempts: 8, hedge: { after_ms: 20, budget_ratio: 1 } },
      },
    }),
  });
  for (const { name, behaviour } of models) {
    const phases = [{ from_ms: 0, to_ms: 3_600_000, share: 1, behaviour }];
    await simulator.startSchedule(name, { phases });
  }
  client = createClient(footnote, footnote.adminKey);
  await client.ingest(
    CLASSIFICATIONS.map((classification) => ({
      title: 'Leave policy',
      source: 'leave.md',
      mime: 'text/markdown',
      collection: classification,
      classification,
      text: `# Annual leave\n\nEvery employee has 27 days of annual leave (mark ${classification}).\n`,
    })),
  );
});

afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

const Sent = z.object({
  model: z.string(),
  messages: z.array(z.object({ content: z.string() })),
});

describe('hundreds of questions about documents of every class, of models that fail in every way', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'reach no model that may not see its prompt (round %d)',
    async (seed) => {
      await simulator.forgetRequests();
      const random = createRandom(seed);
      const pick = <Value>(values: readonly Value[]) =>
        values[Math.floor(random() * values.length)];
      const statuses: number[] = [];
      for (let asked = 0; asked < REQUESTS; asked += AT_ONCE) {
        const batch = Array.from({ length: AT_ONCE }, () => ({
          question: `${QUESTION}${random() < 0.2 ? ' My card is 4111 1111 1111 1111.' : ''}`,
          collections: CLASSIFICATIONS.filter((name) => name === 'public' || random() < 0.4),
          model: random() < 0.2 ? (pick(models)?.name ?? 'auto') : 'auto',
        }));
        const replies = await Promise.all(batch.map((body) => client.post('/v1/answers', body)));
        statuses.push(...replies.map(({ status }) => status));
      }

      const calls = (await simulator.requests())
        .filter(({ path }) => path === '/v1/chat/completions')
        .map(({ body }) => Sent.parse(JSON.parse(body)));
      const leaks = calls.filter((call) => !maySee(call));
      expect(leaks.map(({ model }) => model)).toEqual([]);
      expect(statuses.every((status) => status === 200)).toBe(true);
      // Otherwise nothing would have been looked for.
      expect(calls.length).toBeGreaterThan(REQUESTS / 2);
      const marked = calls.filter((call) => leastClassOf(call) !== 'public');
      expect(marked.length).toBeGreaterThan(REQUESTS / 4);
    },
  );
});

function maySee(call: z.infer<typeof Sent>): boolean {
  const classes = models.find(({ name }) => name === call.model)?.dataClasses ?? [];
  return classes.includes(leastClassOf(call));
}

/** By the marks of the chunks, and by the card in the question. */
function leastClassOf({ messages }: z.infer<typeof Sent>) {
  const text = messages.map(({ content }) => content).join('\n');
  if (text.includes('4111 1111 1111 1111')) return 'restricted';
  return (
    CLASSIFICATIONS.toSorted(
      (left, right) => classificationRank(right) - classificationRank(left),
    ).find((name) => text.includes(`(mark ${name})`)) ?? 'public'
  );
}
