import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from '../../../../contract/endpoints.ts';
import type { Endpoint } from '../../../../contract/endpoint.ts';
import { AppError } from '../../../../platform/errors.ts';
import { DEFAULT_HTTP_LIMITS } from '../../../../server/http/limits.ts';
import { parseJson } from '../../../../server/http/parse-json.ts';
import { collectQuery, parseQueryPairs } from '../../../../server/http/parse-query.ts';
import { ListDocuments } from '../../../../contract/document.ts';
import { KEY, startFakeService, sendRaw, type FakeService } from './support/fake-service.ts';

const table: readonly (readonly [string, Endpoint])[] = Object.entries(endpoints);
const RUNS_PER_ENDPOINT = 40;

/** Values that have broken parsers, stores and prototypes elsewhere. */
const nastyText = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    '__proto__',
    "' OR 1=1--",
    '../..',
    '%00',
    '\u{202e}',
    '0x10',
  ),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
);
const nastyValue = fc.oneof(
  nastyText,
  fc.jsonValue(),
  fc.constantFrom(1e308, -0, 2 ** 53 + 1, null, true, [], {}, [[[]]]),
);
const keys = [
  'question',
  'messages',
  'name',
  'documents',
  'title',
  'text',
  'model',
  'key',
  'x',
  'stream',
];
const nastyJson = fc
  .oneof(fc.dictionary(fc.oneof(fc.constantFrom(...keys), nastyText), nastyValue), nastyValue)
  .map((value) => Buffer.from(JSON.stringify(value)));
const brokenJson = fc
  .tuple(nastyJson, fc.nat(), fc.uint8Array({ maxLength: 4 }))
  .map(([json, at, bytes]) => {
    const cut = json.length === 0 ? 0 : at % json.length;
    return Buffer.concat([json.subarray(0, cut), bytes, json.subarray(cut + 1)]);
  });
const body = fc.oneof(
  nastyJson,
  brokenJson,
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);
const contentType = fc.oneof(
  { weight: 4, arbitrary: fc.constant('application/json') },
  fc.constantFrom(
    'text/plain',
    'multipart/form-data; boundary=b',
    'multipart/form-data',
    'a/b; c="',
  ),
);
const segment = nastyText.map((text) => encodeURIComponent(text.toWellFormed()) || '%');
const rawSegment = fc.stringMatching(/^[!-"$->@-~]{1,20}$/);
const query = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom('limit', 'cursor', 'q', 'status'), segment), segment))
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));

const attack = fc.record({
  segment: fc.oneof(segment, rawSegment),
  hasQuery: fc.boolean(),
  query,
  contentType,
  body,
  idempotencyKey: fc.option(fc.constantFrom('k', 'a b', 'x'.repeat(300)), { nil: null }),
});

describe('malformed input', () => {
  let service: FakeService;
  beforeAll(async () => {
    service = await startFakeService();
  });
  afterAll(async () => service.close(0));

  it.each(table)(
    'to %s is refused with a 4xx and never breaks the server',
    async (_name, endpoint) => {
      await fc.assert(
        fc.asyncProperty(attack, async (parts) => {
          const response = await sendRaw(service, requestOf(endpoint, parts));
          const [head = '', content = ''] = split(response);
          // Handlers here find nothing: 404 is what even valid input gets.
          expect(head).toMatch(/^HTTP\/1\.1 4\d\d /);
          expect(head.toLowerCase()).toMatch(/content-type: application\/(?:problem\+)?json/);
          expect(() => JSON.parse(content) as unknown).not.toThrow();
          expect(content).not.toMatch(/\bat .*\.ts:\d+/);
        }),
        { numRuns: RUNS_PER_ENDPOINT },
      );
    },
  );

  it('leaves nothing behind', async () => {
    expect(service.log.filter((line) => line.level === 'error')).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    const response = await fetch(`${service.url}/v1/nothing`);
    expect(response.status).toBe(404);
  });
});

interface Attack {
  readonly segment: string;
  readonly hasQuery: boolean;
  readonly query: string;
  readonly contentType: string;
  readonly body: Buffer;
  readonly idempotencyKey: string | null;
}

function requestOf(endpoint: Endpoint, parts: Attack): Buffer {
  const path = endpoint.path.replaceAll(/:\w+/g, () => parts.segment);
  const target = parts.hasQuery ? `${path}?${parts.query}` : path;
  const head = [
    `${endpoint.method.toUpperCase()} ${target} HTTP/1.1`,
    'host: a',
    'connection: close',
    `authorization: Bearer ${KEY}`,
    `content-type: ${parts.contentType}`,
    `content-length: ${parts.body.length}`,
    ...(parts.idempotencyKey === null ? [] : [`idempotency-key: ${parts.idempotencyKey}`]),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), parts.body]);
}

function split(response: string): string[] {
  const at = response.indexOf('\r\n\r\n');
  return [response.slice(0, at), response.slice(at + 4)];
}

describe('the parsers', () => {
  it('give JSON back as JSON.parse has it, or refuse it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const bytes = Buffer.from(JSON.stringify(value));
        expect(parseJson(Buffer.from(bytes), DEFAULT_HTTP_LIMITS)).toEqual(
          JSON.parse(bytes.toString('utf8')),
        );
      }),
    );
  });

  it('refuse every depth above the limit and none below', () => {
    const level = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(level, level, (depth, max) => {
        const bytes = Buffer.from('['.repeat(depth) + ']'.repeat(depth));
        const expected = depth <= max ? null : 'malformed_request';
        expect(codeOf(() => parseJson(bytes, { jsonDepth: max, jsonValues: 1_000 }))).toBe(
          expected,
        );
      }),
    );
  });

  it('refuse bytes with nothing but an AppError', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(codeOf(() => parseJson(Buffer.from(bytes), DEFAULT_HTTP_LIMITS))).toBeOneOf([
          null,
          'malformed_request',
        ]);
      }),
    );
  });

  it('read a query as a browser does', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), (text) => {
        fc.pre(codeOf(() => parseQueryPairs(`/x?${text}`)) === null);
        const { searchParams } = new URL(`http://a/x?${text}`);
        expect(parseQueryPairs(`/x?${text}`)).toEqual([...searchParams]);
      }),
    );
  });

  it('collect queries into an object without a prototype to reach', () => {
    const pairs = [['__proto__', 'x']] as const;
    const collected = collectQuery(pairs, ListDocuments);
    expect(Object.getPrototypeOf(collected)).toBe(Object.prototype);
    expect(Object.keys(collected)).toEqual(['__proto__']);
  });
});

function codeOf(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof AppError ? error.code : 'not an AppError';
  }
}
