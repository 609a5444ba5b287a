import { withoutTiers } from './check-draft.ts';
import { decide, withhold, type CheckedDraft } from './checked-draft.ts';

/** What the asker reads until a person has decided. */
export const HELD_ANSWER = 'A person looks at this question before it is answered.';

/** Holds a checked draft back for a person: it stays in the trace, and nothing of it reaches the asker. */
export function holdForReview(checked: CheckedDraft, reason: string): CheckedDraft {
  const { generation, drafts } = checked;
  const decided = { decision: 'review', reason } as const;
  return {
    ...decide(checked, decided),
    generation: {
      ...generation,
      kind: 'held',
      text: HELD_ANSWER,
      fallback: { kind: 'review', reason },
      reason,
    },
    verified: withoutTiers({ answer: '', evidence: [] }),
    drafts: generation.kind === 'answered' ? [...drafts, withhold(checked, decided)] : drafts,
  };
}
