import type { GenerationOutcome } from './generate-answer.ts';
import type { GenerationRequest } from './generation-request.ts';

/**
 * Replaces a draft that the verifier could not tie to its chunks by the rule-based answer, whose
 * sentences stand in them word for word. The attempts, and what they cost, stay.
 */
export function quoteInstead(
  draft: GenerationOutcome,
  request: Pick<GenerationRequest, 'parts' | 'chunks' | 'quoting' | 'task'>,
  reason: string,
): GenerationOutcome {
  const extracted = request.task.quote(request);
  return {
    ...draft,
    kind: extracted.kind,
    text: extracted.text,
    model: request.quoting,
    circuitGeneration: null,
    finishReason: null,
    fallback: { kind: 'rule_based', reason },
    reason: extracted.reason,
  };
}
