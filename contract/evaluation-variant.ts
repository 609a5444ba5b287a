import { z } from 'zod';
import { ClassifierName } from './classifier.ts';
import { Consequence, RouteStrategy } from './consequence.ts';
import { ModelName } from './model-name.ts';
import { DEFAULT_MAX_CHUNKS, RetrievalOverrides } from './retrieval.ts';
import { ModelTier } from './routing.ts';

/** Sorts the items of the task triage where a variant names none. */
export const DEFAULT_CLASSIFIER: ClassifierName = 'support-desk';

/**
 * The configuration with some of it changed. What a rule requires of a model's hosting, which data a model may
 * see and what goes to a person stay as configured: a variant chooses only among what is allowed.
 */
export const EvaluationVariant = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and -')
      .describe('Unique in its run.'),
    model: z.union([z.literal('auto'), ModelName]).default('auto'),
    max_chunks: z.int().min(1).max(100).default(DEFAULT_MAX_CHUNKS),
    classifier: ClassifierName.optional().describe(
      `That sorts the items of the task triage; default: ${DEFAULT_CLASSIFIER}, the demo's.`,
    ),
    route: z
      .strictObject({
        tier: ModelTier.optional().describe('Only models of this tier.'),
        prefer: z.array(ModelName).max(20).optional().describe('Models in order.'),
        strategy: RouteStrategy.optional(),
        accept_at: z.number().min(0).max(1).optional(),
        reasoning_at: z.number().min(0).max(1).optional(),
        on_unsupported: Consequence.optional(),
      })
      .default({})
      .describe('Laid over every configured rule.'),
    retrieval: RetrievalOverrides.default({}),
  })
  .meta({ id: 'EvaluationVariant' });
export type EvaluationVariant = z.infer<typeof EvaluationVariant>;

/** Variants that can be named without saying what they are. */
export const VARIANT_PRESETS = {
  /** As configured. */
  routed: {},
  'large-only': { route: { tier: 'large', strategy: 'single' } },
  'small-only': { route: { tier: 'small', strategy: 'single' } },
  retrieval: {},
  'long-context': {
    max_chunks: 100,
    retrieval: { leg_depth: 1_000, max_context_tokens: 100_000 },
  },
} as const satisfies Readonly<Record<string, Omit<z.input<typeof EvaluationVariant>, 'name'>>>;
