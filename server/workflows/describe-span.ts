import type { Attributes } from '@opentelemetry/api';
import type { LeasedItem } from '../../db/queries/lease-workflow-items.ts';
import type { SpanOptions } from '../../platform/telemetry.ts';
import type { Caller } from '../caller.ts';
import { sumSteps } from './build-workflow-trace.ts';
import type { TicketOutcome } from './put-through.ts';

/** A ticket's way through its workflow; the answer's own span is below it. */
export function workflowItem(
  { definition, runId, position }: LeasedItem,
  caller: Caller,
): SpanOptions {
  return {
    name: `invoke_workflow ${definition.name}`,
    attributes: {
      'openinference.span.kind': 'CHAIN',
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': definition.name,
      'footnote.workflow.run_id': runId,
      'footnote.workflow.position': position,
      'footnote.workspace': caller.workspaceName,
    },
  };
}

export function workflowItemResult(done: TicketOutcome): Attributes {
  const { input_tokens: input, output_tokens: output, cost_usd: cost } = sumSteps(done);
  return {
    'footnote.workflow.outcome': done.outcome,
    'footnote.workflow.larger_model': done.answers.length > 1,
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
    'llm.cost.total': cost,
    ...Object.fromEntries(
      done.steps.flatMap(({ step, outcome, duration_ms: durationMs }) => [
        [`footnote.workflow.step.${step}.outcome`, outcome] as const,
        [`footnote.workflow.step.${step}.duration_ms`, durationMs] as const,
      ]),
    ),
  };
}
