import { z } from 'zod';
import { CHAT_PROVIDERS, RemoteChatModelConfig } from './chat-model-config.ts';
import { TraceId } from './ids.ts';
import { givenInstant } from './instant.ts';
import { DEFAULT_PAGE_LIMIT, MAX_PAGE_LIMIT, pageOf } from './page.ts';
import { RouteRule } from './route-rule.ts';
import { RefusalReason, RoutingReceipt } from './routing.ts';

/** What the router has to know of a model; nothing is called. */
export const ReplayedModel = RemoteChatModelConfig.pick({
  name: true,
  tier: true,
  hosting: true,
  data_classes: true,
  context_window: true,
  max_output_tokens: true,
  price: true,
  timeouts: true,
})
  .extend({ provider: z.enum(CHAT_PROVIDERS) })
  .meta({ id: 'ReplayedModel' });

/** Another policy, and the answers that it is tried on: the newest first, page by page. */
export const ReplayRoutes = z
  .strictObject({
    routes: z.array(RouteRule).max(100),
    models: z
      .array(ReplayedModel)
      .max(100)
      .optional()
      .describe('Beside the builtin one; default: those of the configuration.'),
    from: givenInstant().optional(),
    to: givenInstant().optional(),
    limit: z.int().min(1).max(MAX_PAGE_LIMIT).default(DEFAULT_PAGE_LIMIT),
    cursor: z.string().max(500).optional(),
  })
  .meta({ id: 'ReplayRoutes' });
export type ReplayRoutes = z.infer<typeof ReplayRoutes>;

/** What a policy decides. */
export const RouteDecision = z
  .object({
    rule: z.string(),
    action: RoutingReceipt.shape.action.unwrap(),
    chosen: z.string(),
    most_cost_usd: z.number().min(0).describe('The most that one call of the chosen model costs.'),
    refused: z.array(z.object({ model: z.string(), refused_by: RefusalReason })),
  })
  .meta({ id: 'RouteDecision' });
export type RouteDecision = z.infer<typeof RouteDecision>;

export const ReplayedRoute = z
  .object({
    trace_id: TraceId,
    created_at: z.iso.datetime(),
    question: z.string(),
    cost_usd: z.number().min(0).describe('What the answer did cost.'),
    recorded: RouteDecision,
    replayed: RouteDecision,
    changed: z.boolean().describe('Another model, or another action.'),
  })
  .meta({ id: 'ReplayedRoute' });
export type ReplayedRoute = z.infer<typeof ReplayedRoute>;

/** A page may hold fewer than `limit`, because answers without a receipt are left out. */
export const ReplayedRoutePage = pageOf(ReplayedRoute).meta({ id: 'ReplayedRoutePage' });
