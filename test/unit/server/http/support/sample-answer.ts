import { Answer } from '../../../../../contract/answer.ts';
import type { Caller } from '../../../../../server/caller.ts';
import { ApiKeyId, WorkspaceId } from '../../../../../contract/ids.ts';

export const TRACE_ID = '0198c0de-0000-7000-8000-000000000001';

export function buildAnswer(changes: Partial<Answer> = {}): Answer {
  return Answer.parse({
    id: TRACE_ID,
    status: 'answered',
    answer: 'You get 5 days a year [1].',
    citations: [],
    claims: [],
    verification: {
      verdict: 'verified',
      verifier: 'builtin-1',
      citation_precision: 1,
      citation_recall: 1,
      unsupported_claims: 0,
    },
    route: {
      task: 'grounded_qa',
      complexity: 0.2,
      sensitivity: 'internal',
      tier: 'small',
      model: 'builtin-extractive',
      provider: 'builtin',
      prompt_version: '1',
      fallback: null,
      escalations: [],
      reasons: [],
    },
    removed_by_access: 0,
    usage: { input_tokens: 7, output_tokens: 5, cost_usd: 0 },
    timings_ms: { route: 0, retrieve: 0, generate: 0, verify: 0, store: 0, total: 0 },
    receipt: null,
    trace_url: `/traces/${TRACE_ID}`,
    ...changes,
  });
}

export function buildCaller(changes: Partial<Caller> = {}): Caller {
  return {
    workspaceId: WorkspaceId.parse('0198c0de-0000-7000-8000-00000000000a'),
    workspaceName: 'bank',
    apiKeyId: ApiKeyId.parse('0198c0de-0000-7000-8000-00000000000b'),
    keyName: 'test',
    scopes: ['admin'],
    groups: [],
    clearance: 'internal',
    collections: '*',
    models: '*',
    budgetUsdPerDay: null,
    expiresAt: null,
    ...changes,
  };
}
