import { basename } from 'node:path';
import type { Endpoint } from '../../contract/endpoint.ts';
import { DEFAULT_RETRY_AFTER_SECONDS } from './describe-failure.ts';
import type { FileResult, JsonResult, StreamedFileResult } from './handlers.ts';
import { JSON_TYPE, TRACE_ID_HEADER, type Reply } from './reply.ts';

export type AnyResult = JsonResult<unknown> | FileResult | StreamedFileResult;

/** What a handler's result looks like on the wire; one that is sent in pieces has only its head here. */
export function replyOf(endpoint: Endpoint, result: AnyResult): Reply {
  const status = result.status ?? endpoint.status;
  const common = {
    ...(result.traceId === undefined ? {} : { [TRACE_ID_HEADER]: result.traceId }),
    ...(status === 503 ? { 'retry-after': String(DEFAULT_RETRY_AFTER_SECONDS) } : {}),
  };
  if ('fileName' in result) {
    const headers = { ...common, ...fileHeaders(endpoint, result) };
    const body = 'bytes' in result ? Buffer.from(result.bytes) : Buffer.alloc(0);
    return { status, body, headers };
  }
  if (status === 204) return { status, body: Buffer.alloc(0), headers: common };
  const headers = { ...common, 'content-type': JSON_TYPE };
  return { status, body: Buffer.from(JSON.stringify(result.body)), headers };
}

/** Whatever the bytes are, no browser may run or show them. */
function fileHeaders(
  endpoint: Endpoint,
  { fileName, mediaType }: FileResult | StreamedFileResult,
): Record<string, string> {
  const name = basename(fileName.toWellFormed().replaceAll(/[\p{Cc}\\]/gu, '_'));
  const ascii = name.replaceAll(/[^\w .()-]/g, '_');
  return {
    'content-type': mediaType ?? endpoint.produces?.[0] ?? 'application/octet-stream',
    'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeRfc8187(name)}`,
    'content-security-policy': 'sandbox',
  };
}

/** The characters that RFC 8187 does not allow and `encodeURIComponent` leaves alone. */
function encodeRfc8187(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The schema of a response is a promise to clients; tests and development hold handlers to it.
 * @throws Error when the body breaks it
 */
export function requireContract(endpoint: Endpoint, result: AnyResult): void {
  if ('fileName' in result) return;
  const checked = endpoint.response.safeParse(result.body);
  if (checked.success) return;
  throw new Error(
    `The response of ${endpoint.method} ${endpoint.path} breaks its schema: ${checked.error.message}`,
  );
}
