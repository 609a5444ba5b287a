import { highestClassification } from '../../contract/classification.ts';
import type { ExtractRequest, ExtractResponse } from '../../contract/extraction.ts';
import { TraceId } from '../../contract/ids.ts';
import type { ExtractionTraceRecord } from '../../contract/trace.ts';
import { saveTrace } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import { columnsOfCall, identifyCall, type TracedCall } from '../tracing/identify-call.ts';
import { extractFields, type Extracted } from './extract-fields.ts';
import { EXTRACTION_MODEL } from './extraction-model.ts';
import { listScalars, type Field } from './field.ts';
import { readSchema } from './read-schema.ts';
import { describeTextRead, readTexts, type TextToRead } from './read-texts.ts';

export interface ExtractCall {
  readonly caller: Caller;
  readonly request: ExtractRequest;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}

interface Extraction {
  readonly fields: readonly Field[];
  readonly texts: readonly TextToRead[];
  readonly extracted: Extracted;
  readonly extractMs: number;
}

const MAX_LISTED = 200;

/** Extracts, and answers once the trace has been committed. */
export async function extractAndStore(
  call: ExtractCall,
  services: Services,
): Promise<ExtractResponse> {
  const fields = readSchema(call.request.schema);
  const texts = await readTexts(call.request, call.caller, services);
  const startedAt = services.now();
  const extracted = extractFields(fields, texts);
  const extractMs = services.now() - startedAt;
  const id = await storeTrace({ fields, texts, extracted, extractMs }, call, services);
  return {
    value: extracted.value,
    fields: extracted.fields.map(withoutConsidered),
    trace_id: id,
  };
}

async function storeTrace(
  extraction: Extraction,
  call: ExtractCall,
  services: Services,
): Promise<TraceId> {
  const { texts, extracted, extractMs } = extraction;
  const { caller, traceparent } = call;
  const id = TraceId.parse(services.newId());
  const createdAt = services.clock();
  const traced = { kind: 'extraction', id, createdAt, caller, traceparent } as const;
  const record = buildRecord(extraction, { ...call, traced }, services);
  const ids = texts.flatMap(({ documentId }) => (documentId === null ? [] : [documentId]));
  await saveTrace(inWorkspace(services.database, caller.workspaceId), {
    columns: {
      ...columnsOfCall(traced),
      question: record.question.text,
      documentIds: ids,
      classification: classificationOf(texts, caller),
      task: 'extraction',
      selectedCount: extracted.fields.filter(({ value }) => value !== null).length,
      candidateCount: extracted.fields.length,
      totalMs: extractMs,
    },
    record: canonicalizeRecord(record),
    evidence: [],
  });
  return id;
}

function buildRecord(
  { fields, texts, extracted, extractMs }: Extraction,
  {
    request,
    traced,
  }: ExtractCall & { readonly traced: TracedCall<'extraction'> },
  services: Services,
): ExtractionTraceRecord {
  return {
    identity: identifyCall(traced, services),
    state: 'complete',
    question: {
      text: describeFields(fields),
      language: null,
      history: [],
      requested_model: null,
      reask_of: null,
    },
    extraction: {
      texts: texts.map(describeTextRead),
      schema: request.schema,
      extractor: EXTRACTION_MODEL.name,
      value: extracted.value,
      fields: [...extracted.fields],
    },
    measures: {
      timings_ms: { extract: extractMs },
      usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0 },
    },
  };
}

/** What lists show of it. */
function describeFields(fields: readonly Field[]): string {
  const names = listScalars(fields).map(({ title, name }) => title ?? name);
  const listed = `Extract ${names.join(', ')}`;
  return listed.length <= MAX_LISTED ? listed : `${listed.slice(0, MAX_LISTED - 1)}…`.toWellFormed();
}

/** Of a text that came with the request nobody has said how sensitive it is: whoever sent it may read it. */
function classificationOf(texts: readonly TextToRead[], { clearance }: Caller) {
  return highestClassification(texts.map(({ classification }) => classification ?? clearance));
}

function withoutConsidered({
  considered: _considered,
  considered_count: _count,
  ...field
}: Extracted['fields'][number]) {
  return field;
}
