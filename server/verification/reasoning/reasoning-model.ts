/** Made by bench/routing/train-reasoning.ts: see there. */
export const REASONING_MODEL = {
  version: 'reasoning@1',
  intercept: 3.665,
  coefficients: {
    wrong_calculation: -3.356,
    no_calculation: -1.635,
    calculations: 0.3405,
    multiplications: 0.4593,
    calculations_per_figure: 0.2891,
    question_length: -0.7625,
    comparison: -0.3095,
    figure_left_out: -0.8708,
    unexplained_figures: 0.5229,
    fractional_result: -1.096,
    fraction_of_a_count: -4.497,
    answer_not_calculated: -0.9678,
    loose_results: -1.154,
    doubt: -1.001,
    ended: 0.9925,
  },
} as const;
