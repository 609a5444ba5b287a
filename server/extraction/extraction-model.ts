import type { FEATURES } from './measure-features.ts';

interface ExtractionModel {
  readonly name: string;
  readonly intercept: number;
  readonly coefficients: Readonly<Record<(typeof FEATURES)[number], number>>;
  /** A value is taken from this probability on. */
  readonly acceptFrom: number;
}

/** Made by `bench/extract/train-extraction.ts` from the tuning part of `demo/extraction.jsonl`. */
export const EXTRACTION_MODEL: ExtractionModel = {
  name: 'builtin-1',
  intercept: -4.259,
  coefficients: {
    label: 0.89,
    label_precision: 1.045,
    other_label: -0.812,
    row: 0.874,
    row_precision: 1.14,
    sentence: 0.035,
    near: 1.701,
    nearest: 2.027,
    heading: 1.146,
    around: -0.251,
    union: 2.199,
    own: 0.127,
    head: 0.588,
    head_of_document: 1.768,
    alone: 3.284,
    unit: 0.157,
    other_unit: -0.414,
    after: 1.53,
    before: 0.883,
    density: 2.208,
    is_cell: -0.776,
    is_label_value: -1.177,
    is_name: -1.113,
  },
  acceptFrom: 0.4,
};
