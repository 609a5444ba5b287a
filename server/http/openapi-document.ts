import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { Endpoint } from '../../contract/endpoint.ts';
import { endpoints } from '../../contract/endpoints.ts';
import { namesOf } from './mount-endpoints.ts';
import { describeOperation } from './openapi-operation.ts';
import { sessionCookieFor } from './session-cookie.ts';

type Document = ReturnType<typeof createDocument>;

export interface OpenApiOptions {
  readonly publicUrl: string;
  readonly version: string;
}

const DESCRIPTION = `An answer service whose every answer can be audited.

Offsets are UTF-16 code units, end exclusive. Times are UTC in ISO 8601. Unknown request fields are refused.
Lists take \`limit\` and an opaque \`cursor\`. Errors are problem documents (RFC 9457), on the OpenAI routes
OpenAI errors. Every response carries \`x-request-id\`, every answer \`x-footnote-trace-id\`.`;

/** The OpenAPI 3.1 description of the endpoint table, made from the schemas that validate requests. */
export function createOpenApiDocument(options: OpenApiOptions): Document {
  const cookie = sessionCookieFor(options.publicUrl);
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Footnote',
        version: options.version,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      security: [{ apiKey: [] }, { session: [] }],
      tags: [...new Set(namesOf(endpoints).map((name) => endpoints[name].tag))].map((name) => ({
        name,
      })),
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `fn_…`.' },
          session: { type: 'apiKey', in: 'cookie', name: cookie.name },
        },
      },
      paths: describePaths(),
    },
    { override: ({ jsonSchema }) => removeImpliedBounds(jsonSchema) },
  );
}

function describePaths(): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const name of namesOf(endpoints)) {
    const endpoint: Endpoint = endpoints[name];
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method]: describeOperation(name, endpoint) };
  }
  return paths;
}

/** Every integer would say that it is a safe one; a client learns nothing from it. */
function removeImpliedBounds(schema: { minimum?: number; maximum?: number }): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}
