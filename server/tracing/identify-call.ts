import type { TraceId } from '../../contract/ids.ts';
import { TRACE_SCHEMA_VERSION, type TraceIdentity, type TraceKind } from '../../contract/trace.ts';
import type { TraceColumns } from '../../db/queries/traces.ts';
import type { Caller } from '../caller.ts';

/** A call that leaves a trace and asks no question of an end user. */
export interface TracedCall<Kind extends TraceKind> {
  readonly kind: Kind;
  readonly id: TraceId;
  readonly createdAt: Date;
  readonly caller: Caller;
  readonly traceparent: string | null;
}

export function identifyCall<Kind extends TraceKind>(
  { kind, id, createdAt, caller, traceparent }: TracedCall<Kind>,
  made: { readonly configHash: string; readonly codeVersion: string },
): TraceIdentity & { kind: Kind } {
  return {
    schema_version: TRACE_SCHEMA_VERSION,
    id,
    workspace_id: caller.workspaceId,
    kind,
    created_at: createdAt.toISOString(),
    caller: {
      api_key_id: caller.apiKeyId,
      api_key_name: caller.keyName,
      app: null,
      end_user_hash: null,
      groups: [...caller.groups],
      clearance: caller.clearance,
    },
    traceparent,
    otel_trace_id: null,
    config_hash: made.configHash,
    code_version: made.codeVersion,
    metadata: {},
  };
}

/** The columns of such a call, before what came of it. */
export function columnsOfCall({ kind, id, createdAt, caller }: TracedCall<TraceKind>) {
  return {
    id,
    kind,
    state: 'complete',
    createdAt,
    apiKeyId: caller.apiKeyId,
    apiKeyName: caller.keyName,
    documentIds: [],
    classification: caller.clearance,
    citedCount: 0,
    selectedCount: 0,
    candidateCount: 0,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
  } satisfies Partial<TraceColumns>;
}
