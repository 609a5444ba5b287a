import type { TraceId } from '../../contract/ids.ts';
import { TRACE_SCHEMA_VERSION, type ClassificationTraceRecord } from '../../contract/trace.ts';
import { detectLanguage } from '../../core/text/detect-language.ts';
import type { NewTrace } from '../../db/queries/traces.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { Services } from '../services.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import type { ClassifyCall } from './classify-and-store.ts';
import type { TextLabel } from './classify-texts.ts';
import type { OpenedClassifier } from './open-classifiers.ts';

/** A text and what became of it. */
export interface ClassifiedOutcome {
  readonly id: TraceId;
  readonly text: string;
  readonly said: TextLabel;
  readonly opened: OpenedClassifier;
  readonly minProbability: number;
  readonly classifyMs: number;
  readonly createdAt: Date;
}

type Call = Pick<ClassifyCall, 'caller' | 'traceparent'>;

const MAX_LISTED = 200;
const NOTHING_USED = { input_tokens: 0, output_tokens: 0, cost_usd: 0 };

/** The record with the columns that lists show. */
export function buildClassificationTrace(
  outcome: ClassifiedOutcome,
  call: Call,
  services: Pick<Services, 'configHash' | 'codeVersion'>,
): NewTrace {
  const record = buildRecord(outcome, call, services);
  const { said, opened, classifyMs, createdAt, id } = outcome;
  return {
    columns: {
      id,
      kind: 'classification',
      state: 'complete',
      createdAt,
      apiKeyId: call.caller.apiKeyId,
      apiKeyName: call.caller.keyName,
      question: record.question.text,
      documentIds: [],
      classification: call.caller.clearance,
      status: said.abstained ? 'abstained' : 'answered',
      task: 'classification',
      model: `${opened.name}@${opened.version}`,
      provider: 'builtin',
      citedCount: 0,
      selectedCount: 0,
      candidateCount: 0,
      confidence: said.probability,
      totalMs: classifyMs,
      inputTokens: 0,
      outputTokens: 0,
      costUsd: 0,
    },
    record: canonicalizeRecord(record),
    evidence: [],
  };
}

function buildRecord(
  { id, text, said, opened, minProbability, classifyMs, createdAt }: ClassifiedOutcome,
  { caller, traceparent }: Call,
  services: Pick<Services, 'configHash' | 'codeVersion'>,
): ClassificationTraceRecord {
  const question = text.slice(0, MAX_LISTED).toWellFormed();
  return {
    identity: {
      schema_version: TRACE_SCHEMA_VERSION,
      id,
      workspace_id: caller.workspaceId,
      kind: 'classification',
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
      config_hash: services.configHash,
      code_version: services.codeVersion,
      metadata: {},
    },
    state: 'complete',
    question: {
      text: question,
      language: detectLanguage(question),
      history: [],
      requested_model: null,
      reask_of: null,
    },
    classified: {
      text,
      text_sha256: sha256Hex(text),
      classifier: { name: opened.name, version: opened.version, sha256: opened.sha256 },
      min_probability: minProbability,
      said,
    },
    measures: { timings_ms: { classify: classifyMs }, usage: NOTHING_USED },
  };
}
