import { z } from 'zod';

export const TopicName = z
  .string()
  .regex(/^[a-z0-9_]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and _');
const topicTerms = z
  .array(
    z
      .string()
      .regex(/^[\p{L}\p{N}' -]{2,60}\*?$/u, 'must be words, with * for any ending of the last'),
  )
  .min(1)
  .max(200);

/** What the models that ship recognise. */
export const TOPIC_MODELS = ['payroll_dispute', 'access_exception'] as const;
const TopicModel = z.enum(TOPIC_MODELS);
export type TopicModel = z.infer<typeof TopicModel>;

/** Low, because a case that nobody sees costs more than one that a person looks at in vain. */
export const DEFAULT_TOPIC_PROBABILITY = 0.15;

/**
 * A topic that rules can keep from models. It is met by the words of a text, when one term of each list stands close
 * to one of the other, or by a model that ships, or by either.
 */
export const RegulatedTopic = z
  .strictObject({
    name: TopicName,
    about: topicTerms.optional().describe('What it is about, like "salary" or "overtime".'),
    signs: topicTerms.optional().describe('What makes it a case, like "wrong" or "disput*".'),
    model: TopicModel.optional().describe('What is built in and recognises it.'),
    min_probability: z
      .number()
      .min(0.01)
      .max(1)
      .optional()
      .describe(
        'From which probability on the model holds it to be met; 0.15 when nothing is said.',
      ),
  })
  .refine(({ about, signs }) => (about === undefined) === (signs === undefined), {
    message: 'needs both about and signs, or neither',
  })
  .refine(({ about, model }) => about !== undefined || model !== undefined, {
    message: 'needs about and signs, a model, or both',
  })
  .refine(({ model, min_probability: least }) => model !== undefined || least === undefined, {
    path: ['min_probability'],
    message: 'needs a model',
  });
export type RegulatedTopic = z.infer<typeof RegulatedTopic>;

/** Two topics of most workplaces. Where a configuration has no rules, a person decides on them. */
export const EXAMPLE_TOPICS: readonly RegulatedTopic[] = TOPIC_MODELS.map((model) => ({
  name: model,
  model,
}));
