import type { FootnoteConfig } from '../../../contract/config.ts';
import { parseConfig } from '../../../platform/load-config.ts';

/** The model that answers every question of the bench. */
export const ANSWERING = 'sim-good';

/** Five models and five rules: as many as a real configuration has, and the simulator behind each. */
export function decisionConfig(baseUrl: string): FootnoteConfig {
  const model = (name: string, tier: string) => ({
    name,
    provider: 'openai_compatible',
    base_url: baseUrl,
    model: ANSWERING,
    tier,
    hosting: 'self_hosted',
    data_classes: ['public', 'internal', 'confidential', 'restricted'],
    context_window: 16_000,
    price: { input_per_m: 1, output_per_m: 2 },
  });
  return parseConfig(
    JSON.stringify({
      models: [
        model('small', 'small'),
        model('small-2', 'small'),
        model('medium', 'medium'),
        model('large', 'large'),
        model('large-2', 'large'),
      ],
      routes: [
        { name: 'disputes', when: { regulated_topic: ['payroll_dispute'] }, action: 'review' },
        { name: 'inside', when: { sensitivity: { gte: 'confidential' } }, prefer: ['small'] },
        { name: 'strange', when: { ood: { gte: 0.98 } }, prefer: ['large'] },
        { name: 'hard', when: { complexity: { gte: 0.6 } }, prefer: ['large', 'medium'] },
        { name: 'all', prefer: ['small', 'medium'] },
      ],
      bulkhead: { max_concurrent: 1_000 },
    }),
    'the bench',
  );
}
