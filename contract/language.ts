import { z } from 'zod';

/** Languages (ISO 639-1) whose words the lexical index reads: each has a stemmer and stop words. */
export const Language = z
  .enum(['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'sv'])
  .meta({ id: 'Language' });
export type Language = z.infer<typeof Language>;

export const DEFAULT_LANGUAGE: Language = 'en';

/** Languages (ISO 639-1) that a question is told to be in, by its commonest words or by its letters. */
export const DETECTED_LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'ja',
  'ko',
  'zh',
  'el',
  'he',
  'th',
] as const;
export type DetectedLanguage = (typeof DETECTED_LANGUAGES)[number];
