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
  intercept: -4.384,
  coefficients: {
    label: 0.912,
    label_precision: 1.044,
    other_label: -0.953,
    row: 0.871,
    row_precision: 1.278,
    sentence: 0.132,
    near: 1.668,
    nearest: 1.993,
    heading: 1.205,
    around: -0.324,
    union: 2.168,
    own: 0.25,
    head: 0.607,
    head_of_document: 1.795,
    alone: 3.28,
    unit: 0.188,
    other_unit: -0.397,
    after: 1.539,
    before: 0.903,
    density: 2.292,
    is_cell: -0.762,
    is_label_value: -1.105,
    is_name: -1.03,
  },
  acceptFrom: 0.5,
};
