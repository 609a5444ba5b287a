import type { TraceDiff } from '../../../contract/trace-diff.ts';
import {
  formatCost,
  formatDateTime,
  formatDuration,
  formatHash,
  formatPercent,
} from '../ui/format.ts';

/** A value on both sides, in words. */
export interface PairRow {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

interface Pair<Value> {
  readonly from: Value;
  readonly to: Value;
}

function row<Value>(
  name: string,
  { from, to }: Pair<Value>,
  show: (value: Value) => string,
): PairRow {
  return { name, from: show(from), to: show(to) };
}

export function describeSettings({ settings, retrieval }: TraceDiff): readonly PairRow[] {
  return [
    row('Documents as of', settings.as_of, (at) =>
      at === null ? 'when asked' : formatDateTime(at),
    ),
    row('Newest version searched', settings.index_snapshot, (at) =>
      at === null ? 'none' : formatDateTime(at),
    ),
    row('Model asked for', settings.requested_model, (model) => model ?? 'none'),
    row('Prompt', settings.prompt_version, (version) => version ?? 'none'),
    row('Configuration', settings.config_hash, formatHash),
    row('Code version', settings.code_version, String),
    row('Confidence', retrieval.confidence, formatPercent),
    row('Left out by access rights', retrieval.removed_by_access, String),
    ...settings.retrieval,
  ];
}

export function describeRoutes({ route }: TraceDiff): readonly PairRow[] {
  return [
    row('Rule', route.rule, String),
    row('Task', route.task, String),
    row('Model', route.model, String),
    row('Reason', route.reason, String),
  ];
}

export function describeMeasures({ measures, prompt }: TraceDiff): readonly PairRow[] {
  return [
    row('Cost', measures.cost_usd, formatCost),
    row('Input tokens', measures.input_tokens, String),
    row('Output tokens', measures.output_tokens, String),
    row('Prompt tokens', prompt.token_count, (count) =>
      count === null ? 'no prompt' : String(count),
    ),
    row('Search', measures.retrieve_ms, formatDuration),
    row('Writing', measures.generate_ms, formatDuration),
  ];
}
