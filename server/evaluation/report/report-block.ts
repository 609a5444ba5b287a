import type { Frontier } from '../../../contract/frontier.ts';

export interface ReportTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export type ReportBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly table: ReportTable }
  | { readonly kind: 'frontier'; readonly frontier: Frontier }
  | { readonly kind: 'plot'; readonly title: string; readonly figures: readonly PlottedFigure[] };

/** A share with its interval, as a plot shows it. */
export interface PlottedFigure {
  readonly label: string;
  readonly variant: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A report without a form: what is said, in its order. */
export interface Report {
  readonly title: string;
  readonly sections: readonly {
    readonly heading: string;
    readonly blocks: readonly ReportBlock[];
  }[];
}
