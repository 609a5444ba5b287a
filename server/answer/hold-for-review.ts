import type { GenerationOutcome } from '../generation/generate-answer.ts';
import { verifyAnswer } from '../verification/verify-answer.ts';
import type { VerificationOutcome, WithheldDraft } from './answer-outcome.ts';

/** What the asker reads until a person has decided. */
export const HELD_ANSWER = 'A person looks at this question before it is answered.';

export interface CheckedDraft {
  readonly generation: GenerationOutcome;
  readonly verified: VerificationOutcome;
  readonly drafts: readonly WithheldDraft[];
}

/** Holds a checked draft back for a person: it stays in the trace, and nothing of it reaches the asker. */
export function holdForReview(checked: CheckedDraft, reason: string): CheckedDraft {
  const { generation, verified, drafts } = checked;
  const { text, model } = generation;
  const held = { text, model: model.name, withheldBecause: reason, verified };
  return {
    generation: {
      ...generation,
      kind: 'held',
      text: HELD_ANSWER,
      fallback: { kind: 'review', reason },
      reason,
    },
    verified: verifyAnswer({ answer: '', evidence: [] }),
    drafts: generation.kind === 'answered' ? [...drafts, held] : drafts,
  };
}
