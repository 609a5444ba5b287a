import { z } from 'zod';
import { Classification } from './classification.ts';

const MAX_PATTERN_LENGTH = 40;

/** How numbers of people are written at one employer: `#` is a digit, `@` a letter, all else stands for itself. */
const EmployeeIdPattern = z
  .string()
  .max(MAX_PATTERN_LENGTH)
  .regex(
    /^[A-Za-z0-9#@./_-]+(?: [A-Za-z0-9#@./_-]+)*$/,
    'must be letters, digits and . / _ - and single spaces, with # for a digit and @ for a letter',
  )
  .refine((pattern) => (pattern.match(/[#@]/g)?.length ?? 0) >= 3, {
    message: 'must have three # or @ at least, or it would be met by chance',
  });

/** What makes a text sensitive here, beside what does everywhere. */
export const SensitiveConfig = z
  .strictObject({
    employee_ids: z
      .array(
        z.strictObject({
          pattern: EmployeeIdPattern,
          classification: Classification.default('internal'),
        }),
      )
      .max(50)
      .default([]),
  })
  .meta({ id: 'SensitiveConfig' });
export type SensitiveConfig = z.infer<typeof SensitiveConfig>;
