import type { FootnoteConfig } from '../../../contract/config.ts';
import { openChatModels } from '../../../models/open-chat-models.ts';
import { parseConfig } from '../../../platform/load-config.ts';
import { openModelPath, type ModelPath } from '../../../server/open-model-path.ts';
import type { RoutePolicy } from '../../../server/routing/choose-model.ts';
import { REMOTE_ONLY } from '../../remote-only.ts';

export type BenchPath = ModelPath & { readonly policy: RoutePolicy };

/** The model that answers every question of the bench. */
export const ANSWERING = 'sim-good';

export async function openPath(baseUrl: string): Promise<BenchPath> {
  const config = decisionConfig(baseUrl);
  const path = openModelPath(config, {
    chatModels: await openChatModels(config.models, REMOTE_ONLY),
    now: () => performance.now(),
    clock: () => new Date(),
    seed: 1,
    onTransition: () => undefined,
  });
  return { ...path, policy: path.policyFor({ config, hash: 'bench' }) };
}

/** Five models and five rules: as many as a real configuration has, and the simulator behind each. */
function decisionConfig(baseUrl: string): FootnoteConfig {
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
