import type { WorkflowConfig } from '../../contract/workflow-config.ts';
import type { Caller } from '../caller.ts';
import type { Bell } from './bell.ts';

/** What workflows need of their surroundings. */
export interface WorkflowPorts {
  /** Rings when there are new tickets. */
  readonly bell: Bell;
  /**
   * Throws `AppError('conflict')` when the workspace lacks the classifier of a workflow, or the version that serves
   * gives no such label as the workflow names.
   */
  refuseUnknownLabels(caller: Caller, workflow: WorkflowConfig): Promise<void>;
}
