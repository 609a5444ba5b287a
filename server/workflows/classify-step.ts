import type { StepResult, TicketClassification } from '../../contract/workflow-step.ts';
import type { Services } from '../services.ts';
import { percent, stepResult } from './step-result.ts';
import { findStep, type Ticket } from './ticket.ts';

export interface Classified {
  readonly result: StepResult;
  readonly classification: TicketClassification;
  readonly isSure: boolean;
}

/** Null where the workflow does not classify. */
export async function classifyStep(
  ticket: Ticket,
  { workflows, now }: Services,
): Promise<Classified | null> {
  const step = findStep(ticket.definition, 'classify');
  if (step === null) return null;
  const startedAt = now();
  const { classifier, version } = step;
  const { caller, text } = ticket;
  const classification = await workflows.classifyTicket({ caller, classifier, version, text });
  const { label, probability } = classification;
  const isSure = label !== null && probability >= step.min_probability;
  return {
    classification,
    isSure,
    result: stepResult(step, {
      outcome: isSure ? 'labelled' : 'unsure',
      reason: describe(classification, isSure ? null : step.min_probability),
      model: `${classification.classifier}@${classification.version}`,
      duration_ms: now() - startedAt,
    }),
  };
}

function describe(
  { label, probability, top }: TicketClassification,
  wanted: number | null,
): string {
  const likeliest = label ?? top[0]?.label ?? 'none';
  const said = `${likeliest} is ${percent(probability)} probable`;
  if (label === null) return `The classifier abstained: ${said}.`;
  return wanted === null ? `${said}.` : `${said}, and ${percent(wanted)} are wanted.`;
}
