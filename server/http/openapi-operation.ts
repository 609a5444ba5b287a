import type {
  ZodOpenApiOperationObject,
  ZodOpenApiResponseObject,
  ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { z } from 'zod';
import { OpenAiError } from '../../contract/chat-completion.ts';
import { ANSWER_EVENTS } from '../../contract/answer.ts';
import { UploadFields } from '../../contract/document.ts';
import type { Endpoint } from '../../contract/endpoint.ts';
import { INGEST_RUN_EVENTS } from '../../contract/ingest-run.ts';
import { Problem } from '../../contract/problem.ts';

type Content = NonNullable<ZodOpenApiOperationObject['requestBody']>['content'];

/** One endpoint of the table as an OpenAPI operation. */
export function describeOperation(name: string, endpoint: Endpoint): ZodOpenApiOperationObject {
  const requestParams = {
    ...(endpoint.params === undefined ? {} : { path: endpoint.params }),
    ...(endpoint.query === undefined ? {} : { query: endpoint.query }),
  };
  const content = requestContent(endpoint);
  return {
    operationId: name,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: [describeAccess(endpoint), NOTES[name]].filter(Boolean).join(' '),
    ...(endpoint.access === 'public' ? { security: [] } : {}),
    requestParams,
    ...(endpoint.creates === true ? { parameters: [IDEMPOTENCY_KEY] } : {}),
    ...(content === null ? {} : { requestBody: { required: true, content } }),
    responses: describeResponses(endpoint),
  };
}

/** What a caller must know and no schema says. */
const NOTES: Readonly<Record<string, string>> = {
  createChatCompletion:
    'The last message is the question. System and developer messages are accepted and left out: what an answer may rest on is decided by the service. Sampling settings have no effect. In a stream, text that is still provisional is held back until the answer is final.',
  createDocuments:
    'As `multipart/form-data`: up to 500 files of 25 MB, 64 MB in all. File names lose their folders; send `source` to keep a relative path.',
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  description:
    'The same key and request give back the first answer for 24 hours, with `idempotency-replayed: true`.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
};

function describeAccess(endpoint: Endpoint): string {
  if (endpoint.access === 'public') return 'Needs no key.';
  if (endpoint.access === 'any_key') return 'Any valid key or session may call it.';
  return `Needs the scope \`${endpoint.access}\`.`;
}

function requestContent(endpoint: Endpoint): Content | null {
  if (endpoint.body === undefined) return null;
  const json: Content = { 'application/json': { schema: endpoint.body } };
  if (endpoint.uploads === true)
    return { ...json, 'multipart/form-data': { schema: UPLOAD_SCHEMA } };
  return endpoint.lines === true ? { ...json, 'application/x-ndjson': { schema: LINES } } : json;
}

const LINES = {
  type: 'string' as const,
  description: 'One item in each line; broken ones are listed.',
};

const UPLOAD_SCHEMA = z
  .strictObject({ file: z.array(z.file()).min(1), ...UploadFields.shape })
  .meta({ id: 'Upload' });

function describeResponses(endpoint: Endpoint): ZodOpenApiResponsesObject {
  const responses = new Map<string, ZodOpenApiResponseObject>([
    [String(endpoint.status), describeSuccess(endpoint)],
  ]);
  for (const [status, description] of refusals(endpoint)) {
    responses.set(String(status), { description, content: errorContent(endpoint) });
  }
  return Object.fromEntries(responses);
}

function describeSuccess(endpoint: Endpoint): ZodOpenApiResponseObject {
  if (endpoint.status === 204) return { description: 'Done; the body is empty.' };
  const description = endpoint.summary;
  if (endpoint.produces !== undefined) {
    const kinds = endpoint.produces.map((kind) => [kind, { schema: BYTES }]);
    return { description, content: Object.fromEntries(kinds) };
  }
  const json = { 'application/json': { schema: endpoint.response } };
  if (endpoint.streams === undefined) return { description, content: json };
  const events = { schema: { type: 'string' as const, description: describeStream(endpoint) } };
  const stream = { 'text/event-stream': events };
  const isAlways = endpoint.streams === 'always';
  return { description, content: isAlways ? stream : { ...json, ...stream } };
}

const BYTES = { type: 'string' as const, contentMediaType: 'application/octet-stream' };

function describeStream(endpoint: Endpoint): string {
  if (endpoint.openAi === true) {
    return 'With `stream: true`: chunks of kind `chat.completion.chunk`, then `[DONE]`. The last chunk with a choice has `footnote`.';
  }
  if (endpoint.streams === 'always') {
    return `The events ${INGEST_RUN_EVENTS.join(', ')}. Each carries the whole body; \`done\` is the last.`;
  }
  return `With \`stream: true\`: the events ${ANSWER_EVENTS.join(', ')}. \`done\` carries the whole body and replaces all earlier text.`;
}

function refusals(endpoint: Endpoint): readonly (readonly [number, string])[] {
  const isPublic = endpoint.access === 'public';
  const hasBody = endpoint.body !== undefined;
  const all: readonly (readonly [number, string, boolean])[] = [
    [400, 'The request is malformed.', true],
    [401, 'No key, or one that is not valid.', !isPublic],
    [403, 'The key lacks the scope, or the page is not ours.', true],
    [404, 'Absent, or not visible to the caller.', endpoint.params !== undefined || hasBody],
    [409, 'It conflicts with what is there, or with a request that still runs.', hasBody],
    [413, 'The body is too large.', hasBody],
    [415, 'The type of the body is not supported.', hasBody],
    [422, 'Valid JSON with values that are not.', hasBody || endpoint.query !== undefined],
    [503, 'Not now; `Retry-After` says when.', true],
  ];
  return all.filter(([, , applies]) => applies).map(([status, text]) => [status, text]);
}

function errorContent(endpoint: Endpoint): Content {
  return endpoint.openAi === true
    ? { 'application/json': { schema: OpenAiError } }
    : { 'application/problem+json': { schema: Problem } };
}
