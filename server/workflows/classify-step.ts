import { DEFAULT_LABEL_PROBABILITY, type WorkflowStep } from '../../contract/workflow-config.ts';
import type { StepResult, TicketClassification } from '../../contract/workflow-step.ts';
import { wholePercent } from '../../core/text/percent.ts';
import type { NewTrace } from '../../db/queries/traces.ts';
import { sumUsage } from '../answer/sum-usage.ts';
import { decideOnTexts, policyOf } from '../classifiers/classify-and-store.ts';
import type { DecidedText } from '../classifiers/decide-labels.ts';
import { recordDecided, type DecidedBatch } from '../classifiers/store-decided.ts';
import type { Services } from '../services.ts';
import { stepResult } from './step-result.ts';
import { findStep, metadataOf, type Ticket } from './ticket.ts';

type ClassifyStep = Extract<WorkflowStep, { kind: 'classify' }>;

export interface Classified {
  readonly result: StepResult;
  readonly classification: TicketClassification;
  readonly isSure: boolean;
  /** Why a person has to decide; null when nobody has to. */
  readonly holdReason: string | null;
  /** Of the call, where it was the models' turn; not saved yet. */
  readonly traces: readonly NewTrace[];
}

/** Labels a ticket as `POST /v1/classify` labels a text. Null where the workflow does not classify. */
export async function classifyStep(ticket: Ticket, services: Services): Promise<Classified | null> {
  const step = findStep(ticket.definition, 'classify');
  if (step === null) return null;
  const startedAt = services.now();
  const call = callFor(ticket, step, services);
  const batch = await decideOnTexts(call, services);
  const [decided] = batch.decided;
  if (decided === undefined) throw new Error('A classifier said nothing of a text.');
  const recorded = { ...batch, keepsAll: decided.asked !== null };
  const { results, traces } = recordDecided(recorded, { ...call, reviews: 'none' }, services);
  const classification = describeLabel(decided, batch);
  const isSure = decided.label !== null;
  return {
    classification,
    isSure,
    holdReason: decided.reviewReason,
    traces,
    result: stepResult(step, {
      outcome: isSure ? 'labelled' : 'unsure',
      reason: explain(decided, batch.minProbability),
      trace_id: results[0]?.trace_id ?? null,
      model: decided.model ?? `${classification.classifier}@${classification.version}`,
      duration_ms: services.now() - startedAt,
      usage: sumUsage(decided.asked?.calls.attempts ?? []),
    }),
  };
}

function callFor(ticket: Ticket, step: ClassifyStep, services: Services) {
  const { caller, definition, signal, text } = ticket;
  const { classifier, version } = step;
  const leastSure = Math.max(
    DEFAULT_LABEL_PROBABILITY,
    policyOf(classifier, services).min_probability,
  );
  const minProbability = step.min_probability ?? leastSure;
  return {
    caller,
    request: { classifier, version, text, min_probability: minProbability, store: false },
    traceparent: null,
    signal,
    ticket: { workflow: definition.name, metadata: metadataOf(ticket) },
  };
}

function describeLabel(
  { said, label, probability, decidedBy, model }: DecidedText,
  { opened }: DecidedBatch,
): TicketClassification {
  return {
    classifier: opened.name,
    version: opened.version,
    label,
    probability,
    top: said.top,
    why: said.why,
    abstained: label === null,
    decided_by: decidedBy,
    model,
  };
}

function explain({ said, asked, reason }: DecidedText, wanted: number): string {
  const likeliest = `${said.top[0]?.label ?? 'none'} is ${wholePercent(said.probability)} probable`;
  if (!said.abstained) return `${likeliest}.`;
  const unsure = `${likeliest}, and ${wholePercent(wanted)} are wanted.`;
  return asked === null ? unsure : `${unsure} ${reason}`;
}
