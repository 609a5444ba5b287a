import { describe, expect, it } from 'vitest';
import { faultOfSignature } from './verify-signature.ts';

/** The keys and two requests of the examples in Amazon's description of Signature Version 4 for S3. */
const KEYS = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const HEADERS = {
  host: 'examplebucket.s3.amazonaws.com',
  'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'x-amz-date': '20130524T000000Z',
};
const CREDENTIAL = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';

describe('the verifier of the S3 simulator', () => {
  const getObject = {
    method: 'GET',
    target: '/test.txt',
    headers: {
      ...HEADERS,
      range: 'bytes=0-9',
      authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIAL},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
    },
  };

  it('accepts the published example of reading an object', () => {
    expect(faultOfSignature(getObject, KEYS)).toBeNull();
  });

  it('accepts the published example of listing a bucket', () => {
    const listObjects = {
      method: 'GET',
      target: '/?max-keys=2&prefix=J',
      headers: {
        ...HEADERS,
        authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIAL},SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7`,
      },
    };
    expect(faultOfSignature(listObjects, KEYS)).toBeNull();
  });

  it.each([
    ['another path', { ...getObject, target: '/test.txt2' }],
    ['another query', { ...getObject, target: '/test.txt?a=1' }],
    ['another header', { ...getObject, headers: { ...getObject.headers, range: 'bytes=0-8' } }],
    ['another method', { ...getObject, method: 'PUT' }],
  ])('refuses %s', (_name, request) => {
    expect(faultOfSignature(request, KEYS)).toBe('SignatureDoesNotMatch');
  });
});
