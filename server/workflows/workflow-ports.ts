import type { WorkflowConfig } from '../../contract/workflow-config.ts';
import type { Caller } from '../caller.ts';
import type { Bell } from './bell.ts';

/** What workflows need of their surroundings. */
export interface WorkflowPorts {
  /** Rings when there are new tickets. */
  readonly bell: Bell;
  /** Throws `AppError('conflict')` when the workspace lacks the classifier of a workflow. */
  refuseUnknownClassifier(caller: Caller, workflow: WorkflowConfig): Promise<void>;
}
