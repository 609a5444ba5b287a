import type {
  BodyInput,
  EndpointName,
  ParamsInput,
  QueryInput,
  ResponseOf,
} from '../../../contract/endpoint-types.ts';
import type { endpoints } from '../../../contract/endpoints.ts';
import { readProblem, unreachable } from './problem-error.ts';
import { trustContract } from './trust-contract.ts';

type Table = typeof endpoints;

/**
 * Method and path of the calls that the UI makes. They are written here once more, checked against the
 * contract by the compiler, because importing the table itself would ship the validator to the browser.
 */
const CALLS = {
  getAnswer: { method: 'get', path: '/v1/answers/:id' },
  retrieve: { method: 'post', path: '/v1/retrieve' },
  listModels: { method: 'get', path: '/v1/models' },
  listDocuments: { method: 'get', path: '/v1/documents' },
  getDocument: { method: 'get', path: '/v1/documents/:id' },
  retireDocument: { method: 'delete', path: '/v1/documents/:id' },
  listDocumentVersions: { method: 'get', path: '/v1/documents/:id/versions' },
  getDocumentVersion: { method: 'get', path: '/v1/documents/:id/versions/:version' },
  getVersionPage: { method: 'get', path: '/v1/documents/:id/versions/:version/pages/:page' },
  patchDocument: { method: 'patch', path: '/v1/documents/:id' },
  reingestDocument: { method: 'post', path: '/v1/documents/:id/reingest' },
  restoreDocumentVersion: { method: 'post', path: '/v1/documents/:id/versions/:version/restore' },
  diffDocumentVersions: { method: 'get', path: '/v1/documents/:id/diff' },
  listDocumentAnswers: { method: 'get', path: '/v1/documents/:id/answers' },
  listRunStaleAnswers: { method: 'get', path: '/v1/ingest-runs/:id/stale-answers' },
  reaskAnswers: { method: 'post', path: '/v1/answers/reask' },
  listIngestRuns: { method: 'get', path: '/v1/ingest-runs' },
  getIngestRun: { method: 'get', path: '/v1/ingest-runs/:id' },
  pauseIngestRun: { method: 'post', path: '/v1/ingest-runs/:id/pause' },
  resumeIngestRun: { method: 'post', path: '/v1/ingest-runs/:id/resume' },
  cancelIngestRun: { method: 'post', path: '/v1/ingest-runs/:id/cancel' },
  retryIngestRun: { method: 'post', path: '/v1/ingest-runs/:id/retry' },
  listClassifiers: { method: 'get', path: '/v1/classifiers' },
  getClassifier: { method: 'get', path: '/v1/classifiers/:name' },
  listClassifierVersions: { method: 'get', path: '/v1/classifiers/:name/versions' },
  activateClassifierVersion: {
    method: 'post',
    path: '/v1/classifiers/:name/versions/:version/activate',
  },
  rollBackClassifier: { method: 'post', path: '/v1/classifiers/:name/rollback' },
  compareClassifierVersions: { method: 'get', path: '/v1/classifiers/:name/compare' },
  addReviewedExamples: { method: 'post', path: '/v1/classifiers/:name/examples/from-reviews' },
  distilClassifier: { method: 'post', path: '/v1/classifiers/:name/distil' },
  classify: { method: 'post', path: '/v1/classify' },
  listCollections: { method: 'get', path: '/v1/collections' },
  reindexCollection: { method: 'post', path: '/v1/collections/:name/reindex' },
  listSources: { method: 'get', path: '/v1/sources' },
  createSource: { method: 'post', path: '/v1/sources' },
  syncSource: { method: 'post', path: '/v1/sources/:id/sync' },
  listRoutedModels: { method: 'get', path: '/v1/routing/models' },
  setCircuit: { method: 'post', path: '/v1/routing/models/:name/circuit' },
  listBudgets: { method: 'get', path: '/v1/budgets' },
  listTraces: { method: 'get', path: '/v1/traces' },
  getTraceOverview: { method: 'get', path: '/v1/traces/overview' },
  listSavedViews: { method: 'get', path: '/v1/traces/views' },
  saveView: { method: 'post', path: '/v1/traces/views' },
  deleteSavedView: { method: 'delete', path: '/v1/traces/views/:id' },
  getTrace: { method: 'get', path: '/v1/traces/:id' },
  getTraceChunks: { method: 'get', path: '/v1/traces/:id/chunks' },
  getTraceHistory: { method: 'get', path: '/v1/traces/:id/history' },
  diffTraces: { method: 'get', path: '/v1/traces/:id/diff/:other' },
  replayTrace: { method: 'post', path: '/v1/traces/:id/replay' },
  giveFeedback: { method: 'post', path: '/v1/answers/:id/feedback' },
  explainAbsence: { method: 'post', path: '/v1/traces/:id/why-not' },
  listVerificationRuns: { method: 'get', path: '/v1/verifications' },
  createVerificationRun: { method: 'post', path: '/v1/verifications' },
  getVerificationRun: { method: 'get', path: '/v1/verifications/:id' },
  listVerificationResults: { method: 'get', path: '/v1/verifications/:id/results' },
  cancelVerificationRun: { method: 'post', path: '/v1/verifications/:id/cancel' },
  getMetricsSummary: { method: 'get', path: '/v1/metrics/summary' },
  simulateCost: { method: 'post', path: '/v1/metrics/cost-simulations' },
  getDrift: { method: 'get', path: '/v1/drift' },
  createDriftAttribution: { method: 'post', path: '/v1/drift/attributions' },
  listDriftAttributions: { method: 'get', path: '/v1/drift/attributions' },
  listReviews: { method: 'get', path: '/v1/reviews' },
  getReview: { method: 'get', path: '/v1/reviews/:id' },
  claimReview: { method: 'post', path: '/v1/reviews/:id/claim' },
  decideReview: { method: 'post', path: '/v1/reviews/:id/decision' },
  listWorkflows: { method: 'get', path: '/v1/workflows' },
  getWorkflow: { method: 'get', path: '/v1/workflows/:name' },
  listWorkflowRuns: { method: 'get', path: '/v1/workflows/:name/runs' },
  pauseWorkflowRun: { method: 'post', path: '/v1/workflows/:name/runs/:id/pause' },
  resumeWorkflowRun: { method: 'post', path: '/v1/workflows/:name/runs/:id/resume' },
  cancelWorkflowRun: { method: 'post', path: '/v1/workflows/:name/runs/:id/cancel' },
  retryWorkflowRun: { method: 'post', path: '/v1/workflows/:name/runs/:id/retry' },
  listWorkflowItems: { method: 'get', path: '/v1/workflows/:name/items' },
  listGoldSets: { method: 'get', path: '/v1/gold-sets' },
  createGoldSet: { method: 'post', path: '/v1/gold-sets' },
  getGoldSet: { method: 'get', path: '/v1/gold-sets/:name' },
  listGoldItems: { method: 'get', path: '/v1/gold-sets/:name/items' },
  draftGoldItems: { method: 'post', path: '/v1/gold-sets/:name/drafts' },
  listGoldDrafts: { method: 'get', path: '/v1/gold-sets/:name/drafts' },
  decideGoldDraft: { method: 'post', path: '/v1/gold-sets/:name/drafts/:id/decision' },
  addTraceToGoldSet: { method: 'post', path: '/v1/traces/:id/to-gold-set' },
  addReviewToGoldSet: { method: 'post', path: '/v1/reviews/:id/to-gold-set' },
  listCanaries: { method: 'get', path: '/v1/canaries' },
  startCanaries: { method: 'post', path: '/v1/canaries' },
  getCanaryRound: { method: 'get', path: '/v1/canaries/:id' },
  listAlerts: { method: 'get', path: '/v1/alerts' },
  listEvaluations: { method: 'get', path: '/v1/evaluations' },
  createEvaluation: { method: 'post', path: '/v1/evaluations' },
  getEvaluation: { method: 'get', path: '/v1/evaluations/:id' },
  listEvaluatedItems: { method: 'get', path: '/v1/evaluations/:id/items' },
  cancelEvaluation: { method: 'post', path: '/v1/evaluations/:id/cancel' },
  resumeEvaluation: { method: 'post', path: '/v1/evaluations/:id/resume' },
  listApiKeys: { method: 'get', path: '/v1/keys' },
  createApiKey: { method: 'post', path: '/v1/keys' },
  revokeApiKey: { method: 'delete', path: '/v1/keys/:id' },
  getPolicy: { method: 'get', path: '/v1/configuration/policy' },
  checkConfiguration: { method: 'post', path: '/v1/configuration/check' },
  createSession: { method: 'post', path: '/v1/session' },
  getSession: { method: 'get', path: '/v1/session' },
  deleteSession: { method: 'delete', path: '/v1/session' },
} as const satisfies {
  readonly [Name in EndpointName]?: Pick<Table[Name], 'method' | 'path'>;
};

