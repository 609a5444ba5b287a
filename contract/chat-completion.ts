import { z } from 'zod';
import { TraceId } from './ids.ts';
import { givenInstant } from './instant.ts';
import { RouteSummary } from './routing.ts';
import { storableText } from './text-limits.ts';
import { Citation, Claim, Verification } from './verification.ts';

const TextPart = z.strictObject({ type: z.literal('text'), text: storableText() });

/** Nothing, as clients write it. */
const Nothing = z.union([z.null(), z.array(z.never()).max(0)]).optional();

/**
 * Clients send an earlier answer back as they keep it: with OpenAI's other fields, which are empty
 * because no answer of ours has any. One that is not empty would be passed over, so it is refused.
 */
const ChatMessage = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([storableText(), z.array(TextPart).min(1).max(100)]),
  name: z.string().max(200).nullish(),
  refusal: z.null().optional(),
  annotations: Nothing,
  audio: z.null().optional(),
  function_call: z.null().optional(),
  tool_calls: Nothing,
});

/**
 * The part of OpenAI's chat request that has a meaning here. Sampling settings are accepted, because
 * clients send them unasked, and have no effect; `model` is `auto` or a configured model.
 */
export const ChatCompletionRequest = z
  .strictObject({
    model: z.string().min(1).max(200),
    messages: z.array(ChatMessage).min(1).max(100),
    stream: z.boolean().nullish(),
    stream_options: z.strictObject({ include_usage: z.boolean().optional() }).nullish(),
    n: z.literal(1).nullish(),
    user: z.string().max(200).optional(),
    metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().min(0).max(1).nullish(),
    max_tokens: z.int().min(1).max(1_000_000).nullish(),
    max_completion_tokens: z.int().min(1).max(1_000_000).nullish(),
    presence_penalty: z.number().min(-2).max(2).nullish(),
    frequency_penalty: z.number().min(-2).max(2).nullish(),
    seed: z.int().min(-2_147_483_648).max(2_147_483_647).nullish(),
    stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
    store: z.boolean().nullish(),
    footnote: z.strictObject({ as_of: givenInstant().optional() }).optional(),
  })
  .meta({ id: 'ChatCompletionRequest' });
export type ChatCompletionRequest = z.infer<typeof ChatCompletionRequest>;

/** What an OpenAI client does not know of, in the extension field `footnote`. */
export const FootnoteExtension = z
  .object({
    trace_id: TraceId,
    citations: z.array(Citation),
    claims: z.array(Claim),
    verification: Verification,
    route: RouteSummary,
  })
  .meta({ id: 'FootnoteExtension' });
export type FootnoteExtension = z.infer<typeof FootnoteExtension>;

export const CompletionUsage = z.object({
  prompt_tokens: z.int().min(0),
  completion_tokens: z.int().min(0),
  total_tokens: z.int().min(0),
});

export const ChatCompletion = z
  .object({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.int().min(0),
    model: z.string(),
    choices: z.array(
      z.object({
        index: z.int().min(0),
        message: z.object({
          role: z.literal('assistant'),
          content: z.string(),
          refusal: z.null(),
        }),
        logprobs: z.null(),
        finish_reason: z.enum(['stop', 'length', 'content_filter']),
      }),
    ),
    usage: CompletionUsage,
    footnote: FootnoteExtension,
  })
  .meta({ id: 'ChatCompletion' });
export type ChatCompletion = z.infer<typeof ChatCompletion>;

export const ModelList = z
  .object({
    object: z.literal('list'),
    data: z.array(
      z.object({
        id: z.string(),
        object: z.literal('model'),
        created: z.int().min(0),
        owned_by: z.string(),
      }),
    ),
  })
  .meta({ id: 'ModelList' });
export type ModelList = z.infer<typeof ModelList>;

/** Errors on the OpenAI routes have OpenAI's shape. */
export const OpenAiError = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable(),
      code: z.string().nullable(),
    }),
  })
  .meta({ id: 'OpenAiError' });
export type OpenAiError = z.infer<typeof OpenAiError>;
