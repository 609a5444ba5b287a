import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Simulator } from '../../test/support/start-simulator.ts';

const SupportDesk = z.object({
  classifiers: z.unknown(),
  workflows: z.unknown(),
});
const FOR_EVER_MS = Number.MAX_SAFE_INTEGER;
/** In US dollars per million tokens; made up, as everything here is. */
const PRICES = {
  small: { input_per_m: 0.15, output_per_m: 0.6 },
  large: { input_per_m: 2.5, output_per_m: 10 },
} as const;

/** One model gets a number wrong now and then, one fails now and then, and one quotes what is there. */
const MODELS = [
  {
    name: 'simulated-small',
    model: 'sim-7b',
    tier: 'small',
    latency: { median_ms: 45, sigma: 0.5 },
    strikes: { share: 0.2, behaviour: 'sim-wrong-number' },
  },
  {
    name: 'simulated-regional',
    model: 'sim-7b-eu',
    tier: 'small',
    latency: { median_ms: 60, sigma: 0.6 },
    strikes: { share: 0.3, behaviour: 'sim-500' },
  },
  {
    name: 'simulated-large',
    model: 'sim-70b',
    tier: 'large',
    latency: { median_ms: 150, sigma: 0.4 },
    strikes: null,
  },
] as const;

export async function scheduleModels(simulator: Simulator): Promise<void> {
  for (const { model, latency, strikes } of MODELS) {
    await simulator.startSchedule(model, {
      latency,
      phases: strikes === null ? [] : [{ from_ms: 0, to_ms: FOR_EVER_MS, ...strikes }],
    });
  }
}

/**
 * What is regulated goes to a person; a complex question to the large model; a wrong sentence stays, marked.
 * `supportDesk` is the text of the support desk's configuration, whose workflow is the bank's, too.
 */
export function bankConfig(baseUrl: string, supportDesk: string): string {
  const desk = SupportDesk.parse(parse(supportDesk));
  const shared = {
    provider: 'openai_compatible',
    base_url: baseUrl,
    hosting: 'self_hosted',
    data_classes: ['public', 'internal', 'confidential', 'restricted'],
    context_window: 128_000,
    max_output_tokens: 400,
  };
  return stringify({
    ...desk,
    models: MODELS.map(({ name, model, tier }) => ({
      ...shared,
      name,
      model,
      tier,
      price: PRICES[tier],
    })),
    routes: [
      {
        name: 'regulated',
        when: { regulated_topic: ['payroll_dispute', 'access_exception'] },
        action: 'review',
      },
      { name: 'complex', when: { complexity: { gte: 0.5 } }, prefer: ['simulated-large'] },
      { name: 'everyday', prefer: ['simulated-small', 'simulated-regional'] },
    ],
  });
}