export type CallName = keyof typeof CALLS;

type Part<Key extends string, Value> = [Value] extends [undefined]
  ? { readonly [key in Key]?: undefined }
  : { readonly [key in Key]: Value };

export type CallInput<Name extends CallName> = Part<'params', ParamsInput<Name>> &
  Part<'query', QueryInput<Name>> &
  Part<'body', BodyInput<Name>> & { readonly signal?: AbortSignal };

/** Any call's input, its parts not yet looked into. */
interface LooseInput {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Makes one call of the contract with the session's cookie.
 * @throws ProblemError when the server refuses it or cannot be reached.
 */
export async function call<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
): Promise<ResponseOf<Name>> {
  const { method, path } = CALLS[name];
  const { params, query, body, signal }: LooseInput = input;
  const response = await send(buildUrl(path, params, query), {
    method: method.toUpperCase(),
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  });
  return trustContract<ResponseOf<Name>>(response.status === 204 ? null : await response.json());
}

/** `fetch` whose failures are all `ProblemError`s; an abort stays an abort. */
export async function send(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable(error);
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

/** `/v1/traces/:id` with its parameters filled in, and the query's defined values behind it. */
export function buildUrl(path: string, params: unknown, query: unknown): string {
  const values = new Map<string, unknown>(Object.entries(params ?? {}));
  const filled = path.replaceAll(/:([a-z_]+)/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name))),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    const isGiven = typeof value === 'number' || (typeof value === 'string' && value !== '');
    if (isGiven) search.set(name, String(value));
  }
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}
