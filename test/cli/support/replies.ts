import { canonicalJson } from '../../../core/canonical-json.ts';
import { sha256Hex } from '../../../platform/hash.ts';

/** Bodies as a server sends them: plain JSON, in the shapes of the contract. */

export const TRACE_ID = '01990000-0000-7000-8000-000000000001';
export const DOCUMENT_ID = '01990000-0000-7000-8000-000000000002';
export const CHUNK_ID = '01990000-0000-7000-8000-000000000003';
export const RUN_ID = '01990000-0000-7000-8000-000000000004';
export const KEY_ID = '01990000-0000-7000-8000-000000000005';
const TIME = '2026-11-23T09:30:00.000Z';

export const citation = {
  marker: 1,
  chunk_id: CHUNK_ID,
  document_id: DOCUMENT_ID,
  document_version: 3,
  title: 'Family leave guide',
  source: 'hr/family-leave-guide.pdf',
  heading_path: ['Leave', 'Carer’s leave'],
  page: 4,
  char_start: 1042,
  char_end: 1102,
  quote: 'Employees may take up to five working days of carer’s leave in each year.',
  status: 'sufficient',
};

export const claim = {
  index: 0,
  text: 'You get 5 days a year',
  char_start: 0,
  char_end: 21,
  markers: [1],
  verdict: 'supported',
  p_supported: 0.97,
  reasons: [{ code: 'covered', text: 'The cited sentence covers it.' }],
  unsupported_spans: [],
  evidence: [
    {
      chunk_id: CHUNK_ID,
      document_id: DOCUMENT_ID,
      document_version: 3,
      char_start: 1042,
      char_end: 1102,
    },
  ],
};

export const verification = {
  verdict: 'verified',
  verifier: 'builtin-1',
  citation_precision: 1,
  citation_recall: 1,
  unsupported_claims: 0,
};

export const route = {
  task: 'grounded_qa',
  complexity: 0.22,
  sensitivity: 'internal',
  tier: 'small',
  model: 'builtin-extractive',
  provider: 'builtin',
  prompt_version: 'grounded-1',
  fallback: null,
  escalations: [],
  reasons: ['Short question about one fact.'],
};

export const answer = {
  id: TRACE_ID,
  status: 'answered',
  answer: 'You get 5 days a year [1].',
  citations: [citation],
  claims: [claim],
  verification,
  route,
  removed_by_access: 0,
  usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0 },
  timings_ms: { route: 0.4, retrieve: 18, generate: 3, verify: 2, store: 6, total: 31 },
  receipt: null,
  trace_url: `/traces/${TRACE_ID}`,
};

const ledgerEntry = {
  chunk_id: CHUNK_ID,
  content_hash: 'c0ffee',
  document_id: DOCUMENT_ID,
  document_version: 3,
  title: 'Family leave guide',
  source: 'hr/family-leave-guide.pdf',
  heading_path: ['Leave', 'Carer’s leave'],
  page: 4,
  char_start: 1000,
  char_end: 1400,
  token_count: 92,
  rank: 1,
  selected: true,
  scores: {
    dense: { rank: 3, similarity: 0.71 },
    lexical: { rank: 1, score: 8.2, matched_terms: ['carer', 'leave'] },
    fused: 0.0325,
    rerank: null,
    final: 0.0325,
  },
  reason: { code: 'top_fused', text: 'Best keyword match (carer, leave); third by meaning.' },
};

const rejectedEntry = {
  ...ledgerEntry,
  source: 'hr/sickness-absence.html',
  title: 'Sickness absence',
  heading_path: [],
  page: null,
  rank: 2,
  selected: false,
  scores: { ...ledgerEntry.scores, dense: null, final: 0.0101 },
  reason: { code: 'beyond_limit', text: 'Ninth of 8.' },
};

export const retrieveResponse = {
  id: TRACE_ID,
  chunks: [{ ...ledgerEntry, text: 'Employees may take up to five working days…' }],
  rejected: [{ ...rejectedEntry, text: 'Tell your manager…' }],
  removed_by_access: 2,
  confidence: 0.81,
  timings_ms: { retrieve: 18, store: 4, total: 22 },
};

