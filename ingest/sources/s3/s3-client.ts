import { AwsV4Signer } from 'aws4fetch';
import type { S3Settings } from '../../../contract/source.ts';
import type { SafeFetch } from '../../../platform/safe-fetch.ts';

export interface S3Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface S3Client {
  /** `GET` of a key, or of the bucket with a query. The caller reads or cancels the body. */
  get(request: S3Request): Promise<Response>;
}

export interface S3Request {
  /** Null for the bucket itself. */
  readonly key: string | null;
  readonly query: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface S3ClientOptions {
  readonly settings: S3Settings;
  readonly credentials: S3Credentials;
  readonly fetcher: SafeFetch;
  readonly now: () => Date;
}

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Speaks to one bucket, path-style, with requests signed by AWS Signature Version 4. */
export function createS3Client({ settings, credentials, fetcher, now }: S3ClientOptions): S3Client {
  return {
    async get({ key, query, signal }) {
      const url = new URL(objectPath(settings.bucket, key), settings.endpoint);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      const signer = new AwsV4Signer({
        method: 'GET',
        url: url.href,
        headers: { 'x-amz-content-sha256': EMPTY_SHA256 },
        accessKeyId: credentials.accessKey,
        secretAccessKey: credentials.secretKey,
        service: 's3',
        region: settings.region,
        datetime: now()
          .toISOString()
          .replace(/[:-]|\.\d{3}/gu, ''),
      });
      const signed = await signer.sign();
      return fetcher.fetch(signed.url.href, { headers: signed.headers, signal });
    },
  };
}

/** Whether a key survives being the path of a URL, where `.` and `..` are steps and not names. */
export function isAddressableKey(key: string): boolean {
  return !key.split('/').some((part) => part === '.' || part === '..');
}

function objectPath(bucket: string, key: string | null): string {
  if (key === null) return `/${bucket}`;
  return `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
