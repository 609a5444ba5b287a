import { TraceId } from '../../../../contract/ids.ts';
import type { DriftRow } from '../../../../db/queries/drift.ts';

/** An answer that nothing is remarkable about. */
export function rowOf(changes: Partial<DriftRow> = {}): DriftRow {
  return {
    id: TraceId.parse('01890000-0000-7000-8000-000000000001'),
    asked_at: new Date('2026-11-01T00:00:00Z'),
    question: 'How much leave do I get?',
    task: 'grounded_qa',
    ood_score: 0.5,
    confidence: 0.8,
    top_score: 0.7,
    status: 'answered',
    is_refusal: false,
    verdict: 'verified',
    answer_chars: 100,
    model: 'small',
    total_ms: 50,
    cost_usd: 0,
    rating: null,
    config_hash: 'now',
    code_version: '1',
    prompt_version: 'grounded-answer@1',
    served_model: null,
    fingerprint: null,
    ...changes,
  };
}
