import { z } from 'zod';
import { ModelName } from './model-name.ts';

const share = z.number().min(0).max(1);

const Band = z
  .strictObject({ from: share, to: share })
  .refine(({ from, to }) => from <= to, { message: 'must not end before it begins' });

/** What each output of a model that reads a text and a claim means; with one output, its sigmoid is the chance of support. */
const PairOutput = z.enum(['supported', 'contradicted', 'neutral']);

/** A model on this machine that reads a chunk and a claim together. */
export const LocalTierConfig = z.strictObject({
  kind: z
    .enum(['pairs', 'tokens'])
    .describe(
      '`pairs` judges a text and a claim as a whole (NLI, HHEM, MiniCheck); `tokens` marks tokens of the claim that are not supported (LettuceDetect).',
    ),
  model: z.string().min(1).max(200),
  dtype: z.enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4']).default('q8'),
  models_folder: z.string().min(1).optional(),
  outputs: z
    .array(PairOutput)
    .min(1)
    .max(3)
    .refine((outputs) => outputs.filter((output) => output === 'supported').length === 1, {
      message: 'must name one output "supported"',
    })
    .default(['supported'])
    .describe("What the model's outputs mean, in their order; for `pairs`."),
  supported_from: share.default(0.5),
  undecided: Band.default({ from: 0.3, to: 0.7 }).describe(
    'Between these chances of support the next tier is asked, too.',
  ),
  time_budget_ms: z.int().min(10).max(60_000).default(2_000),
});
export type LocalTierConfig = z.infer<typeof LocalTierConfig>;

/** A configured model that is asked about claims; only one that may answer the question may also judge. */
const JudgeConfig = z.strictObject({
  model: z
    .union([z.literal('auto'), ModelName])
    .default('auto')
    .describe(
      "`auto`: the first in the router's order that did not write the draft, else its writer.",
    ),
  max_claims: z.int().min(1).max(50).default(20),
});
export type JudgeConfig = z.infer<typeof JudgeConfig>;

export const VerificationConfig = z.strictObject({
  undecided: Band.nullable()
    .default(null)
    .describe(
      'Between these probabilities of the builtin tier the next tier is asked; null for the band that came with its model.',
    ),
  local: LocalTierConfig.nullable().default(null),
  judge: JudgeConfig.nullable().default(null),
});
export type VerificationConfig = z.infer<typeof VerificationConfig>;
