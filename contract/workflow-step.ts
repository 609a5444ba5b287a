import { z } from 'zod';
import { Usage } from './answer.ts';
import { DecidedBy } from './classify.ts';
import { TraceId, WorkflowRunId } from './ids.ts';
import { StepKind, TicketLabel, WorkflowConfig, WorkflowName } from './workflow-config.ts';

/** What became of a ticket: `resolved` without a person; `escalated` to one because something was unsure; `review`: policy wants one. */
export const ITEM_OUTCOMES = ['resolved', 'escalated', 'review'] as const;
export const ItemOutcome = z.enum(ITEM_OUTCOMES).meta({ id: 'ItemOutcome' });
export type ItemOutcome = z.infer<typeof ItemOutcome>;

/** How a step ended; which of them a step can have follows from its kind. */
export const STEP_OUTCOMES = [
  'labelled',
  'unsure',
  'clear',
  'held',
  'found',
  'nothing_found',
  'drafted',
  'abstained',
  'accepted',
  'refused',
  ...ITEM_OUTCOMES,
] as const;
export const StepOutcome = z.enum(STEP_OUTCOMES).meta({ id: 'StepOutcome' });
export type StepOutcome = z.infer<typeof StepOutcome>;

export const StepResult = z
  .object({
    step: WorkflowName,
    kind: StepKind,
    outcome: StepOutcome,
    reason: z.string(),
    trace_id: TraceId.nullable().describe('The record of the call that the step made.'),
    model: z.string().nullable(),
    duration_ms: z.number().min(0),
    usage: Usage,
  })
  .meta({ id: 'StepResult' });
export type StepResult = z.infer<typeof StepResult>;

/** What a ticket is labelled as: by the classifier, or by a model that was asked because it was not sure. */
export const TicketClassification = z
  .object({
    classifier: z.string(),
    version: z.int().min(1),
    label: z.string().nullable().describe('Null where nobody was sure; in older records never.'),
    probability: z.number().min(0).max(1).describe('That the classifier gives.'),
    top: z.array(z.object({ label: z.string(), probability: z.number().min(0).max(1) })),
    why: z.array(z.object({ term: z.string(), weight: z.number() })),
    abstained: z.boolean(),
    decided_by: DecidedBy.optional().describe('Absent in older records.'),
    model: z.string().nullable().optional().describe('The model whose label it is.'),
  })
  .meta({ id: 'TicketClassification' });
export type TicketClassification = z.infer<typeof TicketClassification>;

/** What became of a ticket and why, as its trace keeps it. */
export const TicketTrace = z.object({
  definition: WorkflowConfig,
  run_id: WorkflowRunId,
  position: z.int().min(1),
  key: z.string().nullable(),
  classification: TicketClassification.nullable(),
  label_search: z
    .object({
      label: TicketLabel,
      has_found: z.boolean().describe('In its documents; else all were searched.'),
      is_confirmed: z.boolean().describe('A search of all documents finds one of them first.'),
    })
    .nullable()
    .optional()
    .describe('How the documents of the label were searched; absent in older records.'),
  outcome: ItemOutcome,
  reason: z.string(),
  answer_id: TraceId.describe('The answer that was sent, or the draft that was held.'),
  steps: z.array(StepResult),
});