const identity = {
  schema_version: 1,
  id: TRACE_ID,
  workspace_id: '01990000-0000-7000-8000-000000000006',
  kind: 'answer',
  created_at: TIME,
  caller: {
    api_key_id: KEY_ID,
    api_key_name: 'helpdesk',
    app: null,
    end_user_hash: null,
    groups: ['hr'],
    clearance: 'internal',
  },
  traceparent: null,
  otel_trace_id: null,
  config_hash: 'a'.repeat(64),
  code_version: '0.1.0',
  metadata: {},
};

const traceRecord = {
  identity,
  state: 'complete',
  question: { text: 'How much carer’s leave do I get?', history: [], requested_model: null },
  routing: {
    config_hash: 'a'.repeat(64),
    signals: {
      version: 'signals-1',
      task: { value: 'grounded_qa', confidence: 0.9, top: [] },
      complexity: { value: 0.22, reasons: [] },
      sensitivity: { value: 'internal', entities: [] },
    },
    data_ceiling: 'internal',
    rule: 'default',
    candidates: [
      {
        model: 'hosted-large',
        provider: 'openai_compatible',
        tier: 'large',
        hosting: 'hosted',
        eligible: false,
        refused_by: 'policy',
        detail: 'may not see internal data',
        estimated_cost_usd: 0.01,
      },
    ],
    chosen: 'builtin-extractive',
    runner_up: null,
    largest_model_cost_usd: null,
    overhead_us: 410,
  },
  route,
  attempts: [
    {
      n: 1,
      kind: 'primary',
      provider: 'builtin',
      requested_model: 'builtin-extractive',
      served_model: 'builtin-extractive',
      ttft_ms: null,
      duration_ms: 3,
      error: null,
      finish_reason: 'stop',
      input_tokens: 0,
      output_tokens: 0,
      cost_usd: 0,
    },
  ],
  retrieval: {
    collections: ['default'],
    filters: {},
    index_snapshot: TIME,
    embedding_profiles: [{ adapter: 'builtin', name: 'hashing', version: '1', dimensions: 384 }],
    settings: {
      max_chunks: 8,
      leg_depth: 100,
      fusion: 'convex',
      dense_weight: 0.1,
      max_context_tokens: 3000,
      near_duplicate_threshold: 0.9,
      min_final_score: 0,
    },
    legs: [
      {
        leg: 'dense',
        query: 'How much carer’s leave do I get?',
        candidate_count: 12,
        depth: 100,
        duration_ms: 9,
      },
      { leg: 'lexical', query: 'carer leave', candidate_count: 7, depth: 100, duration_ms: 3 },
    ],
    candidates: [
      ledgerEntry,
      ...Array.from({ length: 7 }, (_, index) => ({ ...rejectedEntry, rank: index + 2 })),
    ],
    removed_by_access: 2,
    confidence: 0.81,
  },
  evidence: [],
  prompt: {
    template: 'grounded',
    version: 'grounded-1',
    template_sha256: 'b'.repeat(64),
    messages: [],
    token_count: 0,
    cut: [],
  },
  answer: { text: answer.answer, finish_reason: 'stop', citations: [citation], drafts: [] },
  verification: { ...verification, claims: [claim] },
  outcome: { status: 'answered', reason: 'Every claim is supported.', fallback: null },
  measures: {
    timings_ms: { route: 0.4, retrieve: 18, generate: 3, verify: 2 },
    usage: answer.usage,
  },
};

export const trace = {
  ...traceRecord,
  integrity: {
    sha256: sha256Hex(canonicalJson(traceRecord)),
    canonicalization: 'RFC 8785',
    intact: true,
  },
};

export const whyNotAnswer = {
  stage: 'legs',
  code: 'not_a_candidate',
  detail:
    'It was not among the candidates of either leg. By vector it ranks 212 (score 0.112); the leg took the best 100, the last of which scored 0.310. No word of the question stands in it.',
  dense_rank: 212,
  lexical_rank: null,
  cut_off: { dense: { depth: 100, score: 0.31 }, lexical: { depth: 100, score: null } },
  dense: { chunk_id: CHUNK_ID, rank: 212, score: 0.112 },
  lexical: null,
  as_of: TIME,
  document: {
    id: DOCUMENT_ID,
    collection: 'default',
    source: 'hr/family-leave-guide.pdf',
    title: 'Family leave guide',
    version: 3,
  },
  chunk_id: null,
};

