import { z } from 'zod';
import { DocumentPolicy } from './access-rule.ts';
import { AlertRule } from './alert.ts';
import { BudgetsConfig } from './budget-config.ts';
import { ChatModelConfig, ModelPrice } from './chat-model-config.ts';
import { Classification } from './classification.ts';
import { ClassifierPolicies } from './classifier-policy.ts';
import { findConfigProblems } from './config-problems.ts';
import { BaseUrl, EnvironmentVariable, LocalDtype } from './config-values.ts';
import { Fusion } from './retrieval.ts';
import { BreakerConfig, BulkheadConfig, FallbackConfig, RetryConfig } from './resilience-config.ts';
import { RewriteConfig } from './rewrite-config.ts';
import { EXAMPLE_TOPICS, RegulatedTopic } from './regulated-topic.ts';
import { CanaryConfig } from './canary.ts';
import { RouteRule } from './route-rule.ts';
import { SensitiveConfig } from './sensitive-config.ts';
import { VerificationConfig } from './verification-config.ts';
import { WebhookEventName } from './webhook.ts';
import { WorkflowConfig } from './workflow-config.ts';

/** The file `footnote.config.yaml`. Every field has a default, so that no file is needed at all. */

/** Answers that are held back for a person. */
const ReviewsConfig = z.strictObject({
  due_in_hours: z.number().min(0.1).max(2_000).default(24),
  claim_minutes: z
    .number()
    .min(1)
    .max(1_440)
    .default(15)
    .describe('How long nobody else may decide what somebody has claimed.'),
});

export const EmbeddingConfig = z.discriminatedUnion('adapter', [
  z.strictObject({ adapter: z.literal('builtin') }),
  z.strictObject({
    adapter: z.literal('local'),
    model: z.string().min(1).max(200).default('Xenova/bge-small-en-v1.5'),
    dtype: LocalDtype.default('q8'),
    models_folder: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Where model files are kept and looked for; default: models in the data directory.',
      ),
  }),
  z.strictObject({
    adapter: z.literal('remote'),
    base_url: BaseUrl,
    model: z.string().min(1).max(200),
    dimensions: z.int().min(1).max(4_000),
    api_key_env: EnvironmentVariable.optional(),
    price: ModelPrice.pick({ input_per_m: true })
      .optional()
      .describe('What building an index anew is said to cost by.'),
  }),
]);
export type EmbeddingConfig = z.infer<typeof EmbeddingConfig>;

const crossEncoding = {
  candidates: z.int().min(2).max(100).default(20).describe('How many of the best it reads.'),
  time_budget_ms: z
    .int()
    .min(10)
    .max(60_000)
    .default(500)
    .describe('What it has not read by then stays where it was.'),
};

/** A model that reads the question and each of the best chunks together, and orders them anew. */
export const CrossEncoderConfig = z.discriminatedUnion('adapter', [
  z.strictObject({
    adapter: z.literal('local'),
    model: z.string().min(1).max(200).default('Xenova/ms-marco-MiniLM-L-6-v2'),
    dtype: LocalDtype.default('q8'),
    models_folder: z.string().min(1).optional(),
    ...crossEncoding,
  }),
  z.strictObject({
    adapter: z.literal('remote'),
    base_url: BaseUrl,
    model: z.string().min(1).max(200),
    api_key_env: EnvironmentVariable.optional(),
    data_classes: z
      .array(Classification)
      .min(1)
      .describe('What may be sent to it; questions and chunks of other classes are not.'),
    ...crossEncoding,
  }),
]);
export type CrossEncoderConfig = z.infer<typeof CrossEncoderConfig>;

const HostOfNetwork = z
  .string()
  .refine((host) => URL.canParse(`http://${host}`) && new URL(`http://${host}`).host === host, {
    message: 'must be a host or host:port in lower case, like wiki.internal:8080',
  });

const Origin = BaseUrl.refine((text) => new URL(text).pathname === '/', {
  message: 'must be an origin without a path, like https://git.example.org',
}).transform((text) => new URL(text).origin);

/** What sources may touch. Whoever adds a source chooses within it; nothing is allowed by default. */
export const SourcesConfig = z.strictObject({
  folders: z
    .array(z.string().min(1).startsWith('/', 'must be an absolute path'))
    .max(100)
    .default([])
    .describe('Sources may follow folders and repositories below these.'),
  hosts: z
    .strictObject({
      allow_private: z
        .array(HostOfNetwork)
        .max(100)
        .default([])
        .describe('May be on this machine or in a private network, and may speak plain http.'),
    })
    .prefault({}),
  secrets: z
    .array(
      z.strictObject({
        env: EnvironmentVariable,
        origin: Origin.describe('The one place that the secret may be used for.'),
      }),
    )
    .max(100)
    .default([]),
});
export type SourcesConfig = z.infer<typeof SourcesConfig>;

