import type { Consequence } from '../../contract/consequence.ts';
import type { GenerationOutcome } from '../generation/generate-answer.ts';
import { ABSTENTION } from '../generation/extract-answer.ts';
import { quoteInstead } from '../generation/quote-instead.ts';
import { verifyWithKnown } from '../verification/tiers/verify-in-tiers.ts';
import { checkDraft, withoutTiers } from './check-draft.ts';
import { decide, replace, type CheckedDraft } from './checked-draft.ts';
import { countSupport, describeSupport } from './count-support.ts';
import { dropClaims } from './drop-claims.ts';
import { escalate } from './escalate.ts';
import { holdForReview } from './hold-for-review.ts';
import type { Pursuit } from './pursuit.ts';
import { repair } from './repair-draft.ts';

/**
 * Checks a draft, and does what the rule wants of the verdicts: first a larger model is asked while too
 * little is supported, then the consequence for what is still unsupported. Every step takes what stands
 * and gives what stands then. The builtin answer is checked, and stays: it says what the documents say.
 */
export async function followVerdict(
  draft: GenerationOutcome,
  pursuit: Pursuit,
): Promise<CheckedDraft> {
  const checked = { ...(await checkDraft(draft, pursuit)), drafts: [], decisions: [] };
  pursuit.clock.charge('verify');
  if (draft.model.chat === null || draft.attempts.length === 0) return checked;
  const escalated = await escalate(checked, pursuit);
  const settled =
    countSupport(escalated.verified).unsupported.length === 0
      ? acceptWhole(escalated)
      : await CONSEQUENCES[pursuit.policy.onUnsupported](escalated, pursuit);
  pursuit.clock.charge('verify');
  return settled;
}

type Step = (checked: CheckedDraft, pursuit: Pursuit) => CheckedDraft | Promise<CheckedDraft>;

const CONSEQUENCES: Readonly<Record<Consequence, Step>> = {
  accept: (checked) =>
    decide(checked, {
      decision: 'accept',
      reason: `${describe(checked)} The rule accepts it as it is.`,
    }),
  mark: markOrQuote,
  drop: dropUnsupported,
  async repair(checked, pursuit) {
    const repaired = await repair(checked, pursuit);
    return countSupport(repaired.verified).unsupported.length === 0
      ? acceptWhole(repaired)
      : markOrQuote(repaired, pursuit);
  },
  escalate: markOrQuote,
  abstain,
  review: (checked) => holdForReview(checked, describe(checked)),
};

function acceptWhole(checked: CheckedDraft): CheckedDraft {
  return decide(checked, { decision: 'accept', reason: describe(checked) });
}

/** A draft of which something is supported stays, with its verdicts; else the documents are quoted. */
function markOrQuote(checked: CheckedDraft, pursuit: Pursuit): CheckedDraft {
  const reason = describe(checked);
  if (countSupport(checked.verified).supported > 0) {
    return decide(checked, { decision: 'mark', reason });
  }
  const generation = quoteInstead(checked.generation, pursuit.request, reason);
  const verified = withoutTiers({ answer: generation.text, evidence: pursuit.evidence });
  return replace(checked, { generation, verified, reasoning: null }, { decision: 'quote', reason });
}

/** What is left is checked again: a sentence may have rested on the marker of one that went. */
function dropUnsupported(checked: CheckedDraft, pursuit: Pursuit): CheckedDraft {
  const { generation, verified } = checked;
  let { text } = generation;
  let left = verified;
  while (countSupport(left).unsupported.length > 0) {
    text = dropClaims(text, countSupport(left).unsupported);
    left = verifyWithKnown({ answer: text, evidence: pursuit.evidence }, verified);
  }
  if (countSupport(left).supported === 0) return markOrQuote(checked, pursuit);
  const reason = `${describe(checked)} The other sentences were left out.`;
  const remaining = { ...checked, generation: { ...generation, text, reason }, verified: left };
  return replace(checked, remaining, { decision: 'drop', reason });
}

function abstain(checked: CheckedDraft, { evidence }: Pursuit): CheckedDraft {
  const reason = `${describe(checked)} The rule abstains.`;
  const generation: GenerationOutcome = {
    ...checked.generation,
    kind: 'abstained',
    text: ABSTENTION,
    circuitGeneration: null,
    finishReason: null,
    reason,
  };
  const verified = withoutTiers({ answer: ABSTENTION, evidence });
  return replace(
    checked,
    { generation, verified, reasoning: null },
    { decision: 'abstain', reason },
  );
}

function describe({ generation, verified }: CheckedDraft): string {
  return describeSupport(generation.model.name, countSupport(verified));
}
