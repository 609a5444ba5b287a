import type { AskRequest, AnswerStatus } from '../../contract/answer.ts';
import type { Classification } from '../../contract/classification.ts';
import type { DraftDecision, DraftDecisionKind } from '../../contract/consequence.ts';
import type { TraceId } from '../../contract/ids.ts';
import type { RouteSignals } from '../../contract/routing.ts';
import type { EvidenceReference } from '../../contract/trace.ts';
import type { SummaryTrace } from '../../contract/summary.ts';
import type { Citation, Claim, Verification } from '../../contract/verification.ts';
import type { Reader } from '../../db/queries/readable.ts';
import type { Caller } from '../caller.ts';
import type { GenerationOutcome } from '../generation/generate-answer.ts';
import type { SentPrompt } from '../generation/generation-request.ts';
import type { RetrievalOutcome } from '../retrieval/retrieval-outcome.ts';
import type { RouteOutcome } from '../routing/choose-model.ts';

/**
 * Why it is asked, where no app asks. `reask`: the answer of that trace had become stale. `replay`: an auditor
 * wants to see what comes of it. `evaluation`: nobody waits for the answer, it is measured.
 */
export type QuestionOrigin =
  | { readonly kind: 'reask' | 'replay'; readonly traceId: TraceId }
  | { readonly kind: 'evaluation' };

/** One question, who asks it and in whose name. */
export interface Question {
  readonly traceId: TraceId;
  readonly askedAt: Date;
  readonly request: Omit<AskRequest, 'stream'>;
  /** Answers from the documents as they stood then; null for now. */
  readonly asOf: Date | null;
  /** Null where an app asks. */
  readonly origin: QuestionOrigin | null;
  readonly caller: Caller;
  readonly reader: Reader;
  readonly traceparent: string | null;
  readonly signal: AbortSignal;
}

export type EvidenceWithText = EvidenceReference & {
  readonly text: string;
  readonly tokenCount: number;
};

/** What has left for models, and the chunks in it. */
export interface SentEvidence extends SentPrompt {
  readonly evidence: readonly EvidenceWithText[];
  /** Of the question, its history and the chunks. */
  readonly dataCeiling: Classification;
}

export interface VerificationOutcome {
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
  readonly verification: Verification;
}

export interface WithheldDraft {
  readonly text: string;
  readonly model: string;
  readonly withheldBecause: string;
  readonly decision: DraftDecisionKind;
  readonly verified: VerificationOutcome;
}

/** Milliseconds that each step took. */
export interface StepTimings {
  readonly route: number;
  readonly retrieve: number;
  readonly generate: number;
  readonly verify: number;
}

/** Every step's outcome, with its reasons: all that a trace or an answer is built from. */
export interface AnswerOutcome {
  readonly question: Question;
  readonly otelTraceId: string | null;
  readonly signals: RouteSignals;
  readonly retrieval: RetrievalOutcome;
  /** What it is a summary of; null for an answer to a question. */
  readonly summary: SummaryTrace | null;
  readonly evidence: readonly EvidenceWithText[];
  readonly route: RouteOutcome;
  readonly generation: GenerationOutcome;
  readonly verified: VerificationOutcome;
  readonly drafts: readonly WithheldDraft[];
  readonly decisions: readonly DraftDecision[];
  readonly status: AnswerStatus;
  readonly timings: StepTimings;
}
