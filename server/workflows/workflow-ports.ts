import type { WorkflowConfig } from '../../contract/workflow-config.ts';
import type { TicketClassification } from '../../contract/workflow-step.ts';
import type { Caller } from '../caller.ts';
import type { Bell } from './bell.ts';

export interface ClassifyRequest {
  readonly caller: Caller;
  readonly classifier: string;
  /** Undefined for the one that serves. */
  readonly version: number | undefined;
  readonly text: string;
}

/** What workflows need of their surroundings. */
export interface WorkflowPorts {
  /** Rings when there are new tickets. */
  readonly bell: Bell;
  /** Throws `AppError('not_found')` when the workspace has no such classifier. */
  classifyTicket(request: ClassifyRequest): Promise<TicketClassification>;
  /** Throws `AppError('conflict')` when the workspace lacks the classifier of a workflow. */
  refuseUnknownClassifier(caller: Caller, workflow: WorkflowConfig): Promise<void>;
}
