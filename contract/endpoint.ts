import type { z } from 'zod';
import type { Scope } from './api-key.ts';

/**
 * Who may call: a scope that the caller's key must have, `any_key` for whoever is signed in, or
 * `public` for everybody.
 */
export type Access = Scope | 'any_key' | 'public';

export interface Endpoint {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** An Express path below the server's root; `:name` is a parameter. */
  readonly path: string;
  readonly access: Access;
  readonly tag: string;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
  readonly status: 200 | 201 | 202 | 204;
  /** Takes `Idempotency-Key`. */
  readonly creates?: boolean;
  /** Answers with server-sent events: where the body says `stream: true`, or always. */
  readonly streams?: true | 'always';
  /** Takes files as `multipart/form-data` beside JSON. */
  readonly uploads?: boolean;
  /** Takes lines of JSON as `application/x-ndjson` beside JSON; a broken line spoils no other. */
  readonly lines?: boolean;
  /** The answer is bytes of one of these kinds, not JSON. */
  readonly produces?: readonly [string, ...string[]];
  /** Errors are written in OpenAI's shape. */
  readonly openAi?: boolean;
}
