import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoints } from '../../../../contract/endpoints.ts';
import type { Endpoint } from '../../../../contract/endpoint.ts';
import { createOpenApiDocument } from '../../../../server/http/openapi-document.ts';
import { startFakeService } from './support/fake-service.ts';

/** As much of OpenAPI 3.1 as the description uses; anything else in it is a mistake. */
const Reference = z.strictObject({ $ref: z.string().startsWith('#/components/schemas/') });
const Schema = z.record(z.string(), z.unknown());
const Content = z.record(
  z.string().regex(/^[a-z]+\/[a-z.+-]+(?:; [a-z]+=[a-z0-9.-]+)*$/),
  z.strictObject({ schema: z.union([Reference, Schema]) }),
);
const Parameter = z.strictObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: z.union([Reference, Schema]),
});
const Operation = z.strictObject({
  operationId: z.string(),
  tags: z.array(z.string()).length(1),
  summary: z.string().min(1),
  description: z.string().min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(Parameter).optional(),
  requestBody: z.strictObject({ required: z.literal(true), content: Content }).optional(),
  responses: z.record(
    z.string().regex(/^[2-5]\d\d$/),
    z.strictObject({ description: z.string().min(1), content: Content.optional() }),
  ),
});
const Description = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.strictObject({ name: z.string() })),
  components: z.strictObject({
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.string() })),
    schemas: z.record(z.string().regex(/^[\w.-]+$/), Schema),
  }),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'patch', 'delete']), Operation),
  ),
});

const document = createOpenApiDocument({ publicUrl: 'http://127.0.0.1:8080', version: '1.2.3' });
const text = JSON.stringify(document);
const description = Description.parse(JSON.parse(text));
const table: readonly (readonly [string, Endpoint])[] = Object.entries(endpoints);

describe('the OpenAPI document', () => {
  it('has every endpoint and no other', () => {
    const described = Object.values(description.paths).flatMap((item) =>
      Object.values(item).map((operation) => operation?.operationId),
    );
    expect(described.toSorted()).toEqual(Object.keys(endpoints).toSorted());
  });

  it.each(table)('describes %s as the table has it', (name, endpoint) => {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    const operation = Operation.parse(description.paths[path]?.[endpoint.method]);
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(operation.operationId).toBe(name);
    expect(inPath.map((parameter) => parameter.name)).toEqual(
      [...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1]),
    );
    expect(inPath.every((parameter) => parameter.required === true)).toBe(true);
    expect(operation.requestBody === undefined).toBe(endpoint.body === undefined);
    expect(Object.keys(operation.responses)).toContain(String(endpoint.status));
    expect(operation.security).toEqual(endpoint.access === 'public' ? [] : undefined);
  });

  it('refers only to components that it has', () => {
    const references = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    const missing = references.filter((name) => !(name in description.components.schemas));
    expect(missing).toEqual([]);
    expect(references.length).toBeGreaterThan(100);
  });

  it('says how errors, streams, files and repeated requests look', () => {
    expect(description.paths['/v1/answers']?.post).toMatchObject({
      parameters: [{ name: 'Idempotency-Key', in: 'header' }],
      responses: {
        '200': { content: { 'application/json': {}, 'text/event-stream': {} } },
        '422': {
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
    });
    expect(description.paths['/v1/models']?.get?.responses['401']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/OpenAiError' } } },
    });
    expect(description.components.schemas['Upload']).toMatchObject({
      properties: { file: { type: 'array', items: { type: 'string', format: 'binary' } } },
      required: ['file'],
    });
    expect(description.paths['/v1/documents']?.post?.requestBody?.content).toHaveProperty([
      'multipart/form-data',
    ]);
  });

  it('does not bound integers by what JavaScript can hold', () => {
    expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  it('is served beside a page that loads nothing from elsewhere', async () => {
    await using service = await startFakeService();
    const served = await fetch(`${service.url}/openapi.json`);
    expect(served.headers.get('content-type')).toContain('application/json');
    expect(Object.keys(description.paths)).toEqual(
      Object.keys(Description.parse(await served.json()).paths),
    );
    const page = await fetch(`${service.url}/docs`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(links).toHaveLength(4);
    for (const link of links) {
      const response = await fetch(service.url + link);
      expect([link, response.status]).toEqual([link, 200]);
    }
  });
});
