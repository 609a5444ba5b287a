import { z } from 'zod';

/**
 * What is looked for in a document while it is parsed, because a reader would not see it or should not meet
 * it; and `left_out`, what a reader sees and the stored text does not hold.
 */
export const FINDING_KINDS = ['injection', 'hidden_text', 'secret', 'left_out'] as const;
export const FindingKind = z.enum(FINDING_KINDS).meta({ id: 'FindingKind' });
export type FindingKind = z.infer<typeof FindingKind>;

export const Finding = z
  .object({
    kind: FindingKind,
    code: z
      .string()
      .regex(/^[a-z0-9_]{1,64}$/)
      .describe('What exactly: `white_on_white`, `private_key`, `overrides_instructions`, …'),
    detail: z.string().describe('What was found, in words; never the secret itself.'),
    char_start: z
      .int()
      .min(0)
      .nullable()
      .describe(
        'In the stored text; null for what is not in it: what was left out, and the title.',
      ),
    char_end: z.int().min(0).nullable(),
    page: z.int().min(1).nullable(),
    excerpt: z
      .string()
      .nullable()
      .describe('What was found, at most 200 characters; null for a secret.'),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof Finding>;

/** What happens to a version with a finding: it serves, waits for somebody's approval, or is refused. */
export const FindingPolicy = z.enum(['warn', 'hold', 'refuse']).meta({ id: 'FindingPolicy' });
export type FindingPolicy = z.infer<typeof FindingPolicy>;
