import type { TracedField } from '../../contract/extraction.ts';
import type { NoDraftReason } from '../../contract/gold-draft.ts';
import type { TraceId } from '../../contract/ids.ts';
import type { ExtractionTraceRecord } from '../../contract/trace.ts';
import type { Span } from '../../core/text/spans.ts';
import { saveTrace } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { sumUsage } from '../answer/sum-usage.ts';
import { describeSpan, MISSING, NOTHING_CONSIDERED } from '../extraction/found-field.ts';
import { describeTextRead, type TextToRead } from '../extraction/read-texts.ts';
import type { Services } from '../services.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import { columnsOfCall, identifyCall, type TracedCall } from '../tracing/identify-call.ts';
import type { CheckedDraft } from './check-model-draft.ts';
import type { ChunkToDraft, DraftCall, DraftCalls } from './draft-call.ts';
import { DRAFT_PROMPT_VERSION } from './draft-prompt.ts';

interface DraftToStore {
  readonly id: TraceId;
  readonly asked: ChunkToDraft;
  readonly calls: DraftCalls;
  readonly checked: CheckedDraft;
}

/** What a model is asked for. */
const SCHEMA = {
  type: 'object',
  properties: {
    question: { type: 'string' },
    answer: { type: 'string' },
    quote: { type: 'string' },
  },
} as const;

/** Answer and quote have to stand in the document, as what is extracted has: the record is that of an extraction. */
export async function storeDraftTrace(
  stored: DraftToStore,
  { caller, traceparent, goldSet }: DraftCall,
  services: Services,
): Promise<void> {
  const { id, asked, calls, checked } = stored;
  const { document } = asked;
  const createdAt = services.clock();
  const traced = { kind: 'extraction', id, createdAt, caller, traceparent } as const;
  const record = buildRecord(stored, { traced, goldSet }, services);
  const { usage } = record.measures;
  const model = calls.reply?.model ?? null;
  await saveTrace(inWorkspace(services.database, caller.workspaceId), {
    columns: {
      ...columnsOfCall(traced),
      question: record.question.text,
      documentIds: [document.documentId],
      classification: document.classification,
      task: 'extraction',
      selectedCount: checked.kind === 'kept' ? record.extraction.fields.length : 0,
      candidateCount: record.extraction.fields.length,
      model,
      provider: calls.attempts.find((one) => one.requested_model === model)?.provider ?? null,
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      costUsd: usage.cost_usd,
      totalMs: record.measures.timings_ms.extract,
    },
    record: canonicalizeRecord(record),
    evidence: [],
  });
}

function buildRecord(
  { asked, calls, checked }: DraftToStore,
  { traced, goldSet }: { readonly traced: TracedCall<'extraction'>; readonly goldSet: string },
  services: Services,
): ExtractionTraceRecord {
  const { document, chunk } = asked;
  const { attempts, skipped, prompt, receipt, reply } = calls;
  const text: TextToRead = { ...document, documentVersion: document.version };
  const { charStart: start, charEnd: end } = chunk;
  return {
    identity: { ...identifyCall(traced, services), metadata: { gold_set: goldSet } },
    state: 'complete',
    question: {
      text: `Draft a gold item from ${document.title}, characters ${start} to ${end}`.toWellFormed(),
      language: null,
      history: [],
      requested_model: null,
      reask_of: null,
    },
    attempts: [...attempts],
    skipped: [...skipped],
    prompt,
    extraction: {
      texts: [describeTextRead(text)],
      schema: SCHEMA,
      extractor: DRAFT_PROMPT_VERSION,
      value: valueOf(text, checked),
      fields: describeFields(text, checked, reply?.model ?? null),
      routing: receipt,
      reply: reply?.text ?? null,
    },
    measures: {
      timings_ms: { extract: attempts.reduce((sum, { duration_ms: ms }) => sum + ms, 0) },
      usage: sumUsage(attempts),
    },
  };
}

function valueOf({ text }: TextToRead, checked: CheckedDraft): Record<string, unknown> {
  if (checked.kind === 'not_kept') return { question: null, answer: null, quote: null };
  const { question, answer, quote } = checked;
  return { question, answer, quote: text.slice(quote.start, quote.end) };
}

/** The question stands nowhere: it is the model's own, and no field. */
function describeFields(
  text: TextToRead,
  checked: CheckedDraft,
  model: string | null,
): TracedField[] {
  if (checked.kind === 'not_kept') {
    const reason = { code: 'not_in_text', text: WHY_NOT_KEPT[checked.reason] } as const;
    const missing = { ...MISSING, ...NOTHING_CONSIDERED, spans: [], considered: [], reason };
    return [
      { path: '/answer', ...missing },
      { path: '/quote', ...missing },
    ];
  }
  const quote = text.text.slice(checked.quote.start, checked.quote.end);
  const at = quote.indexOf(checked.answer);
  const start = checked.quote.start + at;
  const place: Span = at < 0 ? checked.quote : { start, end: start + checked.answer.length };
  const found = (span: Span) => ({
    spans: [describeSpan(text, span)],
    model,
    reason: {
      code: 'model',
      text: `${model ?? 'A model'} gave it, and it stands in the text.`,
    } as const,
    considered_count: 0,
    considered: [],
  });
  const verbatim = { verdict: 'verbatim', normalisation: null } as const;
  const inOtherCase = { verdict: 'normalised', normalisation: 'letter_case' } as const;
  return [
    {
      path: '/answer',
      value: checked.answer,
      ...(at < 0 ? inOtherCase : verbatim),
      ...found(place),
    },
    { path: '/quote', value: quote, ...verbatim, ...found(checked.quote) },
  ];
}

const WHY_NOT_KEPT: Readonly<Record<NoDraftReason, string>> = {
  not_allowed: 'No model may see the document.',
  over_budget: 'A budget has no room for the call.',
  no_reply: 'No model answered.',
  nothing_to_ask: 'The model found nothing worth asking.',
  not_in_form: 'The reply is not the JSON that was asked for.',
  quote_not_found: 'What the reply quotes does not stand in the chunk.',
  answer_not_in_quote: 'The answer does not stand in what the reply quotes.',
  answer_in_question: 'The question gives its answer away.',
  too_long: 'The question, the answer or the quote is too long.',
  disarmed: 'Markup, addresses or instructions stand in the question or the answer.',
  drafted_before: 'The set has a draft of the place.',
};
