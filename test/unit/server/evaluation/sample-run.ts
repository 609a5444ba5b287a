import type { AnswerObservation } from '../../../../contract/evaluation-result.ts';

export function observationOf(facts: Partial<AnswerObservation> = {}): AnswerObservation {
  return {
    kind: 'answer',
    status: 'answered',
    answer: '',
    model: 'm',
    tier: 'small',
    escalations: 0,
    simulated: false,
    required: [],
    selected_count: 0,
    selected_required: 0,
    citations: [],
    verdicts: [],
    usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0 },
    duration_ms: 10,
    ...facts,
  };
}
