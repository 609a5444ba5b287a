import { wholePercent } from '../../core/text/percent.ts';
import type { WorkflowStep } from '../../contract/workflow-config.ts';
import type { TicketClassification } from '../../contract/workflow-step.ts';
import { countSupport, describeSupport } from '../answer/count-support.ts';
import type { JudgedDraft } from '../answer/answer-question.ts';
import type { LabelSearch } from './search-by-label.ts';
import { findStep, type Ticket } from './ticket.ts';

export interface Acceptance {
  readonly isAccepted: boolean;
  readonly reason: string;
}

/** A draft, and what it rests on. */
export interface TicketDraft {
  readonly draft: JudgedDraft;
  /** Null where the workflow does not classify. */
  readonly classification: TicketClassification | null;
  /** Null where the label chose no documents. */
  readonly search: LabelSearch | null;
}

type VerifyStep = Extract<WorkflowStep, { kind: 'verify' }>;

/** Whether a draft may be sent without a person looking at it; a workflow that does not verify wants only that there is one. */
export function acceptDraft(
  { definition }: Pick<Ticket, 'definition'>,
  { draft, classification, search }: TicketDraft,
): Acceptance {
  const { generation, verified } = draft.checked;
  if (generation.kind !== 'answered') return refuse(generation.reason);
  const { verdict } = verified.verification;
  const support = describeSupport(generation.model.name, countSupport(verified));
  // It claims nothing, or only that nothing was found: that is no answer.
  if (verdict === 'not_applicable') return refuse(support);
  const step = findStep(definition, 'verify');
  if (step === null) return { isAccepted: true, reason: 'The workflow does not verify.' };
  if (!step.accept.some((accepted) => accepted === verdict)) return refuse(support);
  const { isAccepted, reason } =
    search === null || classification === null
      ? acceptConfidence(step, draft.retrieval.trace.confidence)
      : acceptLabel(step, classification, search);
  return isAccepted ? { isAccepted, reason: [support, reason].join(' ').trim() } : refuse(reason);
}

function refuse(reason: string): Acceptance {
  return { isAccepted: false, reason };
}

function acceptConfidence({ min_confidence: least }: VerifyStep, confidence: number): Acceptance {
  if (confidence >= least) return { isAccepted: true, reason: '' };
  const found = `The right chunk was found with ${wholePercent(confidence)} probability`;
  return refuse(`${found}, and ${wholePercent(least)} are wanted.`);
}

/**
 * A draft from the documents of a label is right where the label is. How probable the classifier holds it, and whether
 * a search of all documents would have led there, are two witnesses that know nothing of each other.
 */
function acceptLabel(
  { min_label_probability: { alone, confirmed } }: VerifyStep,
  { probability, decided_by: decidedBy, model }: TicketClassification,
  { label, hasFound, isConfirmed }: LabelSearch,
): Acceptance {
  if (!hasFound) return refuse(`The draft is not from the documents for ${label}.`);
  const first = `a search of all documents finds ${isConfirmed ? 'one of them' : 'another one'} first`;
  if (decidedBy === 'model') {
    return {
      isAccepted: isConfirmed,
      reason: `${model ?? 'A model'} named ${label}, and ${first}.`,
    };
  }
  const likely = `${label} is ${wholePercent(probability)} probable, and ${first}`;
  const least = isConfirmed ? confirmed : alone;
  if (probability >= least) return { isAccepted: true, reason: `${likely}.` };
  return refuse(`${likely}: then ${wholePercent(least)} are wanted.`);
}
