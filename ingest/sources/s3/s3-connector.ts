import type { S3Settings } from '../../../contract/source.ts';
import { MAX_UPLOAD_BYTES } from '../../../contract/text-limits.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Connector, ConnectorDeps, SourceEntry } from '../connector.ts';
import { assertReadableSize, describeFile, pathBelowSource } from '../describe-entry.ts';
import { createPathFilter } from '../select-paths.ts';
import { parseListing, type ListedObject } from './parse-listing.ts';
import { createS3Client, isAddressableKey, type S3Client } from './s3-client.ts';

export interface S3Source {
  readonly name: string;
  readonly settings: S3Settings;
}

const FETCH_LIMITS = {
  totalTimeoutMs: 5 * 60_000,
  maxResponseBytes: MAX_UPLOAD_BYTES,
  // A signature holds for one host: elsewhere it would only be shown around.
  maxRedirects: 0,
};
const ETAG_PREFIX = 'etag:';

/** Follows the objects of a bucket whose keys begin with a prefix. An object's ETag is its fingerprint. */
export function openS3Connector({ name, settings }: S3Source, deps: ConnectorDeps): Connector {
  const fetcher = deps.openFetch(FETCH_LIMITS);
  const client = createS3Client({
    settings,
    credentials: {
      accessKey: secretNamed(settings.access_key_env, deps),
      secretKey: secretNamed(settings.secret_key_env, deps),
    },
    fetcher,
    now: deps.now,
  });
  const isFollowed = createPathFilter(settings);
  const root = settings.prefix.slice(0, settings.prefix.lastIndexOf('/') + 1);

  async function* list(signal: AbortSignal): AsyncGenerator<SourceEntry> {
    for await (const object of listObjects(client, settings, signal)) {
      const path = object.key.slice(root.length);
      // A key that ends with a slash stands for a folder.
      if (path === '' || path.endsWith('/') || !isFollowed(path)) continue;
      yield describeObject(name, path, object);
    }
  }

  return {
    list,
    async read(entry, signal) {
      const key = `${root}${pathBelowSource(entry, name)}`;
      const response = await client.get({ key, query: {}, signal });
      await assertAnswered(response, key);
      const bytes = Buffer.from(await response.arrayBuffer());
      assertReadableSize(bytes.length);
      const etag = response.headers.get('etag');
      return {
        bytes,
        fileName: entry.fileName,
        fingerprint: etag === null ? entry.fingerprint : `${ETAG_PREFIX}${etag}`,
      };
    },
    close: () => fetcher.close(),
  };
}

/** Throws `AppError('unavailable')` when any page of the listing fails, is cut off or comes again. */
async function* listObjects(
  client: S3Client,
  { prefix, bucket }: S3Settings,
  signal: AbortSignal,
): AsyncGenerator<ListedObject> {
  const seen = new Set<string>();
  let token: string | null = '';
  while (token !== null) {
    const query = { 'list-type': '2', 'encoding-type': 'url', 'max-keys': '1000', prefix };
    const isFirst = token === '';
    const response = await client.get({
      key: null,
      query: isFirst ? query : { ...query, 'continuation-token': token },
      signal,
    });
    await assertAnswered(response, `the listing of ${bucket}`);
    const { objects, continuationToken } = parseListing(await response.text());
    yield* objects;
    token = continuationToken;
    if (token !== null && seen.has(token)) {
      throw new AppError('unavailable', `The listing of ${bucket} goes in a circle.`);
    }
    if (token !== null) seen.add(token);
  }
}

function describeObject(sourceName: string, path: string, object: ListedObject): SourceEntry {
  const fingerprint = `${ETAG_PREFIX}${object.etag}`;
  const entry = describeFile({ sourceName, path, fingerprint, size: object.size });
  if (entry.problem !== null || isAddressableKey(object.key)) return entry;
  const detail = 'Its key has a part . or .., which no address can name.';
  return { ...entry, problem: { code: 'unreadable', detail } };
}

async function assertAnswered(response: Response, what: string): Promise<void> {
  if (response.status === 200) return;
  const text = await response.text().catch(() => '');
  const code = /<Code>([A-Za-z]{1,64})<\/Code>/u.exec(text)?.[1];
  const reason = code === undefined ? `${response.status}` : `${response.status} (${code})`;
  if (response.status === 404 && code === 'NoSuchKey') {
    throw new AppError('not_found', `${what} is gone from the bucket.`);
  }
  throw new AppError('unavailable', `The server answered ${reason} for ${what}.`);
}

function secretNamed(name: string, { secrets }: Pick<ConnectorDeps, 'secrets'>): string {
  const value = secrets.get(name);
  if (value !== undefined) return value;
  throw new AppError('invalid_configuration', `The environment variable ${name} is not set.`);
}