export const traceSummary = {
  id: TRACE_ID,
  kind: 'answer',
  state: 'complete',
  created_at: TIME,
  question: 'How much carer’s leave do I get?',
  status: 'answered',
  verdict: 'verified',
  task: 'grounded_qa',
  requested_model: 'auto',
  model: 'builtin-extractive',
  provider: 'builtin',
  fallback: null,
  app: null,
  api_key_name: 'helpdesk',
  cited_count: 1,
  selected_count: 1,
  candidate_count: 8,
  confidence: 0.81,
  total_ms: 31,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
  stale: false,
};

export const document = {
  id: DOCUMENT_ID,
  collection: 'default',
  source: 'hr/family-leave-guide.pdf',
  title: 'Family leave guide',
  mime: 'application/pdf',
  tags: ['hr'],
  classification: 'internal',
  acl: [],
  status: 'ready',
  version: 3,
  held_version: null,
  finding_count: 0,
  chunk_count: 14,
  byte_size: 48_120,
  error: null,
  created_at: TIME,
  updated_at: TIME,
};

export const documentVersion = {
  document_id: DOCUMENT_ID,
  version: 3,
  title: 'Family leave guide',
  mime: 'application/pdf',
  content_sha256: 'd'.repeat(64),
  byte_size: 48_120,
  char_count: 18_200,
  page_count: 9,
  chunk_count: 14,
  finding_count: 0,
  parser: 'pdf-1',
  chunker: 'structure-1',
  restored_from: null,
  held_at: null,
  withdrawn_at: null,
  served_from: TIME,
  served_until: null,
};

export const ingestRun = {
  id: RUN_ID,
  kind: 'upload',
  status: 'succeeded',
  documents: { total: 2, done: 2, failed: 0, unchanged: 0, held: 0, cancelled: 0 },
  chunks: { added: 9, reused: 1, retired: 0 },
  stages: [{ stage: 'parse', count: 2, total_ms: 50, p50_ms: 25, p95_ms: 40 }],
  sync: null,
  stale_answers: 0,
  errors: [],
  created_at: TIME,
  started_at: TIME,
  finished_at: TIME,
};

export const collection = {
  name: 'default',
  chunking: { max_tokens: 256, overlap_tokens: 0 },
  language: 'en',
  embedding_profile: { adapter: 'builtin', name: 'hashing', version: '1', dimensions: 384 },
  document_count: 25,
  chunk_count: 410,
  stale_index: {
    documents: 0,
    chunks: 0,
    reasons: { parser: 0, chunker: 0, chunking: 0, language: 0, embedding_profile: 0 },
  },
  reindexing: null,
  reembedding: null,
  created_at: TIME,
};

export const apiKey = {
  id: KEY_ID,
  name: 'helpdesk',
  prefix: 'fn_abcdefgh',
  scopes: ['ask', 'retrieve'],
  workspace: 'default',
  groups: [],
  clearance: 'internal',
  collections: '*',
  models: '*',
  budget_usd_per_day: null,
  expires_at: null,
  created_at: TIME,
  last_used_at: null,
  revoked_at: null,
};

export const session = {
  api_key_id: KEY_ID,
  key_name: 'admin',
  workspace: 'default',
  scopes: ['admin'],
  clearance: 'restricted',
  groups: [],
  expires_at: null,
};

export const signInLink = { url: '/sign-in?token=one-time', expires_at: TIME };

export const readiness = {
  status: 'ready',
  durability: 'kill_safe',
  checks: {
    database: { ok: true, detail: 'PostgreSQL 18, pgvector 0.8.7' },
    migrations: { ok: true, detail: 'up to date' },
    queue: { ok: true, detail: 'a worker is alive', waiting: 0, running: 0 },
  },
};

export function pageOf(...items: readonly unknown[]) {
  return { data: items, next_cursor: null };
}
