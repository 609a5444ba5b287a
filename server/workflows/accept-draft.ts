import { wholePercent } from '../../core/text/percent.ts';
import { countSupport, describeSupport } from '../answer/count-support.ts';
import type { JudgedDraft } from '../answer/answer-question.ts';
import { findStep, type Ticket } from './ticket.ts';

export interface Acceptance {
  readonly isAccepted: boolean;
  readonly reason: string;
}

/** Whether a draft may be sent without a person looking at it; a workflow that does not verify wants only that there is one. */
export function acceptDraft(
  { definition }: Pick<Ticket, 'definition'>,
  { checked, retrieval }: JudgedDraft,
): Acceptance {
  const { generation, verified } = checked;
  if (generation.kind !== 'answered') return { isAccepted: false, reason: generation.reason };
  const { verdict } = verified.verification;
  const support = describeSupport(generation.model.name, countSupport(verified));
  // It claims nothing, or only that nothing was found: that is no answer.
  if (verdict === 'not_applicable') return { isAccepted: false, reason: support };
  const step = findStep(definition, 'verify');
  if (step === null) return { isAccepted: true, reason: 'The workflow does not verify.' };
  if (!step.accept.some((accepted) => accepted === verdict)) {
    return { isAccepted: false, reason: support };
  }
  const { confidence } = retrieval.trace;
  if (confidence < step.min_confidence) {
    const found = `The right chunk was found with ${wholePercent(confidence)} probability`;
    const reason = `${found}, and ${wholePercent(step.min_confidence)} are wanted.`;
    return { isAccepted: false, reason };
  }
  return { isAccepted: true, reason: support };
}
