import type { WorkflowRunId } from '../../contract/ids.ts';
import type { StepKind, WorkflowConfig, WorkflowStep } from '../../contract/workflow-config.ts';
import type { Caller } from '../caller.ts';

/** One input of a run, and in whose name it is answered. */
export interface Ticket {
  readonly caller: Caller;
  readonly runId: WorkflowRunId;
  readonly position: number;
  readonly key: string | null;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly definition: WorkflowConfig;
  readonly signal: AbortSignal;
}

/** Which ticket a call is for, as its trace says it. */
export function metadataOf(ticket: Ticket): Readonly<Record<string, string>> {
  return {
    ...ticket.metadata,
    workflow: ticket.definition.name,
    workflow_run: ticket.runId,
    workflow_item: String(ticket.position),
  };
}

/** The step of a kind; null where the workflow has none. */
export function findStep<Kind extends StepKind>(
  { steps }: WorkflowConfig,
  kind: Kind,
): Extract<WorkflowStep, { kind: Kind }> | null {
  const isOfKind = (step: WorkflowStep): step is Extract<WorkflowStep, { kind: Kind }> =>
    step.kind === kind;
  return steps.find(isOfKind) ?? null;
}
