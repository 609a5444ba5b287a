/** Where a figure lies with 95 % confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The standard normal distribution lies between minus and plus this with a probability of 95 %. */
export const Z_95 = 1.959_963_984_540_054;
