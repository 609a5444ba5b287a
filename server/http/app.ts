import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { endpoints } from '../../contract/endpoints.ts';
import { AppError } from '../../platform/errors.ts';
import type { ServedRequest } from '../metrics/service-metrics.ts';
import type { Authenticate } from './authorize-request.ts';
import type { Handlers } from './handlers.ts';
import type { HttpLog } from './http-log.ts';
import type { Idempotency } from './idempotency.ts';
import type { HttpLimits } from './limits.ts';
import { isOpenAiPath, mountEndpoints } from './mount-endpoints.ts';
import { createOpenApiDocument } from './openapi-document.ts';
import { createJsonReader } from './read-body.ts';
import { createLinesReader } from './read-lines.ts';
import { createUploadReader } from './read-upload.ts';
import { sendError } from './reply.ts';
import { contextOf } from './request-context.ts';
import { createSecurityHeaders } from './security-headers.ts';
import { createDocsRouter } from './serve-docs.ts';
import { serveEndpoint, type Shell } from './serve-endpoint.ts';
import { createUiRouter } from './serve-ui.ts';
import { sessionCookieFor } from './session-cookie.ts';

export interface AppOptions {
  readonly handlers: Handlers;
  readonly authenticate: Authenticate;
  readonly idempotency: Idempotency;
  /** The folder of the built UI; it may be missing. */
  readonly uiFolder: string;
  readonly log: HttpLog;
  /** What an error means to whoever sent the request, where it is known better than by HTTP. */
  readonly refusalOf: (error: unknown) => unknown;
  readonly observeRequest: (request: ServedRequest) => void;
  readonly limits: HttpLimits;
  /** Where browsers reach the service; https makes cookies and headers strict. */
  readonly publicUrl: string;
  readonly clock: () => Date;
  /** The version of the service, for its API description. */
  readonly version: string;
  /** Fail when a handler's response breaks the contract: for tests and development. */
  readonly checksResponses: boolean;
}

/**
 * The HTTP service: the endpoints of the contract, their description and the UI, and nothing else.
 * @throws AppError `invalid_configuration` when an endpoint does not declare who may call it
 */
export function createApp(options: AppOptions): Express {
  const isHttps = new URL(options.publicUrl).protocol === 'https:';
  const app = express();
  app.disable('x-powered-by').disable('etag').disable('query parser');
  app.enable('case sensitive routing').enable('strict routing');
  app.use(createSecurityHeaders(isHttps));
  app.use(logRequests(options.log));
  app.use(compression({ filter: isCompressible }));
  const shell = createShell(options);
  mountEndpoints(app, endpoints, (name) => serveEndpoint(name, shell));
  const openApi = JSON.stringify(createOpenApiDocument(options));
  app.use(createDocsRouter({ openApi, isHttps }));
  app.use(createUiRouter({ folder: options.uiFolder, isHttps }));
  app.use(() => {
    throw new AppError('not_found', 'There is nothing at this path.');
  });
  app.use(answerError(options));
  return app;
}

function createShell(options: AppOptions): Shell {
  const { authenticate, publicUrl, limits } = options;
  return {
    ...options,
    rules: { authenticate, publicUrl, cookie: sessionCookieFor(publicUrl) },
    readers: {
      readJson: createJsonReader(limits),
      readUpload: createUploadReader(limits),
      readLines: createLinesReader(limits),
    },
    heartbeatMs: limits.heartbeatMs,
  };
}

/** Answers may hold what only their caller may read: nothing is kept on the way, unless a route says so. */
function logRequests(log: HttpLog): RequestHandler {
  return (request, response, next) => {
    const { requestId, startedAt } = contextOf(request);
    const { method, path } = request;
    response.set({ 'x-request-id': requestId, 'cache-control': 'no-store' });
    response.once('close', () => {
      log.info(
        {
          request_id: requestId,
          method,
          path,
          status: response.statusCode,
          is_complete: response.writableFinished,
          duration_ms: Math.round(performance.now() - startedAt),
        },
        'http.request',
      );
    });
    next();
  };
}

/** Compressing an event stream would hold its events back. */
const isCompressible: compression.CompressionFilter = (request, response) =>
  !String(response.getHeader('content-type')).startsWith('text/event-stream') &&
  compression.filter(request, response);

function answerError({ log, refusalOf }: AppOptions): ErrorRequestHandler {
  // Express tells error handlers by their four parameters.
  // oxlint-disable-next-line max-params
  return (error: unknown, request, response, _next) => {
    const shape = isOpenAiPath(request.path) ? 'openai' : 'problem';
    const refusal = refusalOf(error);
    const failure = sendError(refusal, { request, response }, shape);
    if (failure.isExpected && refusal === error) return;
    const { requestId } = contextOf(request);
    log.error({ request_id: requestId, err: error }, 'http.failed');
  };
}
