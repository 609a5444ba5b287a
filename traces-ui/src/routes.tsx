import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { isSignedOut } from './api/problem-error.ts';
import { sessionQuery, traceChunksQuery, traceQuery } from './api/queries.ts';
import { tracesQuery } from './api/trace-list-queries.ts';
import { AskPage } from './pages/AskPage.tsx';
import { SignInPage } from './pages/SignInPage.tsx';
import { readAskSearch } from './search/ask-search.ts';
import { readClassifierSearch } from './search/classifier-search.ts';
import {
  readDiffSearch,
  readDocumentSearch,
  readDocumentsSearch,
} from './search/documents-search.ts';
import { readCostSearch } from './search/cost-search.ts';
import { readGoldSetSearch } from './search/gold-set-search.ts';
import { readLabSearch } from './search/lab-search.ts';
import { readDriftSearch } from './search/drift-search.ts';
import { readMetricsSearch } from './search/metrics-search.ts';
import { readReviewsSearch } from './search/reviews-search.ts';
import { readRunSearch } from './search/runs-search.ts';
import { readSettingsSearch } from './search/settings-search.ts';
import { readSignInSearch } from './search/sign-in-search.ts';
import { readSourcesSearch } from './search/sources-search.ts';
import { readTraceSearch } from './search/trace-search.ts';
import { readTracesSearch, toTraceQuery } from './search/traces-search.ts';
import { readVerificationSearch } from './search/verification-search.ts';
import { readWorkflowSearch } from './search/workflow-search.ts';
import { NotFound, PageError } from './shell/PageError.tsx';
import { Shell } from './shell/Shell.tsx';

interface RouterContext {
  readonly queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: PageError,
  notFoundComponent: NotFound,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: SignInPage,
});

// A loader asks for what the page will show while its code is still on the way; the page itself reads the cache.

/** Every page but the sign-in: whoever has no session is sent there. The session is looked up beside a page's data. */
const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  component: Shell,
  loader: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery());
    } catch (error) {
      if (isSignedOut(error)) {
        throw redirect({ to: '/sign-in', search: { from: location.href } });
      }
      throw error;
    }
  },
});

const askRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  validateSearch: readAskSearch,
  component: AskPage,
});

const tracesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/traces',
  validateSearch: readTracesSearch,
  loaderDeps: ({ search }) => toTraceQuery(search),
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(tracesQuery(deps));
  },
  component: lazyRouteComponent(() => import('./pages/TracesPage.tsx'), 'TracesPage'),
});

const traceRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/traces/$traceId',
  validateSearch: readTraceSearch,
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(traceQuery(params.traceId));
    void context.queryClient.prefetchQuery(traceChunksQuery(params.traceId));
  },
  component: lazyRouteComponent(() => import('./pages/TracePage.tsx'), 'TracePage'),
});

const compareRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/traces/$traceId/compare/$otherId',
  component: lazyRouteComponent(() => import('./pages/ComparePage.tsx'), 'ComparePage'),
});

const documentsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/documents',
  validateSearch: readDocumentsSearch,
  component: lazyRouteComponent(() => import('./pages/DocumentsPage.tsx'), 'DocumentsPage'),
});

const documentRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/documents/$documentId',
  validateSearch: readDocumentSearch,
  component: lazyRouteComponent(() => import('./pages/DocumentPage.tsx'), 'DocumentPage'),
});

const diffRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/documents/$documentId/diff',
  validateSearch: readDiffSearch,
  component: lazyRouteComponent(() => import('./pages/DiffPage.tsx'), 'DiffPage'),
});

const collectionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/collections',
  component: lazyRouteComponent(() => import('./pages/CollectionsPage.tsx'), 'CollectionsPage'),
});

const sourcesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/sources',
  validateSearch: readSourcesSearch,
  component: lazyRouteComponent(() => import('./pages/SourcesPage.tsx'), 'SourcesPage'),
});

const labRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/lab',
  validateSearch: readLabSearch,
  component: lazyRouteComponent(() => import('./pages/LabPage.tsx'), 'LabPage'),
});

const modelsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/models',
  component: lazyRouteComponent(() => import('./pages/ModelsPage.tsx'), 'ModelsPage'),
});

const metricsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/quality',
  validateSearch: readMetricsSearch,
  component: lazyRouteComponent(() => import('./pages/MetricsPage.tsx'), 'MetricsPage'),
});

const costRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/cost',
  validateSearch: readCostSearch,
  component: lazyRouteComponent(() => import('./pages/CostPage.tsx'), 'CostPage'),
});

const driftRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/quality/drift',
  validateSearch: readDriftSearch,
  component: lazyRouteComponent(() => import('./pages/DriftPage.tsx'), 'DriftPage'),
});

const canariesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/canaries',
  component: lazyRouteComponent(() => import('./pages/CanariesPage.tsx'), 'CanariesPage'),
});

const canaryRoundRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/canaries/$roundId',
  component: lazyRouteComponent(() => import('./pages/CanaryRoundPage.tsx'), 'CanaryRoundPage'),
});

const verificationsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/verifications',
  component: lazyRouteComponent(() => import('./pages/VerificationsPage.tsx'), 'VerificationsPage'),
});

const verificationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/verifications/$runId',
  validateSearch: readVerificationSearch,
  component: lazyRouteComponent(() => import('./pages/VerificationPage.tsx'), 'VerificationPage'),
});

const alertsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/alerts',
  component: lazyRouteComponent(() => import('./pages/AlertsPage.tsx'), 'AlertsPage'),
});

const runsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/runs',
  component: lazyRouteComponent(() => import('./pages/RunsPage.tsx'), 'RunsPage'),
});

const runRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/runs/$runId',
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import('./pages/RunPage.tsx'), 'RunPage'),
});

const reviewsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reviews',
  validateSearch: readReviewsSearch,
  component: lazyRouteComponent(() => import('./pages/ReviewsPage.tsx'), 'ReviewsPage'),
});

const reviewRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reviews/$reviewId',
  component: lazyRouteComponent(() => import('./pages/ReviewPage.tsx'), 'ReviewPage'),
});

const workflowsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/workflows',
  component: lazyRouteComponent(() => import('./pages/WorkflowsPage.tsx'), 'WorkflowsPage'),
});

const workflowRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/workflows/$name',
  validateSearch: readWorkflowSearch,
  component: lazyRouteComponent(() => import('./pages/WorkflowPage.tsx'), 'WorkflowPage'),
});

const classifiersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/classifiers',
  component: lazyRouteComponent(() => import('./pages/ClassifiersPage.tsx'), 'ClassifiersPage'),
});

const classifierRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/classifiers/$name',
  validateSearch: readClassifierSearch,
  component: lazyRouteComponent(() => import('./pages/ClassifierPage.tsx'), 'ClassifierPage'),
});

const evaluationsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/evaluations',
  component: lazyRouteComponent(() => import('./pages/EvaluationsPage.tsx'), 'EvaluationsPage'),
});

const evaluationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/evaluations/$evaluationId',
  component: lazyRouteComponent(() => import('./pages/EvaluationPage.tsx'), 'EvaluationPage'),
});

const goldSetRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/gold-sets/$name',
  validateSearch: readGoldSetSearch,
  component: lazyRouteComponent(() => import('./pages/GoldSetPage.tsx'), 'GoldSetPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./pages/SettingsPage.tsx'), 'SettingsPage'),
});

/** Every page, by its address. */
export const routeTree = rootRoute.addChildren([
  signInRoute,
  appRoute.addChildren([
    askRoute,
    tracesRoute,
    traceRoute,
    compareRoute,
    documentsRoute,
    documentRoute,
    diffRoute,
    collectionsRoute,
    sourcesRoute,
    runsRoute,
    runRoute,
    reviewsRoute,
    reviewRoute,
    classifiersRoute,
    classifierRoute,
    labRoute,
    modelsRoute,
    workflowsRoute,
    workflowRoute,
    evaluationsRoute,
    evaluationRoute,
    goldSetRoute,
    metricsRoute,
    costRoute,
    settingsRoute,
    driftRoute,
    canariesRoute,
    canaryRoundRoute,
    verificationsRoute,
    verificationRoute,
    alertsRoute,
  ]),
]);
