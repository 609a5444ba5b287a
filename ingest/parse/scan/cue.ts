/**
 * A way of speaking to a model. `opening` is where it is looked for, `rest` what has to follow it; both are
 * sources of regular expressions over lower-case text with bounded repetitions only. At a weight of 1 it is
 * a finding alone, below that together with others near by.
 */
export interface Cue {
  readonly code: InjectionCode;
  readonly weight: number;
  readonly opening: string;
  readonly rest: string;
}
