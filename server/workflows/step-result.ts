import type { Usage } from '../../contract/answer.ts';
import { nameOfStep, type WorkflowStep } from '../../contract/workflow-config.ts';
import type { StepResult } from '../../contract/workflow-step.ts';

export const NO_USAGE: Usage = { input_tokens: 0, output_tokens: 0, cost_usd: 0 };

/** A step that called no model and has no trace of its own, unless told otherwise. */
export function stepResult(
  step: WorkflowStep,
  result: Pick<StepResult, 'outcome' | 'reason' | 'duration_ms'> & Partial<StepResult>,
): StepResult {
  return {
    step: nameOfStep(step),
    kind: step.kind,
    trace_id: null,
    model: null,
    usage: NO_USAGE,
    ...result,
  };
}
