import { z } from 'zod';

/** Languages (ISO 639-1) whose words the lexical index reads: each has a stemmer and stop words. */
export const Language = z
  .enum(['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'sv'])
  .meta({ id: 'Language' });
export type Language = z.infer<typeof Language>;

export const DEFAULT_LANGUAGE: Language = 'en';
