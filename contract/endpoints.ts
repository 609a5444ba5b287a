import { accessEndpoints } from './endpoints/access.ts';
import { askEndpoints } from './endpoints/ask.ts';
import { canariesEndpoints } from './endpoints/canaries.ts';
import { classifiersEndpoints } from './endpoints/classifiers.ts';
import { collectionsEndpoints } from './endpoints/collections.ts';
import { configurationEndpoints } from './endpoints/configuration.ts';
import { documentsEndpoints } from './endpoints/documents.ts';
import { driftEndpoints } from './endpoints/drift.ts';
import { evaluationsEndpoints } from './endpoints/evaluations.ts';
import { goldSetsEndpoints } from './endpoints/gold-sets.ts';
import { ingestRunsEndpoints } from './endpoints/ingest-runs.ts';
import { metricsEndpoints } from './endpoints/metrics.ts';
import { operationsEndpoints } from './endpoints/operations.ts';
import { routingEndpoints } from './endpoints/routing.ts';
import { reviewsEndpoints } from './endpoints/reviews.ts';
import { sourcesEndpoints } from './endpoints/sources.ts';
import { staleAnswersEndpoints } from './endpoints/stale-answers.ts';
import { tracesEndpoints } from './endpoints/traces.ts';
import { verificationRunsEndpoints } from './endpoints/verification-runs.ts';
import { versionsEndpoints } from './endpoints/versions.ts';
import { workflowsEndpoints } from './endpoints/workflows.ts';

/** The table that the server mounts, `/openapi.json` describes and the UI's client is typed from. */
export const endpoints = {
  ...askEndpoints,
  ...documentsEndpoints,
  ...versionsEndpoints,
  ...staleAnswersEndpoints,
  ...ingestRunsEndpoints,
  ...collectionsEndpoints,
  ...sourcesEndpoints,
  ...tracesEndpoints,
  ...verificationRunsEndpoints,
  ...reviewsEndpoints,
  ...workflowsEndpoints,
  ...classifiersEndpoints,
  ...goldSetsEndpoints,
  ...evaluationsEndpoints,
  ...canariesEndpoints,
  ...routingEndpoints,
  ...configurationEndpoints,
  ...metricsEndpoints,
  ...driftEndpoints,
  ...accessEndpoints,
  ...operationsEndpoints,
} as const;
