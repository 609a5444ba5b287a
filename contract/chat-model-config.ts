import { z } from 'zod';
import { ALL_DATA_CLASSES, Classification } from './classification.ts';
import { BaseUrl, EnvironmentVariable, LocalDtype } from './config-values.ts';
import { ModelName } from './model-name.ts';
import { Hosting, ModelTier } from './routing.ts';

const dollars = z.number().min(0).max(1e6);

export const ModelPrice = z.strictObject({
  input_per_m: dollars.describe('US dollars per million input tokens.'),
  output_per_m: dollars.describe('US dollars per million output tokens.'),
  cached_input_per_m: dollars
    .optional()
    .describe('Of input tokens that the provider had in its cache; as others when not given.'),
  gpu_hour: dollars
    .optional()
    .describe('US dollars per hour of a call: what a machine of your own costs.'),
});

export const ModelTimeouts = z.strictObject({
  first_token_ms: z.int().min(100).max(600_000).default(20_000),
  idle_ms: z.int().min(100).max(600_000).default(15_000),
  total_ms: z.int().min(100).max(600_000).default(60_000),
});

/** Who a chat model is called through. */
export const CHAT_PROVIDERS = ['openai_compatible', 'anthropic', 'local', 'local_reader'] as const;

/** Models of this provider find answers in chunks and write nothing: they can do nothing else. */
export const READER_PROVIDER = 'local_reader' satisfies (typeof CHAT_PROVIDERS)[number];

const chatModel = {
  name: ModelName.describe('How requests, rules and traces call it.'),
  model: z.string().min(1).max(200).describe('How the provider, or the hub, calls it.'),
  tier: ModelTier,
  context_window: z.int().min(512).max(10_000_000),
  max_output_tokens: z.int().min(16).max(100_000).default(800),
  timeouts: ModelTimeouts.prefault({}),
};

export const RemoteChatModelConfig = z.strictObject({
  provider: z
    .enum(CHAT_PROVIDERS)
    .exclude(['local', 'local_reader'])
    .describe('What it speaks: the chat API of OpenAI, or that of Anthropic.'),
  base_url: BaseUrl,
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and -')
    .optional()
    .describe('Where it runs; models that differ in nothing else have circuits of their own.'),
  api_key_env: EnvironmentVariable.optional(),
  hosting: Hosting,
  data_classes: z.array(Classification).min(1),
  price: ModelPrice,
  ...chatModel,
});
export type RemoteChatModelConfig = z.infer<typeof RemoteChatModelConfig>;

/** On this machine: what it is sent never leaves it. */
const onThisMachine = {
  models_folder: z.string().min(1).optional(),
  hosting: z.literal('self_hosted').default('self_hosted'),
  data_classes: z
    .array(Classification)
    .min(1)
    .default([...ALL_DATA_CLASSES]),
  price: ModelPrice.default({ input_per_m: 0, output_per_m: 0 }),
};

/** A small instruct model. */
export const LocalChatModelConfig = z.strictObject({
  provider: z.literal('local'),
  dtype: LocalDtype.default('q4'),
  ...onThisMachine,
  ...chatModel,
});

/** More than any prompt has. */
const ANY_LENGTH = 10_000_000;
const LEAST_OUTPUT = 16;

/**
 * A question-answering model that gives the start and the end of the answer in a text. It reads any length, window by
 * window, and writes nothing, which the router is told in the fields that it knows the other models by.
 */
export const LocalReaderConfig = z.strictObject({
  provider: z.literal(READER_PROVIDER),
  dtype: LocalDtype.default('q8'),
  min_probability: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('A span that is less probable is no answer.'),
  ...onThisMachine,
  ...chatModel,
  context_window: z.literal(ANY_LENGTH).default(ANY_LENGTH),
  max_output_tokens: z.literal(LEAST_OUTPUT).default(LEAST_OUTPUT),
});

export const ChatModelConfig = z.discriminatedUnion('provider', [
  RemoteChatModelConfig,
  LocalChatModelConfig,
  LocalReaderConfig,
]);
export type ChatModelConfig = z.infer<typeof ChatModelConfig>;

/** The names of the models that can be asked to write: all but readers. */
export function listWriters(
  models: readonly Pick<ChatModelConfig, 'name' | 'provider'>[],
): readonly string[] {
  return models.filter(({ provider }) => provider !== READER_PROVIDER).map(({ name }) => name);
}
