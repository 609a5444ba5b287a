import { classificationRank } from '../../contract/classification.ts';
import type { StepResult, TicketClassification } from '../../contract/workflow-step.ts';
import type { WorkflowStep } from '../../contract/workflow-config.ts';
import { wholePercent } from '../../core/text/percent.ts';
import type { RoutePolicy } from '../routing/choose-model.ts';
import { readSensitivity } from '../routing/read-sensitivity.ts';
import type { TopicMatches } from '../routing/match-topic.ts';
import type { Services } from '../services.ts';
import { stepResult } from './step-result.ts';
import { findStep, type Ticket } from './ticket.ts';

type PolicyStep = Extract<WorkflowStep, { kind: 'policy' }>;

export interface PolicyOutcome {
  readonly result: StepResult;
  /** Why a person has to decide; null when nobody has to. */
  readonly holdReason: string | null;
}

/** Null where the workflow has no policy of its own. */
export function policyStep(
  { definition, text }: Pick<Ticket, 'definition' | 'text'>,
  classification: TicketClassification | null,
  { policy, now }: Pick<Services, 'policy' | 'now'>,
): PolicyOutcome | null {
  const step = findStep(definition, 'policy');
  if (step === null) return null;
  const startedAt = now();
  const holdReason =
    findHeldLabel(step, classification) ??
    findHeldTopic(step, policy.matchTopic(text)) ??
    findHeldSensitivity(step, text, policy.ownDetectors);
  return {
    holdReason,
    result: stepResult(step, {
      outcome: holdReason === null ? 'clear' : 'held',
      reason: holdReason ?? 'Nothing of it has to be decided by a person.',
      duration_ms: now() - startedAt,
    }),
  };
}

/** Also a label that is not the likeliest: a regulated case must not slip through as a near miss. */
function findHeldLabel(
  { review_when: { labels, label_probability: least } }: PolicyStep,
  classification: TicketClassification | null,
): string | null {
  const { label: named, model } = classification ?? {};
  if (model && named && labels.includes(named)) {
    return `A person decides on ${named}, which ${model} named.`;
  }
  const held = classification?.top.find(
    ({ label, probability }) => labels.includes(label) && probability >= least,
  );
  if (held === undefined) return null;
  return `A person decides on ${held.label}, which is ${wholePercent(held.probability)} probable.`;
}

function findHeldTopic(
  { review_when: { regulated_topic: topics } }: PolicyStep,
  { met }: TopicMatches,
): string | null {
  const held = met.find(({ topic }) => topics.includes(topic));
  if (held === undefined) return null;
  const { topic, why } = held;
  return `A person decides on the regulated topic ${topic}, by the words ${why.map((word) => `"${word}"`).join(', ')}.`;
}

function findHeldSensitivity(
  { review_when: { sensitivity } }: PolicyStep,
  text: string,
  ownDetectors: RoutePolicy['ownDetectors'],
): string | null {
  if (sensitivity === undefined) return null;
  const { value } = readSensitivity({ question: text, history: [] }, ownDetectors);
  if (classificationRank(value) < classificationRank(sensitivity.gte)) return null;
  return `A person decides on what is ${value}.`;
}
