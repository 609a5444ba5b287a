import type { z } from 'zod';
import type { EndpointName, ResponseOf } from '../contract/endpoint-types.ts';
import { endpoints } from '../contract/endpoints.ts';
import { AppError } from '../platform/errors.ts';
import { readProblem } from './problem-error.ts';
import { printableDeep } from './text/printable.ts';

/** `value` is checked against the contract and safe to print; `raw` is what came, field for field. */
export interface Reply<Value> {
  readonly value: Value;
  readonly raw: unknown;
}

/** Throws `ProblemError` where the server refused, `AppError('internal')` for an unexpected shape. */
export async function readReply<Name extends EndpointName>(
  name: Name,
  response: Response,
): Promise<Reply<ResponseOf<Name>>> {
  if (!response.ok) throw await readProblem(response);
  const raw = response.status === 204 ? null : await readJson(response, endpoints[name].path);
  return { value: checkShape(schemaOf(name), raw, endpoints[name].path), raw };
}

function schemaOf<Name extends EndpointName>(name: Name): z.ZodType<ResponseOf<Name>> {
  const schema: z.ZodType = endpoints[name].response;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ResponseOf is this schema's output
  return schema as z.ZodType<ResponseOf<Name>>;
}

export async function readJson(response: Response, path: string): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('internal', `What answers at ${path} is not a Footnote server.`, {
      cause: error,
    });
  }
}

/** Checks what came against a schema, made safe to print. Throws `AppError('internal')`. */
export function checkShape<Value>(schema: z.ZodType<Value>, raw: unknown, path: string): Value {
  const result = schema.safeParse(printableDeep(raw));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AppError(
    'internal',
    `The answer of ${path} is not what this version expects (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}). Is the server of the same version?`,
  );
}
