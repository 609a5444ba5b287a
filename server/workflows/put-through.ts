import type {
  ItemOutcome,
  StepResult,
  TicketClassification,
} from '../../contract/workflow-step.ts';
import type { NewTrace } from '../../db/queries/traces.ts';
import type { DraftJudgement } from '../answer/answer-question.ts';
import type { Services } from '../services.ts';
import { acceptDraft, type TicketDraft } from './accept-draft.ts';
import { classifyStep, type Classified } from './classify-step.ts';
import { describeAnswer, describeEscalation } from './describe-answer.ts';
import { draftAnswer, type TicketAnswer } from './draft-answer.ts';
import { policyStep } from './policy-step.ts';
import { stepResult } from './step-result.ts';
import { findStep, type Ticket } from './ticket.ts';

/** What became of a ticket, with the reasons of each step; nothing of it is stored yet. */
export interface TicketOutcome {
  readonly ticket: Ticket;
  readonly classification: TicketClassification | null;
  readonly isSure: boolean;
  /** Of the call for its label, where it was the models' turn. */
  readonly labelTraces: readonly NewTrace[];
  /** In the order in which they were made: the last one counts. */
  readonly answers: readonly [TicketAnswer, ...TicketAnswer[]];
  readonly steps: readonly StepResult[];
  readonly outcome: ItemOutcome;
  readonly reason: string;
  readonly totalMs: number;
}

/** Classify → policy → retrieve, answer, verify → escalate → decide, as far as the workflow has these steps. */
export async function putThrough(ticket: Ticket, deps: Services): Promise<TicketOutcome> {
  const startedAt = deps.now();
  const classified = await classifyStep(ticket, deps);
  const classification = classified?.classification ?? null;
  const policy = policyStep(ticket, classification, deps);
  const holdReason = policy?.holdReason ?? classified?.holdReason ?? null;
  const known = { ticket, classified, holdReason };
  const first = await draftAnswer(
    ticket,
    {
      classification,
      model: findStep(ticket.definition, 'answer')?.model,
      judge: (draft) => judge(known, draft, { mayEscalate: true }),
    },
    deps,
  );
  const second = await escalate(known, first, deps);
  const answers: TicketOutcome['answers'] = second === null ? [first] : [first, second];
  const decided = decide(known, second ?? first);
  const totalMs = deps.now() - startedAt;
  const steps = [
    ...(classified === null ? [] : [classified.result]),
    ...(policy === null ? [] : [policy.result]),
    ...describeAnswer(ticket, first),
    ...(second === null ? [] : [describeEscalation(ticket, second)]),
    describeDecision(ticket, decided),
  ];
  const isSure = classified?.isSure ?? true;
  const labelTraces = classified?.traces ?? [];
  return { ticket, classification, isSure, labelTraces, answers, steps, ...decided, totalMs };
}

interface Known {
  readonly ticket: Ticket;
  readonly classified: Classified | null;
  /** Why a person has to decide, whatever the draft is like; null when nobody has to. */
  readonly holdReason: string | null;
}

/**
 * A draft is held where policy wants a person, whatever it is like; otherwise where something is unsure,
 * unless a larger model is asked first. That model's accepted draft makes up for an unsure label.
 */
function judge(
  { ticket, classified, holdReason }: Known,
  drafted: TicketDraft,
  { mayEscalate }: { readonly mayEscalate: boolean },
): DraftJudgement | null {
  if (drafted.draft.checked.generation.kind === 'held') return null;
  if (holdReason !== null) return { decision: 'review', reason: holdReason };
  const hasLarger = findStep(ticket.definition, 'escalate') !== null;
  const unsure = mayEscalate && classified?.isSure === false ? classified.result.reason : null;
  const accepted = acceptDraft(ticket, drafted);
  if (accepted.isAccepted && unsure === null) return null;
  const reason = unsure ?? accepted.reason;
  return { decision: mayEscalate && hasLarger ? 'escalate' : 'review', reason };
}

/** Null where nothing was unsure, or there is no larger model to ask. */
async function escalate(
  known: Known,
  first: TicketAnswer,
  deps: Services,
): Promise<TicketAnswer | null> {
  const { ticket } = known;
  const step = findStep(ticket.definition, 'escalate');
  if (step === null || first.judgement?.decision !== 'escalate') return null;
  return draftAnswer(
    ticket,
    {
      classification: known.classified?.classification ?? null,
      model: step.model,
      judge: (draft) => judge(known, draft, { mayEscalate: false }),
    },
    deps,
  );
}

interface Decided {
  readonly outcome: ItemOutcome;
  readonly reason: string;
}

function decide({ holdReason }: Known, { outcome, judgement }: TicketAnswer): Decided {
  if (outcome.status === 'answered') {
    return { outcome: 'resolved', reason: 'The draft was accepted and sent.' };
  }
  const isRuled = judgement === null || holdReason !== null;
  const reason = judgement?.reason ?? outcome.generation.reason;
  return { outcome: isRuled ? 'review' : 'escalated', reason };
}

function describeDecision({ definition }: Ticket, { outcome, reason }: Decided): StepResult {
  const step = findStep(definition, 'decide');
  if (step === null) throw new Error('A workflow without a decision was loaded.');
  return stepResult(step, { outcome, reason, duration_ms: 0 });
}
