import type {
  ModelAttempt,
  RouteSignals,
  RoutingReceipt,
  SkippedModel,
} from '../../contract/routing.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import type { ServedChunk } from '../../db/queries/served-chunks.ts';
import type { ServedText } from '../../db/queries/served-texts.ts';
import type { AnswerBudget } from '../budgets/open-budget.ts';
import type { Caller } from '../caller.ts';
import type { DraftedPlaces } from './drafted-places.ts';

/** What all chunks of a request are asked about with. */
export interface DraftCall {
  readonly caller: Caller;
  readonly goldSet: string;
  /** `auto`, or a configured model's name. */
  readonly model: string;
  readonly budget: AnswerBudget | null;
  readonly places: DraftedPlaces;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}

/** A chunk whose turn it is. */
export interface ChunkToDraft {
  readonly document: ServedText;
  /** Of the document's title: each of its chunks is routed by it. */
  readonly signals: RouteSignals;
  readonly chunk: ServedChunk;
}

/** The calls about one chunk, as far as they have come. */
export interface DraftCalls {
  readonly prompt: PromptTrace;
  readonly receipt: RoutingReceipt;
  readonly attempts: readonly ModelAttempt[];
  readonly skipped: readonly SkippedModel[];
  /** Null where none came. */
  readonly reply: { readonly text: string; readonly model: string } | null;
}
