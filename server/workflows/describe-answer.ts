import type { StepResult } from '../../contract/workflow-step.ts';
import { wholePercent } from '../../core/text/percent.ts';
import { sumUsage } from '../answer/sum-usage.ts';
import { acceptDraft } from './accept-draft.ts';
import type { TicketAnswer } from './draft-answer.ts';
import type { LabelSearch } from './search-by-label.ts';
import { stepResult } from './step-result.ts';
import { findStep, type Ticket } from './ticket.ts';

/** Retrieving, answering and verifying are parts of one answer, with one trace: each as a step. */
export function describeAnswer(ticket: Ticket, answer: TicketAnswer): readonly StepResult[] {
  return [
    ...describeRetrieval(ticket, answer),
    ...describeDraft(ticket, answer),
    ...describeVerification(ticket, answer),
  ];
}

function describeRetrieval(
  { definition }: Ticket,
  { id, outcome, draft, search }: TicketAnswer,
): readonly StepResult[] {
  const step = findStep(definition, 'retrieve');
  if (step === null) return [];
  const count = outcome.evidence.length;
  const found = `${count} ${count === 1 ? 'chunk' : 'chunks'} selected`;
  return [
    stepResult(step, {
      outcome: count === 0 ? 'nothing_found' : 'found',
      reason: `${found}${explainSearch(search, draft.retrieval.trace.confidence)}`,
      trace_id: id,
      duration_ms: outcome.timings.retrieve,
    }),
  ];
}

/** The confidence of retrieval was learnt where nothing had chosen the documents. */
function explainSearch(search: LabelSearch | null, confidence: number): string {
  if (search?.hasFound === true) return ` from the documents for ${search.label}.`;
  const sure = `; the right one is among them with ${wholePercent(confidence)} probability.`;
  if (search === null) return sure;
  return ` from all documents, because nothing was found in those for ${search.label}${sure}`;
}

function describeDraft(
  { definition }: Ticket,
  { id, outcome, draft }: TicketAnswer,
): readonly StepResult[] {
  const step = findStep(definition, 'answer');
  if (step === null) return [];
  const { generation } = draft.checked;
  return [
    stepResult(step, {
      outcome: generation.kind === 'abstained' ? 'abstained' : 'drafted',
      reason: generation.reason,
      trace_id: id,
      model: generation.model.name,
      duration_ms: outcome.timings.route + outcome.timings.generate,
      usage: sumUsage(outcome.generation.attempts),
    }),
  ];
}

function describeVerification(ticket: Ticket, answer: TicketAnswer): readonly StepResult[] {
  const step = findStep(ticket.definition, 'verify');
  if (step === null) return [];
  const { isAccepted, reason } = acceptDraft(ticket, answer);
  return [
    stepResult(step, {
      outcome: isAccepted ? 'accepted' : 'refused',
      reason,
      trace_id: answer.id,
      duration_ms: answer.outcome.timings.verify,
    }),
  ];
}

/** A larger model's answer is one step: it is drafted and checked like the first one. */
export function describeEscalation(ticket: Ticket, answer: TicketAnswer): StepResult {
  const step = findStep(ticket.definition, 'escalate');
  if (step === null) throw new Error('Escalated by a workflow that does not escalate.');
  const { isAccepted, reason } = acceptDraft(ticket, answer);
  return stepResult(step, {
    outcome: isAccepted ? 'accepted' : 'refused',
    reason,
    trace_id: answer.id,
    model: answer.draft.checked.generation.model.name,
    duration_ms: answer.durationMs,
    usage: sumUsage(answer.outcome.generation.attempts),
  });
}
