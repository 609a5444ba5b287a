import { z } from 'zod';
import { Usage } from './answer.ts';
import { IngestRunStatus } from './ingest-run.ts';
import { ReviewId, TraceId, WorkflowRunId } from './ids.ts';
import { givenInstant } from './instant.ts';
import { pageOf, pageQuery } from './page.ts';
import { ReviewDecisionKind } from './review.ts';
import { QuestionText, storableText } from './text-limits.ts';
import { ANSWER_VERDICTS } from './verification.ts';
import { StepKind, TicketLabel, WorkflowName, WorkflowStep } from './workflow-config.ts';
import { ItemOutcome, StepOutcome, StepResult } from './workflow-step.ts';

export const MAX_RUN_ITEMS = 20_000;
/** How many refused lines a run lists; the others are counted. */
export const MAX_LISTED_LINES = 1_000;

export const ITEM_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export const ItemStatus = z.enum(ITEM_STATUSES).meta({ id: 'ItemStatus' });
export type ItemStatus = z.infer<typeof ItemStatus>;

/** Why a ticket has no outcome. `not_allowed`: the key that sent it may not ask any more. */
export const ITEM_ERROR_CODES = [
  'budget_exceeded',
  'not_allowed',
  'unavailable',
  'invalid_value',
  'internal',
] as const;
export const ItemErrorCode = z.enum(ITEM_ERROR_CODES).meta({ id: 'ItemErrorCode' });
export type ItemErrorCode = z.infer<typeof ItemErrorCode>;

const ItemKey = storableText().min(1).max(200);

export const WorkflowInput = z
  .strictObject({
    id: ItemKey.optional().describe('Your own; the same one twice in a run is one ticket.'),
    text: QuestionText,
    metadata: z.record(z.string().max(64), z.string().max(512)).default({}),
  })
  .meta({ id: 'WorkflowInput' });
export type WorkflowInput = z.infer<typeof WorkflowInput>;

export const StartWorkflowRun = z
  .strictObject({
    input: WorkflowInput.optional(),
    inputs: z.array(WorkflowInput).min(1).max(MAX_RUN_ITEMS).optional(),
  })
  .refine(({ input, inputs }) => (input === undefined) !== (inputs === undefined), {
    message: 'needs either input or inputs',
  })
  .meta({ id: 'StartWorkflowRun' });

/** A line of a batch that is no ticket; the others run. */
export const RefusedLine = z
  .object({ line: z.int().min(1), detail: z.string() })
  .meta({ id: 'RefusedLine' });
export type RefusedLine = z.infer<typeof RefusedLine>;

const refused = z.object({
  count: z.int().min(0),
  lines: z.array(RefusedLine).max(MAX_LISTED_LINES),
});

export const StartedWorkflowRun = z
  .object({ run_id: WorkflowRunId, items: z.int().min(1), refused })
  .meta({ id: 'StartedWorkflowRun' });
export type StartedWorkflowRun = z.infer<typeof StartedWorkflowRun>;

const count = () => z.int().min(0);

const OutcomeCounts = z.object({ resolved: count(), escalated: count(), review: count() });

/** Derived from the run's tickets: it has ended when none of them waits or runs. */
export const WorkflowRun = z
  .object({
    id: WorkflowRunId,
    workflow: WorkflowName,
    status: IngestRunStatus,
    items: z.object({
      total: count(),
      waiting: count(),
      running: count(),
      done: count(),
      failed: count(),
      cancelled: count(),
    }),
    outcomes: OutcomeCounts,
    larger_model: count().describe('Tickets that a larger model was asked about.'),
    usage: Usage,
    refused,
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'WorkflowRun' });
export type WorkflowRun = z.infer<typeof WorkflowRun>;

export const ListWorkflowRuns = z.strictObject(pageQuery);
export const WorkflowRunPage = pageOf(WorkflowRun);

export const WorkflowItem = z
  .object({
    run_id: WorkflowRunId,
    position: z.int().min(1).describe('In the run; the line of a batch that was sent as lines.'),
    key: z.string().nullable().describe('The `id` that it was sent with.'),
    text: z.string(),
    metadata: z.record(z.string(), z.string()),
    status: ItemStatus,
    outcome: ItemOutcome.nullable(),
    label: z.string().nullable(),
    probability: z.number().min(0).max(1).nullable(),
    verdict: z.enum(ANSWER_VERDICTS).nullable(),
    model: z.string().nullable(),
    is_escalated_to_model: z.boolean().describe('A larger model was asked.'),
    steps: z.array(StepResult),
    trace_id: TraceId.nullable().describe('Of the workflow: every step with its reasons.'),
    answer_id: TraceId.nullable().describe('The answer that was sent, or the draft that was held.'),
    review: z
      .object({ id: ReviewId, decision: ReviewDecisionKind.nullable() })
      .nullable()
      .describe('Where a person decides, or has decided.'),
    usage: Usage,
    total_ms: z.number().min(0).nullable(),
    attempts: count(),
    error: z.object({ code: ItemErrorCode, detail: z.string() }).nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'WorkflowItem' });
