import { MAX_UPLOAD_BYTES } from '../../../contract/text-limits.ts';
import { AppError } from '../../../platform/errors.ts';
import { sha256Hex } from '../../../platform/hash.ts';
import type { SafeFetch } from '../../../platform/safe-fetch.ts';
import type { EntryProblem, SourceFile } from '../connector.ts';
import { fileNameOf } from './page-file-name.ts';

export interface PageRequest {
  readonly url: string;
  readonly signal: AbortSignal;
  /** When given, a redirect to another host is refused. */
  readonly host?: string;
}

export type PageState =
  | { readonly kind: 'found'; readonly fingerprint: string; readonly size: number | null }
  | { readonly kind: 'gone' }
  | { readonly kind: 'problem'; readonly problem: EntryProblem };

export const PAGE_FETCH_LIMITS = {
  totalTimeoutMs: 60_000,
  maxResponseBytes: MAX_UPLOAD_BYTES,
  maxRedirects: 5,
};
export const USER_AGENT = 'Footnote (document source)';
const GONE_STATUSES: ReadonlySet<number> = new Set([404, 410]);

/**
 * Asks whether a page is there and what its fingerprint is now: its ETag, else its Last-Modified, else
 * the hash of its bytes. What is known is asked for conditionally, so that an unchanged page is not sent.
 */
export async function probePage(
  fetcher: SafeFetch,
  request: PageRequest,
  known: string | undefined,
): Promise<PageState> {
  try {
    const response = await send(fetcher, request, conditionFor(known));
    if (known !== undefined && response.status === 304) {
      await response.body?.cancel();
      return { kind: 'found', fingerprint: known, size: null };
    }
    if (GONE_STATUSES.has(response.status)) {
      await response.body?.cancel();
      return { kind: 'gone' };
    }
    await assertFound(response, request);
    const fingerprint = validatorOf(response.headers);
    if (fingerprint === null) {
      const bytes = Buffer.from(await response.arrayBuffer());
      return { kind: 'found', fingerprint: hashOf(bytes), size: bytes.length };
    }
    await response.body?.cancel();
    return { kind: 'found', fingerprint, size: sizeOf(response.headers) };
  } catch (error) {
    request.signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    return { kind: 'problem', problem: problemOf(error) };
  }
}

/** Throws `AppError`: `not_found`, `too_large`, `invalid_value` for a refused address, `unavailable`. */
export async function downloadPage(fetcher: SafeFetch, request: PageRequest): Promise<SourceFile> {
  const response = await send(fetcher, request, {});
  if (GONE_STATUSES.has(response.status)) {
    await response.body?.cancel();
    throw new AppError('not_found', `The server answered ${response.status}: the page is gone.`);
  }
  await assertFound(response, request);
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    bytes,
    fileName: fileNameOf(request.url, response.headers.get('content-type')),
    fingerprint: validatorOf(response.headers) ?? hashOf(bytes),
  };
}

function send(
  fetcher: SafeFetch,
  { url, signal }: PageRequest,
  condition: Readonly<Record<string, string>>,
): Promise<Response> {
  return fetcher.fetch(url, { headers: { 'user-agent': USER_AGENT, ...condition }, signal });
}

/** A sign-in page or an error page must not become the document. */
async function assertFound(response: Response, { url, host }: PageRequest): Promise<void> {
  const reached = new URL(response.url);
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new AppError('unavailable', `${reached.host} answered ${response.status}.`);
  }
  if (host === undefined || reached.host === host) return;
  await response.body?.cancel();
  throw new AppError('invalid_value', `${new URL(url).host} redirects to ${reached.host}.`);
}

function conditionFor(known: string | undefined): Readonly<Record<string, string>> {
  if (known?.startsWith('etag:') === true) return { 'if-none-match': known.slice('etag:'.length) };
  if (known?.startsWith('modified:') !== true) return {};
  return { 'if-modified-since': known.slice('modified:'.length) };
}

function validatorOf(headers: Headers): string | null {
  const etag = headers.get('etag');
  if (etag !== null && etag !== '') return `etag:${etag}`;
  const modified = headers.get('last-modified');
  return modified === null || modified === '' ? null : `modified:${modified}`;
}

function hashOf(bytes: Buffer): string {
  return `sha256:${sha256Hex(bytes)}`;
}

function sizeOf(headers: Headers): number | null {
  const length = headers.get('content-length');
  return length !== null && /^\d{1,15}$/u.test(length) ? Number(length) : null;
}

function problemOf(error: AppError): EntryProblem {
  return {
    code: error.code === 'too_large' ? 'too_large' : 'source_unavailable',
    detail: error.message,
  };
}
