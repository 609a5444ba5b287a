import { ACCESS_CALLS } from './calls/access-calls.ts';
import { ALERT_CALLS } from './calls/alert-calls.ts';
import { ANSWER_CALLS } from './calls/answer-calls.ts';
import { BUDGET_CALLS } from './calls/budget-calls.ts';
import { CANARY_CALLS } from './calls/canary-calls.ts';
import { CLASSIFIER_CALLS } from './calls/classifier-calls.ts';
import { DOCUMENT_CALLS } from './calls/document-calls.ts';
import { DRIFT_CALLS } from './calls/drift-calls.ts';
import { EVALUATION_CALLS } from './calls/evaluation-calls.ts';
import { INGEST_CALLS } from './calls/ingest-calls.ts';
import { PUBLISH_CALLS } from './calls/publish-calls.ts';
import { REVIEW_CALLS } from './calls/review-calls.ts';
import { SEARCH_CALLS } from './calls/search-calls.ts';
import { SOURCE_CALLS } from './calls/source-calls.ts';
import { VERIFICATION_RUN_CALLS } from './calls/verification-run-calls.ts';
import { WORKFLOW_CALLS } from './calls/workflow-calls.ts';
import type { QueryCalls } from './calls/query-call.ts';

/** Every exported query that takes a `WorkspaceDatabase`, by name. */
export const QUERY_CALLS: QueryCalls = {
  ...ACCESS_CALLS,
  ...DOCUMENT_CALLS,
  ...PUBLISH_CALLS,
  ...INGEST_CALLS,
  ...SOURCE_CALLS,
  ...SEARCH_CALLS,
  ...ANSWER_CALLS,
  ...REVIEW_CALLS,
  ...VERIFICATION_RUN_CALLS,
  ...BUDGET_CALLS,
  ...WORKFLOW_CALLS,
  ...CLASSIFIER_CALLS,
  ...EVALUATION_CALLS,
  ...DRIFT_CALLS,
  ...CANARY_CALLS,
  ...ALERT_CALLS,
};

/** Queries that look beyond one workspace, each for the reason that its name gives. */
export const CROSSING_QUERIES: readonly string[] = [
  'announceEndedRuns',
  'averageIncidents',
  'countOpenJobs',
  'deleteExpiredIdempotencyKeys',
  'deleteExpiredSessions',
  'deleteOldDeliveries',
  'dropDisplacedSamples',
  'dropMergedSegment',
  'endSession',
  'ensureWorkspace',
  'expireReservations',
  'findAbandonedTraces',
  'findApiKeyByPrefix',
  'findApiKeyBySession',
  'findConfigs',
  'findReembeddings',
  'findUnembedded',
  'findUnsampled',
  'forgetOldIndexChanges',
  'indexSegments',
  'leaseCanaryRound',
  'leaseDeliveries',
  'leaseEvaluation',
  'leaseJob',
  'leaseSync',
  'leaseVerificationRun',
  'leaseWorkflowItems',
  'listCircuitOrders',
  'listIncidents',
  'listOpenIncidents',
  'listWorkspaceIds',
  'mergeIndexedSegments',
  'mergeSegments',
  'noteDetection',
  'noteDiversion',
  'openIncident',
  'refreshQueueStatistics',
  'refreshStatistics',
  'releaseLeasesOf',
  'rememberConfig',
  'renewItemLeases',
  'requestDueSyncs',
  'restoreIncident',
  'saveCircuitOrder',
  'spreadEvents',
];
