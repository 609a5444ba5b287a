import type { Classification } from '../../contract/classification.ts';
import type { Candidate, DocumentFilters, Message } from '../../contract/retrieval.ts';
import type { RetrievalTrace } from '../../contract/retrieval-trace.ts';
import type { Reader } from '../../db/queries/readable.ts';

/** What somebody else than the rules was to make of a question with a history. */
export interface QuestionRewrite {
  /** What is asked, by itself; null where the rules read the history after all. */
  readonly text: string | null;
  /** Which one wrote it, and why not the other. */
  readonly reason: string;
}

export interface RetrievalQuery {
  readonly question: string;
  readonly history: readonly Message[];
  /** Null or absent where only the rules read the history. */
  readonly rewrite?: QuestionRewrite | null;
  /** How sensitive the question and its history are by themselves. */
  readonly classification: Classification;
  /** Null searches every collection that the reader may read. */
  readonly collections: readonly string[] | null;
  readonly filters: DocumentFilters;
  /** Retrieves from the documents as they stood then; null for now. */
  readonly asOf: Date | null;
  readonly reader: Reader;
  readonly maxChunks: number;
}

/** A chunk that goes into the prompt; its classification counts towards the data ceiling. */
export type SelectedChunk = Candidate & { readonly classification: Classification };

/** A question that asks one thing is its own only part. */
export interface AskedPart {
  readonly question: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** How telling each of its terms is: its inverse document frequency in the workspace. */
  readonly rarity: ReadonlyMap<string, number>;
}

export interface RetrievalOutcome {
  /** In the order in which they enter the prompt: best first. */
  readonly selected: readonly SelectedChunk[];
  /** Every candidate by final rank, with its text. */
  readonly candidates: readonly Candidate[];
  /** What was asked, one by one, and the probability that what answers it was selected. */
  readonly parts: readonly AskedPart[];
  readonly trace: RetrievalTrace;
  readonly durationMs: number;
}