const WebhookUrl = z.url({ protocol: /^https?$/ }).refine(
  (text) => {
    const url = new URL(text);
    return url.username === '' && url.password === '' && url.hash === '';
  },
  { message: 'must hold no credentials and no fragment' },
);

/** Who is told of events. Its origin may be plain http and private, because it is written here. */
export const WebhookConfig = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and -'),
  url: WebhookUrl,
  events: z.array(WebhookEventName).min(1),
  secret_env: EnvironmentVariable.describe('Holds the secret that deliveries are signed with.'),
});
export type WebhookConfig = z.infer<typeof WebhookConfig>;

export const BUILTIN_EXTRACTIVE = 'builtin-extractive';
/** Always there, beside the models that are configured. */
export const BUILTIN_MODEL = {
  name: BUILTIN_EXTRACTIVE,
  tier: 'small',
  hosting: 'self_hosted',
} as const;

/** Retrievals that a server keeps in its memory, to repeat them while nothing that is searched has changed. */
const QueryCacheConfig = z.strictObject({
  max_entries: z.int().min(1).max(100_000).default(1_000),
  max_megabytes: z.int().min(1).max(4_096).default(64),
  max_age_seconds: z.int().min(1).max(3_600).default(300),
});
export type QueryCacheConfig = z.infer<typeof QueryCacheConfig>;

export const FootnoteConfig = z
  .strictObject({
    version: z.literal(1).default(1),
    public_url: BaseUrl.nullable().default(null).describe('How browsers reach the server.'),
    embedding: EmbeddingConfig.default({ adapter: 'builtin' }),
    retrieval: z
      .strictObject({
        leg_depth: z.int().min(10).max(1_000).default(100),
        max_context_tokens: z.int().min(200).max(100_000).default(3_000),
        fusion: Fusion.default('convex').describe("How the legs' hits become one list."),
        dense_weight: z
          .number()
          .min(0)
          .max(1)
          .nullable()
          .default(null)
          .describe('Weight of the dense leg in the fusion; null lets the embedding profile say.'),
        rewrite: RewriteConfig.nullable()
          .default(null)
          .describe('Has a model say what a question with a history asks.'),
        cross_encoder: CrossEncoderConfig.nullable().default(null),
        neighbours: z
          .int()
          .min(0)
          .max(3)
          .default(0)
          .describe('How many chunks on either side of a selected one are added as context.'),
        cache: QueryCacheConfig.nullable().default(null),
      })
      .prefault({}),
    documents: DocumentPolicy.prefault({}),
    models: z.array(ChatModelConfig).max(100).default([]),
    routes: z.array(RouteRule).max(100).optional(),
    breaker: BreakerConfig.prefault({}),
    retry: RetryConfig.prefault({}),
    bulkhead: BulkheadConfig.prefault({}),
    fallback: FallbackConfig.prefault({}),
    budgets: BudgetsConfig.prefault({}),
    verification: VerificationConfig.prefault({}),
    reviews: ReviewsConfig.prefault({}),
    classifiers: ClassifierPolicies.default({}),
    regulated_topics: z
      .array(RegulatedTopic)
      .max(50)
      .default([...EXAMPLE_TOPICS]),
    sensitive: SensitiveConfig.prefault({}),
    sources: SourcesConfig.prefault({}),
    webhooks: z.array(WebhookConfig).max(20).default([]),
    alerts: z.array(AlertRule).max(50).default([]),
    canaries: CanaryConfig.nullable().default(null),
    workflows: z.array(WorkflowConfig).max(50).default([]),
  })
  .transform((config) => ({
    ...config,
    routes: config.routes ?? routesFor(config.regulated_topics),
  }))
  .superRefine((config, context) => {
    for (const { path, message } of findConfigProblems(config, BUILTIN_MODEL)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });
/** Where nobody has written rules, a person decides on what is regulated, and the rest is as it comes. */
function routesFor(topics: readonly RegulatedTopic[]): RouteRule[] {
  if (topics.length === 0) return [];
  const names = topics.map(({ name }) => name);
  const when = { regulated_topic: names };
  return [RouteRule.parse({ name: 'regulated-topics', when, action: 'review' })];
}

export type FootnoteConfig = z.infer<typeof FootnoteConfig>;
