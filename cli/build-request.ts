import { describeIssue } from '../contract/describe-issue.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { EndpointName } from '../contract/endpoint-types.ts';
import { endpoints } from '../contract/endpoints.ts';
import { AppError } from '../platform/errors.ts';
import type { OutgoingRequest, SendRequest } from './send-request.ts';

export interface ApiClientOptions {
  readonly baseUrl: URL;
  readonly apiKey: string | null;
  readonly send: SendRequest;
}

const METHODS = { get: 'GET', post: 'POST', patch: 'PATCH', delete: 'DELETE' } as const;
const READ_TIMEOUT_MS = 60_000;
const ANSWER_TIMEOUT_MS = 600_000;
const UPLOAD_TIMEOUT_MS = 300_000;

export interface RequestInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * The request for an endpoint of the table. Throws `AppError('invalid_value')` for a path parameter
 * that cannot be one, and `AppError('unauthenticated')` when a key is needed and there is none.
 */
export function buildRequest(
  options: ApiClientOptions,
  name: EndpointName,
  input: RequestInput,
): OutgoingRequest {
  const endpoint: Endpoint = endpoints[name];
  const url = urlOf(options.baseUrl, fillPath(endpoint, input.params ?? {}));
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (typeof value === 'string' || typeof value === 'number')
      url.searchParams.set(key, `${value}`);
  }
  const headers = headersFor(options, endpoint.access);
  return {
    method: METHODS[endpoint.method],
    url,
    headers:
      input.body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    timeoutMs: takesMinutes(name, endpoint) ? ANSWER_TIMEOUT_MS : READ_TIMEOUT_MS,
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
  };
}

/** What asks models, or trains. */
function takesMinutes(name: EndpointName, endpoint: Endpoint): boolean {
  return MINUTES.has(name) || endpoint.streams === true;
}

const MINUTES: ReadonlySet<EndpointName> = new Set([
  'reaskAnswers',
  'classify',
  'createClassifier',
  'addClassifierExamples',
]);

export function buildUpload(
  options: ApiClientOptions,
  form: FormData,
  idempotencyKey: string,
): OutgoingRequest {
  return {
    method: 'POST',
    url: urlOf(options.baseUrl, endpoints.createDocuments.path),
    headers: {
      ...headersFor(options, endpoints.createDocuments.access),
      'idempotency-key': idempotencyKey,
    },
    body: form,
    timeoutMs: UPLOAD_TIMEOUT_MS,
  };
}

export interface TicketBatch {
  readonly workflow: string;
  /** One ticket in each line, as JSON. */
  readonly lines: string;
  readonly idempotencyKey: string;
}

export function buildTickets(options: ApiClientOptions, batch: TicketBatch): OutgoingRequest {
  const { workflow: name, lines, idempotencyKey } = batch;
  const request = buildRequest(options, 'startWorkflowRun', { params: { name } });
  return {
    ...request,
    headers: {
      ...request.headers,
      'content-type': 'application/x-ndjson',
      'idempotency-key': idempotencyKey,
    },
    body: lines,
    timeoutMs: UPLOAD_TIMEOUT_MS,
  };
}

/** Any path below the server's root, without a key. */
export function buildProbe(options: ApiClientOptions, path: string): OutgoingRequest {
  return {
    method: 'GET',
    url: urlOf(options.baseUrl, path),
    headers: { accept: 'application/json' },
    timeoutMs: READ_TIMEOUT_MS,
  };
}

function headersFor(
  options: ApiClientOptions,
  access: Endpoint['access'],
): Readonly<Record<string, string>> {
  if (access === 'public') return { accept: 'application/json' };
  if (options.apiKey === null) {
    throw new AppError(
      'unauthenticated',
      'No API key: set FOOTNOTE_API_KEY, or FOOTNOTE_DATA_DIR to the data directory of the server.',
    );
  }
  return { accept: 'application/json', authorization: `Bearer ${options.apiKey}` };
}

/** The base URL may have a path of its own, behind a proxy. */
function urlOf(baseUrl: URL, path: string): URL {
  return new URL(baseUrl.pathname.replace(/\/$/, '') + path, baseUrl);
}

function fillPath(endpoint: Endpoint, params: Readonly<Record<string, unknown>>): string {
  const checked = endpoint.params?.safeParse(params, { error: describeIssue });
  if (checked?.success === false) {
    const [issue] = checked.error.issues;
    const name = String(issue?.path[0] ?? 'id');
    throw new AppError(
      'invalid_value',
      `"${String(params[name])}" is not a valid ${name}: it ${issue?.message ?? 'is not accepted'}.`,
    );
  }
  return endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
}
