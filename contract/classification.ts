import { z } from 'zod';

/** How sensitive a document or a question is, from least to most. */
export const CLASSIFICATIONS = ['public', 'internal', 'confidential', 'restricted'] as const;

export const Classification = z.enum(CLASSIFICATIONS).meta({ id: 'Classification' });
export type Classification = z.infer<typeof Classification>;

/** The rank of a classification: 0 for `public`, 3 for `restricted`. */
export function classificationRank(classification: Classification): number {
  return CLASSIFICATIONS.indexOf(classification);
}

/** The most sensitive of the given classifications; `public` when none is given. */
export function highestClassification(classifications: Iterable<Classification>): Classification {
  let highest: Classification = 'public';
  for (const classification of classifications) {
    if (classificationRank(classification) > classificationRank(highest)) highest = classification;
  }
  return highest;
}

/** All classes: what a model that never leaves the process may see. */
export const ALL_DATA_CLASSES: readonly Classification[] = [...CLASSIFICATIONS];
