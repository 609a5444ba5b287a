import type { DraftDecision, DraftDecisionKind } from '../../contract/consequence.ts';
import type { GenerationOutcome } from '../generation/generate-answer.ts';
import type { ReasoningCheck } from '../verification/reasoning/check-reasoning.ts';
import type { TieredAnswer } from '../verification/tiers/verify-in-tiers.ts';
import type { WithheldDraft } from './answer-outcome.ts';
import { countSupport } from './count-support.ts';

/** What would be answered as things stand, what was withheld before it, and what was decided on each. */
export interface CheckedDraft {
  readonly generation: GenerationOutcome;
  readonly verified: TieredAnswer;
  readonly reasoning: ReasoningCheck | null;
  readonly drafts: readonly WithheldDraft[];
  readonly decisions: readonly DraftDecision[];
}

export interface Decided {
  readonly decision: DraftDecisionKind;
  readonly reason: string;
}

/** The draft stays; the decision on it is put on record. */
export function decide(checked: CheckedDraft, decided: Decided): CheckedDraft {
  const { supported, unsupported } = countSupport(checked.verified);
  const made: DraftDecision = {
    ...decided,
    model: checked.generation.model.name,
    supported_claims: supported,
    unsupported_claims: unsupported.length,
    ...(checked.reasoning === null
      ? {}
      : { reasoning: { ...checked.reasoning, wrong: [...checked.reasoning.wrong] } }),
  };
  return { ...checked, decisions: [...checked.decisions, made] };
}

/** Another answer takes the draft's place; the draft, as it was checked, stays on record. */
export function replace(
  checked: CheckedDraft,
  by: Pick<CheckedDraft, 'generation' | 'verified' | 'reasoning'>,
  decided: Decided,
): CheckedDraft {
  const { generation, verified } = checked;
  return {
    ...decide(checked, decided),
    ...by,
    drafts: [...checked.drafts, withhold({ generation, verified }, decided)],
  };
}

export function withhold(
  { generation, verified }: Pick<CheckedDraft, 'generation' | 'verified'>,
  { decision, reason }: Decided,
): WithheldDraft {
  const { text, model } = generation;
  return { text, model: model.name, withheldBecause: reason, decision, verified };
}
