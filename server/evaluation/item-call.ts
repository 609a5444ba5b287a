import type { EvaluationVariant } from '../../contract/evaluation-variant.ts';
import type { GoldItem } from '../../contract/gold-set.ts';
import type { EvaluationId } from '../../contract/ids.ts';
import type { Caller } from '../caller.ts';

/** One item under one variant, with whose rights it is tried. */
export interface ItemCall {
  readonly runId: EvaluationId;
  readonly caller: Caller;
  readonly item: GoldItem;
  readonly variant: EvaluationVariant;
  readonly signal: AbortSignal;
}
