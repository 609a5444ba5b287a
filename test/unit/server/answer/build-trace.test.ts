import { describe, expect, it } from 'vitest';
import { Answer } from '../../../../contract/answer.ts';
import {
  AnswerTraceRecord,
  RetrievalTraceRecord,
  UnfinishedTraceRecord,
} from '../../../../contract/trace.ts';
import { canonicalJson } from '../../../../core/canonical-json.ts';
import { buildAnswer } from '../../../../server/answer/build-answer.ts';
import {
  buildAnswerTrace,
  buildPendingTrace,
  buildRetrievalTrace,
} from '../../../../server/answer/build-trace.ts';
import { sumUsage } from '../../../../server/answer/sum-usage.ts';
import { sampleOutcome, sampleQuestion, sampleRetrieval } from './sample-outcome.ts';

const context = { configHash: 'config', codeVersion: '1.2.3' };
const ATTEMPT = {
  n: 1,
  kind: 'primary',
  provider: 'p',
  requested_model: 'm',
  served_model: null,
  ttft_ms: null,
  duration_ms: 5,
  error: { code: 'timeout', detail: 'Late.' },
  finish_reason: null,
  input_tokens: 7,
  output_tokens: 3,
  cost_usd: 0.5,
} as const;

describe('the trace of an answer', () => {
  it('is what the contract says, and has a canonical form', () => {
    const { record } = buildAnswerTrace(sampleOutcome(), context);

    expect(AnswerTraceRecord.parse(record)).toEqual(record);
    expect(JSON.parse(canonicalJson(record))).toEqual(record);
  });

  it('is the same each time, and leaves the outcome as it was', () => {
    const outcome = freezeDeep(sampleOutcome());

    expect(buildAnswerTrace(outcome, context)).toEqual(buildAnswerTrace(outcome, context));
    expect(canonicalJson(buildAnswerTrace(outcome, context).record)).toBe(
      canonicalJson(buildAnswerTrace(sampleOutcome(), context).record),
    );
  });

  it('names the caller, the code and the configuration', () => {
    const question = sampleQuestion({
      metadata: { app: 'helpdesk', ticket: '7' },
      end_user: { id: 'u-17', groups: ['hr'] },
    });
    const { record } = buildAnswerTrace(sampleOutcome({ question }), context);

    expect(record.identity).toMatchObject({
      created_at: '2026-03-01T12:00:00.000Z',
      kind: 'answer',
      caller: { api_key_name: 'helpdesk', app: 'helpdesk', groups: ['hr'], clearance: 'internal' },
      config_hash: 'config',
      code_version: '1.2.3',
      metadata: { ticket: '7' },
    });
    expect(record.identity.caller.end_user_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(canonicalJson(record)).not.toContain('u-17');
  });

  it('has the text of no chunk: evidence is a reference to it', () => {
    const { record } = buildAnswerTrace(sampleOutcome(), context);

    expect(record.evidence).toHaveLength(2);
    expect(JSON.stringify([record.evidence, record.retrieval])).not.toContain('annual leave');
  });

  it('says which of the selected chunks are cited, here and in its columns', () => {
    const { evidence, columns } = buildAnswerTrace(sampleOutcome(), context);

    expect(evidence.map((row) => row.isCited)).toEqual([true, false]);
    expect(columns).toMatchObject({
      citedCount: 1,
      selectedCount: 2,
      candidateCount: 3,
      state: 'complete',
      status: 'answered',
      classification: 'internal',
      model: 'builtin-extractive',
      confidence: 0.8,
    });
  });

  it('counts every attempt, the failed ones too', () => {
    const outcome = sampleOutcome();
    const generation = { ...outcome.generation, attempts: [ATTEMPT, { ...ATTEMPT, n: 2 }] };
    const { record, columns } = buildAnswerTrace({ ...outcome, generation }, context);

    expect(record.measures.usage).toEqual({ input_tokens: 14, output_tokens: 6, cost_usd: 1 });
    expect(columns).toMatchObject({ inputTokens: 14, outputTokens: 6, costUsd: 1 });
  });

  it('keeps each withheld draft with its reason and its verdicts', () => {
    const { verified } = sampleOutcome();
    const drafts = [
      { text: 'Wrong.', model: 'm', withheldBecause: 'Unsupported.', decision: 'quote', verified },
    ] as const;
    const { record } = buildAnswerTrace(sampleOutcome({ drafts }), context);

    expect(record.answer.drafts).toEqual([
      {
        text: 'Wrong.',
        model: 'm',
        withheld_because: 'Unsupported.',
        decision: 'quote',
        checked: verified,
      },
    ]);
  });

  it('can be read as it was before decisions were kept', () => {
    const { record } = buildAnswerTrace(sampleOutcome(), context);
    const { decisions: _decisions, ...outcome } = record.outcome;
    const { strategy: _strategy, on_unsupported: _consequence, ...routing } = record.routing;
    const drafts = [{ text: 'Wrong.', model: 'm', withheld_because: 'Unsupported.' }];
    const older = { ...record, outcome, routing, answer: { ...record.answer, drafts } };

    expect(AnswerTraceRecord.parse(older)).toEqual(older);
  });

  it('is all that the answer is made from', () => {
    const { record } = buildAnswerTrace(sampleOutcome(), context);
    const answer = buildAnswer(record, { store: 1, total: 9 });

    expect(Answer.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      id: record.identity.id,
      answer: record.answer.text,
      removed_by_access: 2,
      timings_ms: { route: 1, retrieve: 4, generate: 2, verify: 1, store: 1, total: 9 },
      trace_url: `/traces/${record.identity.id}`,
    });
  });
});

describe('other traces', () => {
  it('of a retrieval have the ledger and no answer', () => {
    const { record, columns } = buildRetrievalTrace(
      { question: sampleQuestion(), retrieval: sampleRetrieval(), otelTraceId: null },
      context,
    );

    expect(RetrievalTraceRecord.parse(record)).toEqual(record);
    expect(record.retrieval.candidates).toHaveLength(3);
    expect(columns).toMatchObject({ kind: 'retrieval', state: 'complete', selectedCount: 2 });
  });

  it('of a stream that begins are pending, until a moment', () => {
    const pendingUntil = new Date('2026-03-01T12:10:00Z');
    const { record, columns, evidence } = buildPendingTrace(
      { question: sampleQuestion(), pendingUntil },
      context,
    );

    expect(UnfinishedTraceRecord.parse(record)).toEqual(record);
    expect(columns).toMatchObject({ state: 'pending', pendingUntil });
    expect(evidence).toEqual([]);
  });

  it('tell one end user from another, and hide both', () => {
    const hashOf = (id: string) =>
      buildPendingTrace(
        { question: sampleQuestion({ end_user: { id, groups: [] } }), pendingUntil: new Date(0) },
        context,
      ).record.identity.caller.end_user_hash;

    expect(hashOf('a')).toBe(hashOf('a'));
    expect(hashOf('a')).not.toBe(hashOf('b'));
  });
});

describe('sumUsage', () => {
  it('is nothing for no attempt', () => {
    expect(sumUsage([])).toEqual({ input_tokens: 0, output_tokens: 0, cost_usd: 0 });
  });
});

function freezeDeep<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Date || value instanceof AbortSignal) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freezeDeep(part);
  return value;
}
