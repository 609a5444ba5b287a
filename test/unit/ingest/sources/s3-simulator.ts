import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve, type Cleanup } from './connector-harness.ts';
import { faultOfSignature, type SignatureKeys } from './verify-signature.ts';

export interface S3Simulator {
  readonly host: string;
  /** Bytes by key; a bucket called `docs`. */
  readonly objects: Map<string, Buffer>;
  /** Method, path and query of every request. */
  readonly requests: string[];
  /** Answers a request in place of the simulator, when it returns true. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
}

const BUCKET = '/docs';

/**
 * A simulator of an S3-compatible store: `ListObjectsV2` in pages of two and `GetObject`, path-style. It
 * checks every signature by itself, and lists keys in the order of their bytes, as S3 does.
 */
export async function startS3Simulator(
  keys: SignatureKeys,
  cleanup: Cleanup,
): Promise<S3Simulator> {
  const objects = new Map<string, Buffer>();
  const requests: string[] = [];
  const simulator: { -readonly [Key in keyof S3Simulator]: S3Simulator[Key] } = {
    host: '',
    objects,
    requests,
    intercept: () => false,
  };
  simulator.host = await serve((request, response) => {
    const target = request.url ?? '';
    requests.push(`${request.method ?? ''} ${target}`);
    const fault = faultOfSignature(
      { method: request.method ?? '', target, headers: request.headers },
      keys,
    );
    if (fault !== null) return refuse(response, 403, fault);
    if (simulator.intercept(request, response)) return;
    const url = new URL(target, 'http://localhost');
    if (url.pathname === BUCKET) return listPage(url.searchParams, objects, response);
    const bytes = objects.get(decodeURIComponent(url.pathname.slice(BUCKET.length + 1)));
    if (bytes === undefined) return refuse(response, 404, 'NoSuchKey');
    response.setHeader('etag', etagOf(bytes)).end(bytes);
  }, cleanup);
  return simulator;
}

const PAGE_SIZE = 2;

function listPage(
  query: URLSearchParams,
  objects: ReadonlyMap<string, Buffer>,
  response: ServerResponse,
): void {
  if (query.get('list-type') !== '2') return refuse(response, 501, 'NotImplemented');
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString('utf8');
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(query.get('prefix') ?? ''))
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .filter((key) => after === '' || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0);
  const page = keys.slice(0, PAGE_SIZE);
  const isTruncated = keys.length > PAGE_SIZE;
  const token = Buffer.from(page.at(-1) ?? '').toString('base64');
  const contents = page.map((key) => {
    const bytes = objects.get(key) ?? Buffer.alloc(0);
    const etag = etagOf(bytes).replaceAll('"', '&quot;');
    return `<Contents><Key>${formEncoded(key)}</Key><ETag>${etag}</ETag><Size>${bytes.length}</Size></Contents>`;
  });
  response.setHeader('content-type', 'application/xml').end(
    `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>docs</Name><EncodingType>url</EncodingType>` +
      `<KeyCount>${page.length}</KeyCount><IsTruncated>${isTruncated}</IsTruncated>${contents.join('')}` +
      `${isTruncated ? `<NextContinuationToken>${token}</NextContinuationToken>` : ''}</ListBucketResult>`,
  );
}

function formEncoded(key: string): string {
  return new URLSearchParams([['', key]]).toString().slice(1).replaceAll('%2F', '/');
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`);
}
