import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  readonly method: string;
  /** Path and query as they were on the wire. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface SignatureKeys {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

/**
 * Why a request's AWS Signature Version 4 does not hold, or null when it does. Written from the published
 * description alone, so that it and the signer under test can only agree when both are right.
 */
export function faultOfSignature(request: SignedRequest, keys: SignatureKeys): string | null {
  const authorization = headerOf(request, 'authorization');
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/u.exec(
      authorization,
    );
  if (match === null) return 'AuthorizationHeaderMalformed';
  const [, accessKey = '', day = '', region = '', names = '', signature = ''] = match;
  if (accessKey !== keys.accessKey) return 'InvalidAccessKeyId';
  if (region !== keys.region) return 'AuthorizationHeaderMalformed';
  const signedNames = names.split(';');
  const required = ['host', 'x-amz-content-sha256', 'x-amz-date'];
  if (!required.every((name) => signedNames.includes(name))) return 'AccessDenied';
  const time = headerOf(request, 'x-amz-date');
  if (!time.startsWith(day)) return 'AccessDenied';
  const text = [
    'AWS4-HMAC-SHA256',
    time,
    `${day}/${region}/s3/aws4_request`,
    createHash('sha256').update(canonicalRequest(request, signedNames)).digest('hex'),
  ].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    Buffer.from(`AWS4${keys.secretKey}`),
  );
  const expected = createHmac('sha256', key).update(text).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch';
}

function canonicalRequest(request: SignedRequest, signedNames: readonly string[]): string {
  const [path = '', query = ''] = request.target.split(/\?(.*)/su);
  const parameters = query
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const [name = '', value = ''] = parameter.split(/=(.*)/su);
      const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
      return `${encode(decode(name))}=${encode(decode(value))}`;
    })
    .toSorted();
  const headers = signedNames.map(
    (name) => `${name}:${headerOf(request, name).trim().replaceAll(/ +/gu, ' ')}\n`,
  );
  return [
    request.method,
    path
      .split('/')
      .map((part) => encode(decodeURIComponent(part)))
      .join('/'),
    parameters.join('&'),
    headers.join(''),
    signedNames.join(';'),
    headerOf(request, 'x-amz-content-sha256'),
  ].join('\n');
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function headerOf({ headers }: SignedRequest, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}
