import { z } from 'zod';
import { storableText } from './text-limits.ts';

export const MAX_LABELS = 300;

export const Label = storableText()
  .min(1)
  .max(200)
  .refine((label) => label.trim() === label && label !== '', {
    message: 'must not begin or end with a space',
  });

const MAX_DESCRIPTION_CHARS = 300;

/** What a label means, for the models and the people who are asked for one. */
export const LabelDescription = z
  .strictObject({
    label: Label,
    description: storableText()
      .min(1)
      .max(MAX_DESCRIPTION_CHARS)
      .regex(/^\P{Cc}*$/u, 'must be one line')
      .refine((description) => description.trim() !== '', { message: 'must not be blank' }),
  })
  .meta({ id: 'LabelDescription' });
export type LabelDescription = z.infer<typeof LabelDescription>;

export const GivenDescriptions = z
  .array(LabelDescription)
  .max(MAX_LABELS)
  .superRefine((described, context) => {
    for (const [at, { label }] of described.entries()) {
      const first = described.findIndex((other) => other.label === label);
      if (first === at) continue;
      const message = `has a description at ${first} already`;
      context.addIssue({ code: 'custom', path: [at, 'label'], message });
    }
  })
  .default([])
  .describe('What labels mean; each has to have examples. Models that are asked are told.');
export const KeptDescriptions = z
  .array(LabelDescription)
  .describe('By label; of those that have one.');
