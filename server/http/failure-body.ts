import type { OpenAiError } from '../../contract/chat-completion.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Failure } from './describe-failure.ts';

/** The problem document of RFC 9457. `instance` is the path that was asked for. */
export function problemOf(failure: Failure, instance: string, requestId: string): Problem {
  return {
    type: `urn:footnote:problem:${failure.code}`,
    title: failure.title,
    status: failure.status,
    detail: failure.detail,
    instance,
    request_id: requestId,
    ...(failure.fields.length === 0 ? {} : { errors: [...failure.fields] }),
  };
}

const OPENAI_CODES: Readonly<Record<string, string>> = {
  unauthenticated: 'invalid_api_key',
  forbidden: 'insufficient_permissions',
  rate_limited: 'rate_limit_exceeded',
  budget_exceeded: 'insufficient_quota',
};

/** The same in OpenAI's shape, with the types and codes that its clients know. */
export function openAiErrorOf(failure: Failure): OpenAiError {
  const [field] = failure.fields;
  return {
    error: {
      message: field === undefined ? failure.detail : `${field.path}: ${field.message}`,
      type: openAiType(failure.status),
      param: field === undefined ? null : field.path.replace(/^\//, '').replaceAll('/', '.'),
      code: OPENAI_CODES[failure.code] ?? failure.code,
    },
  };
}

function openAiType(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
