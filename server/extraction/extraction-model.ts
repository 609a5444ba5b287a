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
  intercept: -3.716,
  coefficients: {
    label: 0.869,
    label_precision: 1.019,
    other_label: -0.536,
    row: 0.943,
    row_precision: 1.224,
    sentence: 0.206,
    near: 1.684,
    nearest: 1.82,
    heading: 0.953,
    around: -0.056,
    union: 2.458,
    own: 0.189,
    head: 0.653,
    head_of_document: 1.903,
    alone: 2.818,
    unit: 0.297,
    other_unit: -0.411,
    after: 1.573,
    before: 0.936,
    density: 2.076,
    is_cell: -0.674,
    is_label_value: -1.072,
    is_name: -1.082,
  },
  acceptFrom: 0.42,
};
