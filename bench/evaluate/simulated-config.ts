import { stringify } from 'yaml';
import type { Simulator } from '../../test/support/start-simulator.ts';

const SMALL = 'small';
const LARGE = 'large';
/** Of the small model's answers. */
const WRONG_SHARE = 0.4;
const FOR_EVER_MS = Number.MAX_SAFE_INTEGER;

/** In US dollars per million tokens; made up, as everything here is. */
const SMALL_PRICE = { input_per_m: 0.15, output_per_m: 0.6 };
const LARGE_PRICE = { input_per_m: 2.5, output_per_m: 10 };

/** The small model is quick and gets a number wrong now and then; the large one is slower and quotes what is there. */
export async function scheduleModels(simulator: Simulator): Promise<void> {
  await simulator.startSchedule(SMALL, {
    latency: { median_ms: 40, sigma: 0.3 },
    phases: [{ from_ms: 0, to_ms: FOR_EVER_MS, share: WRONG_SHARE, behaviour: 'sim-wrong-number' }],
  });
  await simulator.startSchedule(LARGE, { latency: { median_ms: 120, sigma: 0.3 } });
}

/** Both models behind a cascade, which asks the small one first; what is regulated is held for a person. */
export function simulatedConfig(baseUrl: string): string {
  const model = { provider: 'openai_compatible', base_url: baseUrl, hosting: 'self_hosted' };
  const rights = { data_classes: ['public', 'internal', 'confidential', 'restricted'] };
  const sizes = { context_window: 128_000, max_output_tokens: 400 };
  return stringify({
    models: [
      {
        ...model,
        ...rights,
        ...sizes,
        name: 'simulated-small',
        model: SMALL,
        tier: 'small',
        price: SMALL_PRICE,
      },
      {
        ...model,
        ...rights,
        ...sizes,
        name: 'simulated-large',
        model: LARGE,
        tier: 'large',
        price: LARGE_PRICE,
      },
    ],
    routes: [
      {
        name: 'regulated',
        when: { regulated_topic: ['payroll_dispute', 'access_exception'] },
        action: 'review',
      },
      { name: 'cascade', strategy: 'cascade', on_unsupported: 'escalate' },
    ],
  });
}
