import { DEFAULT_FALLBACK_ORDER } from '../../../../contract/fallback-order.ts';
import { numberEvidence } from '../../../../server/answer/number-evidence.ts';
import { ApiKeyId, ChunkId, DocumentId, TraceId, WorkspaceId } from '../../../../contract/ids.ts';
import type { Candidate } from '../../../../contract/retrieval.ts';
import type { AnswerOutcome, Question } from '../../../../server/answer/answer-outcome.ts';
import { NO_PROMPT } from '../../../../server/generation/build-prompt.ts';
import type { RetrievalOutcome } from '../../../../server/retrieval/retrieval-outcome.ts';
import { chooseModel } from '../../../../server/routing/choose-model.ts';
import { builtinExtractiveModel } from '../../../../server/routing/configured-model.ts';
import { readSignals } from '../../../../server/routing/read-signals.ts';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { builtin } from '../generation/scripted-model.ts';
import { NO_TOPIC } from '../../../../server/routing/match-topic.ts';

const QUESTION = 'How many days?';
const TEXT = 'Every employee has 27 days of annual leave.';

export function sampleQuestion(request: Partial<Question['request']> = {}): Question {
  return {
    traceId: TraceId.parse(idOf(1)),
    askedAt: new Date('2026-03-01T12:00:00Z'),
    asOf: null,
    origin: null,
    request: {
      question: QUESTION,
      messages: [],
      filters: {},
      model: 'auto',
      max_chunks: 8,
      metadata: {},
      ...request,
    },
    caller: {
      workspaceId: WorkspaceId.parse(idOf(2)),
      workspaceName: 'default',
      apiKeyId: ApiKeyId.parse(idOf(3)),
      keyName: 'helpdesk',
      scopes: ['ask'],
      groups: ['hr'],
      clearance: 'confidential',
      collections: '*',
      models: '*',
      budgetUsdPerDay: null,
      expiresAt: null,
    },
    reader: { clearance: 'internal', groups: ['hr'], collections: '*' },
    traceparent: null,
    signal: new AbortController().signal,
  };
}

function candidate(rank: number, isSelected: boolean): Candidate {
  return {
    chunk_id: ChunkId.parse(idOf(10 + rank)),
    content_hash: `hash-${rank}`,
    document_id: DocumentId.parse(idOf(20 + rank)),
    document_version: rank,
    title: 'Leave',
    source: 'leave.md',
    heading_path: [],
    page: null,
    char_start: 5,
    char_end: 5 + TEXT.length,
    token_count: 10,
    text: TEXT,
    rank,
    selected: isSelected,
    scores: { dense: null, lexical: null, fused: 1 / rank, rerank: null, final: 1 / rank },
    reason: { code: isSelected ? 'top_fused' : 'beyond_limit', text: 'It is.' },
  };
}

export function sampleRetrieval(): RetrievalOutcome {
  const candidates = [candidate(1, true), candidate(2, true), candidate(3, false)];
  return {
    candidates,
    selected: candidates
      .filter((one) => one.selected)
      .map((one) => ({ ...one, classification: 'internal' })),
    parts: [
      {
        question: 'How many days of annual leave are there?',
        confidence: 0.8,
        rarity: new Map(),
      },
    ],
    durationMs: 4,
    trace: {
      collections: ['default'],
      filters: {},
      index_snapshot: '2026-02-01T00:00:00Z',
      embedding_profiles: [],
      settings: {
        max_chunks: 8,
        leg_depth: 100,
        fusion: 'f',
        dense_weight: 0.1,
        max_context_tokens: 3_000,
        near_duplicate_threshold: 0.9,
        min_final_score: 0.1,
      },
      legs: [],
      candidates: candidates.map(({ text: _text, ...entry }) => entry),
      removed_by_access: 2,
      confidence: 0.8,
    },
  };
}

/** Everything that one answer went through: two chunks selected, the first one cited. */
export function sampleOutcome(change: Partial<AnswerOutcome> = {}): AnswerOutcome {
  const retrieval = sampleRetrieval();
  const signals = readSignals(QUESTION, []);
  const evidence = numberEvidence(retrieval);
  const text = `${TEXT} [1]`;
  return {
    question: sampleQuestion(),
    otelTraceId: null,
    signals,
    retrieval,
    summary: null,
    evidence,
    route: chooseModel(
      {
        signals,
        chunkClassifications: ['internal'],
        requestedModel: 'auto',
        allowedModels: '*',
        retrievalConfidence: null,
        promptTokens: 100,
      },
      {
        models: [builtinExtractiveModel],
        rules: [],
        fallback: { order: DEFAULT_FALLBACK_ORDER, ruleAnswerBelow: null },
        refusalOf: () => null,
        matchTopic: () => NO_TOPIC,
        ownDetectors: [],
        configHash: 'config',
        now: () => 0,
      },
    ),
    generation: {
      kind: 'answered',
      text,
      model: builtin,
      attempts: [],
      skipped: [],
      endsAt: 0,
      escalations: [],
      circuitGeneration: null,
      prompt: NO_PROMPT,
      finishReason: null,
      fallback: null,
      reason: 'One sentence answers.',
    },
    verified: verifyAnswer({ answer: text, evidence }),
    drafts: [],
    decisions: [],
    status: 'answered',
    timings: { route: 1, retrieve: 4, generate: 2, verify: 1 },
    ...change,
  };
}

function idOf(n: number): string {
  return `01a20952-36b3-7319-998a-${String(n).padStart(12, '0')}`;
}
