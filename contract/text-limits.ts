import { z } from 'zod';

export const MAX_QUESTION_CHARS = 8_000;
export const MAX_UPLOAD_BYTES = 25 * 1024 * 1024;

/**
 * Text that Postgres can store unchanged: no NUL and no lone surrogate. Everything else, however odd,
 * is accepted and comes back as it was sent.
 */
export function storableText() {
  return z
    .string()
    .refine((text) => !text.includes('\0'), { message: 'must not contain a NUL character' })
    .refine((text) => text.isWellFormed(), { message: 'must not contain a lone surrogate' });
}

/** A question of 1 to 8,000 UTF-16 code units that is not blank. */
export const QuestionText = storableText()
  .min(1)
  .max(MAX_QUESTION_CHARS)
  .refine((text) => text.trim().length > 0, { message: 'must not be blank' });
