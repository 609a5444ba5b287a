import type { Usage } from '../../contract/answer.ts';
import { highestClassification } from '../../contract/classification.ts';
import type { TraceId } from '../../contract/ids.ts';
import { TRACE_SCHEMA_VERSION, type WorkflowTraceRecord } from '../../contract/trace.ts';
import { detectLanguage } from '../../core/text/detect-language.ts';
import type { TraceColumns } from '../../db/queries/traces.ts';
import type { BuiltTrace, TraceContext } from '../answer/build-trace.ts';
import type { TicketOutcome } from './put-through.ts';
import type { LabelSearch } from './search-by-label.ts';

export interface WorkflowTraceFacts {
  readonly id: TraceId;
  readonly createdAt: Date;
  /** Of the answers that were drafted: who may not read what they rest on may not read this trace. */
  readonly answers: readonly BuiltTrace<unknown>[];
}

/** The trace of a ticket: every step with its reasons. Pure: it decides nothing. */
export function buildWorkflowTrace(
  done: TicketOutcome,
  facts: WorkflowTraceFacts,
  context: TraceContext,
): BuiltTrace<WorkflowTraceRecord> {
  const { ticket, answers, outcome, reason } = done;
  const { caller } = ticket;
  const last = lastOf(answers);
  const question = last.outcome.question;
  return {
    evidence: [],
    columns: columnsOf(done, facts),
    record: {
      identity: {
        schema_version: TRACE_SCHEMA_VERSION,
        id: facts.id,
        workspace_id: caller.workspaceId,
        kind: 'workflow_step',
        created_at: facts.createdAt.toISOString(),
        caller: {
          api_key_id: caller.apiKeyId,
          api_key_name: caller.keyName,
          app: ticket.metadata['app'] ?? null,
          end_user_hash: null,
          groups: [...question.reader.groups],
          clearance: question.reader.clearance,
        },
        traceparent: null,
        otel_trace_id: last.outcome.otelTraceId,
        config_hash: context.configHash,
        code_version: context.codeVersion,
        metadata: question.request.metadata,
      },
      state: 'complete',
      question: {
        text: ticket.text,
        language: detectLanguage(ticket.text),
        history: [],
        requested_model: null,
        reask_of: null,
      },
      workflow: {
        definition: ticket.definition,
        run_id: ticket.runId,
        position: ticket.position,
        key: ticket.key,
        classification: done.classification,
        label_search: last.search === null ? null : describeSearch(last.search),
        outcome,
        reason,
        answer_id: last.id,
        steps: [...done.steps],
      },
      measures: { timings_ms: { total: done.totalMs }, usage: sumSteps(done) },
    },
  };
}

function describeSearch({ label, hasFound, isConfirmed }: LabelSearch) {
  return { label, has_found: hasFound, is_confirmed: isConfirmed };
}

/** Tokens and cost stay with the traces of the calls, so that no sum over traces counts them twice. */
function columnsOf(
  done: TicketOutcome,
  { id, createdAt, answers }: WorkflowTraceFacts,
): TraceColumns {
  const { ticket, outcome } = done;
  const of = answers.map(({ columns }) => columns);
  const last = of.at(-1);
  return {
    id,
    kind: 'workflow_step',
    state: 'complete',
    createdAt,
    apiKeyId: ticket.caller.apiKeyId,
    apiKeyName: ticket.caller.keyName,
    app: ticket.metadata['app'] ?? null,
    question: ticket.text,
    documentIds: [...new Set(of.flatMap((columns) => columns.documentIds))],
    classification: highestClassification(of.map((columns) => columns.classification)),
    status: outcome === 'resolved' ? 'answered' : 'needs_review',
    verdict: last?.verdict ?? null,
    task: last?.task ?? null,
    model: last?.model ?? null,
    provider: last?.provider ?? null,
    confidence: last?.confidence ?? null,
    citedCount: 0,
    selectedCount: 0,
    candidateCount: 0,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    totalMs: done.totalMs,
  };
}

/** What all steps of a ticket took. */
export function sumSteps({ steps }: Pick<TicketOutcome, 'steps'>): Usage {
  return {
    input_tokens: steps.reduce((sum, { usage }) => sum + usage.input_tokens, 0),
    output_tokens: steps.reduce((sum, { usage }) => sum + usage.output_tokens, 0),
    cost_usd: steps.reduce((sum, { usage }) => sum + usage.cost_usd, 0),
  };
}

export function lastOf(answers: TicketOutcome['answers']): TicketOutcome['answers'][number] {
  return answers.at(-1) ?? answers[0];
}
