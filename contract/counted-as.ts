import { z } from 'zod';

/** `unsupported`: with at least one such claim. `decided`: held, and a person has decided. `rated`: up or down. */
export const COUNTED_AS = [
  'success',
  'unsupported',
  'escalated',
  'fallback',
  'held',
  'decided',
  'rated',
] as const;
/** What an answer counts as in the figures of the metrics. */
export const CountedAs = z.enum(COUNTED_AS).meta({ id: 'CountedAs' });
export type CountedAs = z.infer<typeof CountedAs>;
