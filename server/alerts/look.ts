import type { AlertSight } from './step-alert.ts';

/** What one look at a rule's figures found. */
export interface Look {
  readonly sight: AlertSight;
  /** Null where there are no figures. */
  readonly value: number | null;
  readonly detail: string;
  /** What it was judged by, of a rule that judges nothing twice. */
  readonly evidence?: string | null;
}
