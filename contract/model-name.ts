import { z } from 'zod';

/** What a configured model is called in requests, rules and traces. */
export const ModelName = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._:/-]{0,127}$/, 'must be 1 to 128 letters, digits and . _ : / -')
  .refine((name) => name !== 'auto', { message: '`auto` means "let the router choose"' });
