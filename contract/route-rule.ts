import { z } from 'zod';
import { Classification } from './classification.ts';
import { Consequence, RouteStrategy } from './consequence.ts';
import { FallbackOrder } from './fallback-order.ts';
import { ModelName } from './model-name.ts';
import { TopicName } from './regulated-topic.ts';
import { Hosting, ModelTier, Task } from './routing.ts';

const atLeastBelow = z
  .strictObject({
    gte: z.number().min(0).max(1).optional(),
    lt: z.number().min(0).max(1).optional(),
  })
  .refine((range) => range.gte !== undefined || range.lt !== undefined, {
    message: 'needs gte, lt or both',
  });

/** A rule applies when every condition that it names holds. */
export const RouteRule = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and -'),
    when: z
      .strictObject({
        task: z.array(Task).min(1).optional(),
        complexity: atLeastBelow.optional(),
        sensitivity: z.strictObject({ gte: Classification }).optional(),
        ood: atLeastBelow.optional().describe('How unlike everything known the question is.'),
        regulated_topic: z.array(TopicName).min(1).optional(),
        injection: atLeastBelow
          .optional()
          .describe('How much the question speaks to a model as an instruction would.'),
        language: z
          .array(z.string().regex(/^[a-z]{2}$/, 'must be an ISO 639-1 code'))
          .min(1)
          .optional(),
      })
      .default({}),
    require: z
      .strictObject({ hosting: Hosting.optional(), tier: ModelTier.optional() })
      .default({}),
    prefer: z.array(ModelName).default([]).describe('Models in order; the others follow by price.'),
    action: z
      .enum(['answer', 'review'])
      .optional()
      .describe('`review` holds the answer back until a person has decided.'),
    strategy: RouteStrategy.optional(),
    accept_at: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('A cascade asks a larger model while a smaller share of the claims is supported.'),
    reasoning_at: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe(
        'A cascade asks a larger model while the chance that a draft has worked its answer out rightly is smaller.',
      ),
    on_unsupported: Consequence.optional(),
    fallback: FallbackOrder.optional().describe('In place of `fallback.order`.'),
  })
  .refine((rule) => rule.accept_at === undefined || rule.strategy === 'cascade', {
    path: ['accept_at'],
    message: 'needs strategy: cascade',
  })
  .refine((rule) => rule.reasoning_at === undefined || rule.strategy === 'cascade', {
    path: ['reasoning_at'],
    message: 'needs strategy: cascade',
  });
export type RouteRule = z.infer<typeof RouteRule>;
