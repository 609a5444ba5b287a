import { z } from 'zod';
import { ClassifierName } from './classifier.ts';
import { ModelName } from './model-name.ts';

const MAX_MODELS = 4;

/** Who decides on a text of which a classifier is not sure enough. */
export const ClassifierPolicy = z.strictObject({
  min_probability: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Below it the classifier does not decide.'),
  models: z
    .array(ModelName)
    .max(MAX_MODELS)
    .default([])
    .describe('Asked instead, in this order, until one is sure; policy and budgets hold for each.'),
  review: z.boolean().default(false).describe('Whether a person decides when nobody else does.'),
});
export type ClassifierPolicy = z.infer<typeof ClassifierPolicy>;

/** By the names of the classifiers, in every workspace. */
export const ClassifierPolicies = z.record(ClassifierName, ClassifierPolicy);
