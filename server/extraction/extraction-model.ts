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
  intercept: -2.224,
  coefficients: {
    label: 1.168,
    label_precision: 1.101,
    row: 2.71,
    sentence: 0.073,
    near: 3.049,
    heading: 0.726,
    around: -0.725,
    union: 5.942,
    own: 1.111,
    head: 1.01,
    head_of_document: 1.373,
    alone: 1.245,
    unit: 1.981,
    other_unit: -1.153,
    after: 2.298,
    is_cell: -2.044,
    is_label_value: -0.899,
    is_name: -2.403,
  },
  acceptFrom: 0.6,
};
