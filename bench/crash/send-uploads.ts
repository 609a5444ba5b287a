import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AcceptedDocuments } from '../../contract/document.ts';
import type { Upload } from './write-uploads.ts';

/** A 202 that was read to its end. */
export interface Acknowledgement {
  readonly upload: Upload;
  readonly body: string;
  readonly accepted: AcceptedDocuments;
}

export interface SendingOptions {
  readonly url: string;
  readonly adminKey: string;
  /** How many of a client's uploads may be on their way by now, of 1. */
  readonly released: () => number;
  readonly signal: AbortSignal;
}

export interface SendingOutcome {
  readonly acknowledged: readonly Acknowledgement[];
  /** Replies that were lost or refused for a while, and asked for again with the same key. */
  readonly retries: number;
  /** What no retry can change. */
  readonly refused: readonly string[];
}

const RETRY_MS = 250;
const REQUEST_TIMEOUT_MS = 20_000;
const IDLE_MS = 20;

interface Waiting {
  readonly upload: Upload;
  readonly index: number;
  notBefore: number;
}

/**
 * Sends what one client has, in order for each source, until everything is acknowledged. What is not
 * acknowledged is sent again under its key, and the client goes on with other sources meanwhile.
 */
export async function sendUploads(
  uploads: readonly Upload[],
  options: SendingOptions,
): Promise<SendingOutcome> {
  const acknowledged: Acknowledgement[] = [];
  const refused: string[] = [];
  let retries = 0;
  let waiting: readonly Waiting[] = uploads.map((upload, index) => ({
    upload,
    index,
    notBefore: 0,
  }));
  while (waiting.length > 0 && !options.signal.aborted) {
    const limit = options.released() * uploads.length;
    const next = waiting.find((entry, at) => {
      return (
        entry.index < limit &&
        entry.notBefore <= performance.now() &&
        !waiting.slice(0, at).some((earlier) => sharesSource(earlier.upload, entry.upload))
      );
    });
    if (next === undefined) {
      await sleep(IDLE_MS);
      continue;
    }
    const reply = await sendUpload(next.upload, options);
    if (reply.kind === 'again') {
      retries += 1;
      next.notBefore = performance.now() + RETRY_MS;
      continue;
    }
    if (reply.kind === 'acknowledged') acknowledged.push(reply);
    else refused.push(`${next.upload.key}: ${reply.detail}`);
    waiting = waiting.filter((entry) => entry !== next);
  }
  return { acknowledged, retries, refused };
}

export type Reply =
  | ({ readonly kind: 'acknowledged' } & Acknowledgement)
  | { readonly kind: 'again' }
  | { readonly kind: 'refused'; readonly detail: string };

/** Sends one upload once. */
export async function sendUpload(
  upload: Upload,
  { url, adminKey }: Pick<SendingOptions, 'url' | 'adminKey'>,
): Promise<Reply> {
  const form = new FormData();
  form.append('collection', 'crash');
  for (const { source, fileName, bytes } of upload.documents) {
    form.append('source', source);
    form.append('file', new Blob([new Uint8Array(bytes)]), fileName);
  }
  try {
    const response = await fetch(`${url}/v1/documents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'idempotency-key': upload.key },
      body: form,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const body = await response.text();
    if (response.status === 202) {
      const accepted = AcceptedDocuments.parse(JSON.parse(body));
      return { kind: 'acknowledged', upload, body, accepted };
    }
    if (isPassing(response.status)) return { kind: 'again' };
    return { kind: 'refused', detail: `${response.status} ${body.slice(0, 300)}` };
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) throw error;
    return { kind: 'again' };
  }
}

/** 409: the first request with this key is still running, or has died and not been given up yet. */
function isPassing(status: number): boolean {
  return status === 409 || status === 429 || status >= 500;
}

function sharesSource(one: Upload, other: Upload): boolean {
  const sources = new Set(one.documents.map(({ source }) => source));
  return other.documents.some(({ source }) => sources.has(source));
}