export type WorkflowItem = z.infer<typeof WorkflowItem>;

export const ListWorkflowItems = z.strictObject({
  ...pageQuery,
  run_id: WorkflowRunId.optional().describe('Of one run; default: of all.'),
  status: ItemStatus.optional(),
  outcome: ItemOutcome.optional(),
  label: TicketLabel.optional(),
  unlabelled: z.literal('true').optional().describe('Those whose label is unsure.'),
  verdict: z.enum(ANSWER_VERDICTS).optional(),
  larger_model: z.enum(['true', 'false']).optional(),
  decision: z
    .enum([...ReviewDecisionKind.options, 'open'])
    .optional()
    .describe('Of the review; `open` where there is none yet.'),
  step: WorkflowName.optional(),
  step_outcome: StepOutcome.optional().describe('How that step ended, or any where none is named.'),
});
export type ItemFilters = Omit<z.infer<typeof ListWorkflowItems>, 'limit' | 'cursor'>;
export const WorkflowItemPage = pageOf(WorkflowItem);

/** A line of a run's exported results. */
export const WorkflowResult = WorkflowItem.pick({
  position: true,
  key: true,
  status: true,
  outcome: true,
  label: true,
  probability: true,
  verdict: true,
  model: true,
  trace_id: true,
  answer_id: true,
  review: true,
  usage: true,
  total_ms: true,
  error: true,
})
  .extend({
    answer: z.string().nullable().describe('What was sent; null where nothing was, or not yet.'),
    citations: z.array(
      z.object({
        marker: z.int().min(0),
        source: z.string(),
        title: z.string(),
        quote: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'WorkflowResult' });
export type WorkflowResult = z.infer<typeof WorkflowResult>;

const Percentiles = { p50_ms: z.number().min(0), p95_ms: z.number().min(0) };

const StepFigures = z.object({
  step: WorkflowName,
  kind: StepKind,
  count: count(),
  outcomes: z.partialRecord(StepOutcome, count()),
  ...Percentiles,
  usage: Usage,
});

const DecisionCounts = z.object({
  open: count(),
  approve: count(),
  correct: count(),
  reject: count(),
});

const LabelFigures = z.object({
  label: z
    .string()
    .nullable()
    .describe('Null where none was sure enough, or there is no classifier.'),
  count: count(),
  outcomes: OutcomeCounts,
  failed: count(),
  verified: count().describe('Tickets whose draft is wholly supported.'),
  decisions: DecisionCounts,
  mean_probability: z.number().min(0).max(1).nullable(),
  usage: Usage,
});

/** Of the tickets that have ended. Durations are those of the newest 5,000. */
export const WorkflowFigures = z
  .object({
    tickets: count(),
    failed: count(),
    outcomes: OutcomeCounts,
    larger_model: count(),
    decisions: DecisionCounts.describe('Of the tickets that went to a person.'),
    usage: Usage,
    ...Percentiles,
    steps: z.array(StepFigures),
    labels: z.array(LabelFigures),
  })
  .meta({ id: 'WorkflowFigures' });
export type WorkflowFigures = z.infer<typeof WorkflowFigures>;

const workflow = {
  name: WorkflowName,
  description: z.string(),
  steps: z.array(WorkflowStep),
};

export const WorkflowSummary = z
  .object({ ...workflow, runs: count(), open_items: count().describe('Tickets that wait or run.') })
  .meta({ id: 'WorkflowSummary' });
export type WorkflowSummary = z.infer<typeof WorkflowSummary>;
export const WorkflowList = z
  .object({ data: z.array(WorkflowSummary) })
  .meta({ id: 'WorkflowList' });

export const GetWorkflow = z.strictObject({
  run_id: WorkflowRunId.optional().describe('Of one run; default: of all.'),
  from: givenInstant().optional(),
  to: givenInstant().optional(),
});
export type GetWorkflow = z.infer<typeof GetWorkflow>;

export const Workflow = z
  .object({ ...workflow, figures: WorkflowFigures })
  .meta({ id: 'Workflow' });
export type Workflow = z.infer<typeof Workflow>;
