import { highestClassification } from '../../contract/classification.ts';
import type { ExtractResponse } from '../../contract/extraction.ts';
import { TraceId } from '../../contract/ids.ts';
import type { ExtractionTraceRecord } from '../../contract/trace.ts';
import { saveTrace } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { sumUsage } from '../answer/sum-usage.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import { columnsOfCall, identifyCall, type TracedCall } from '../tracing/identify-call.ts';
import { askModels, type ModelsAsked } from './ask-models.ts';
import type { ExtractCall } from './extract-call.ts';
import { extractFields, openText, type Extracted } from './extract-fields.ts';
import { EXTRACTION_MODEL } from './extraction-model.ts';
import { listScalars, type Field } from './field.ts';
import { fillValue } from './fill-value.ts';
import { readSchema } from './read-schema.ts';
import { describeTextRead, readTexts, type TextToRead } from './read-texts.ts';

interface Extraction extends Omit<ModelsAsked, 'fields'> {
  readonly fields: readonly Field[];
  readonly texts: readonly TextToRead[];
  readonly extracted: Extracted;
  readonly extractMs: number;
}

const MAX_LISTED = 200;

/** What was extracted, with the record that has been stored of it. */
export interface RecordedExtraction {
  readonly response: ExtractResponse;
  readonly record: ExtractionTraceRecord;
}

/** Extracts, and answers once the trace has been committed. */
export async function extractAndStore(
  call: ExtractCall,
  services: Services,
): Promise<ExtractResponse> {
  const { response } = await extractRecorded(call, services);
  return response;
}

/** As `extractAndStore`, with the stored record beside what was extracted. */
export async function extractRecorded(
  call: ExtractCall,
  services: Services,
): Promise<RecordedExtraction> {
  const fields = readSchema(call.request.schema);
  const texts = await readTexts(call.request, call.caller, services);
  const startedAt = services.now();
  const { extracted, ...asked } = await extract({ call, fields, texts }, services);
  const extractMs = services.now() - startedAt;
  const extraction = { ...asked, fields, texts, extracted, extractMs };
  const record = await storeTrace(extraction, call, services);
  const response = {
    value: extracted.value,
    fields: extracted.fields.map(withoutConsidered),
    trace_id: TraceId.parse(record.identity.id),
  };
  return { response, record };
}

/** Values by the builtin extractor, and by models for what it leaves missing. Nothing is stored. */
export async function extract(
  {
    call,
    fields,
    texts,
  }: {
    readonly call: ExtractCall;
    readonly fields: readonly Field[];
    readonly texts: readonly TextToRead[];
  },
  services: Services,
): Promise<Omit<ModelsAsked, 'fields'> & { readonly extracted: Extracted }> {
  const sources = texts.map(openText);
  const builtin = extractFields(fields, sources);
  const asking = { call, fields, texts, sources, extracted: builtin };
  const { fields: filled, ...asked } = await askModels(asking, services);
  return { ...asked, extracted: { value: fillValue(builtin.value, filled), fields: filled } };
}

async function storeTrace(
  extraction: Extraction,
  call: ExtractCall,
  services: Services,
): Promise<ExtractionTraceRecord> {
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
      ...modelColumns(extraction),
      totalMs: extractMs,
    },
    record: canonicalizeRecord(record),
    evidence: [],
  });
  return record;
}

function buildRecord(
  { fields, texts, extracted, extractMs, ...asked }: Extraction,
  { request, traced }: ExtractCall & { readonly traced: TracedCall<'extraction'> },
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
    attempts: [...asked.attempts],
    skipped: [...asked.skipped],
    prompt: asked.prompt,
    extraction: {
      texts: texts.map(describeTextRead),
      schema: request.schema,
      extractor: EXTRACTION_MODEL.name,
      value: extracted.value,
      fields: [...extracted.fields],
      routing: asked.routing,
      reply: asked.reply,
    },
    measures: {
      timings_ms: { extract: extractMs },
      usage: sumUsage(asked.attempts),
    },
  };
}

function modelColumns({ attempts, extracted }: Extraction) {
  const usage = sumUsage(attempts);
  const model = extracted.fields.find(({ reason }) => reason.code === 'model')?.model ?? null;
  return {
    model: model ?? EXTRACTION_MODEL.name,
    provider: attempts.find((attempt) => attempt.requested_model === model)?.provider ?? 'builtin',
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    costUsd: usage.cost_usd,
  };
}

/** What lists show of it. */
function describeFields(fields: readonly Field[]): string {
  const names = listScalars(fields).map(({ title, name }) => title ?? name);
  const listed = `Extract ${names.join(', ')}`;
  return listed.length <= MAX_LISTED
    ? listed
    : `${listed.slice(0, MAX_LISTED - 1)}…`.toWellFormed();
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
