import type { IRouter, RequestHandler } from 'express';
import { SCOPES } from '../../contract/api-key.ts';
import { endpoints } from '../../contract/endpoints.ts';
import type { EndpointName } from '../../contract/endpoint-types.ts';
import { AppError } from '../../platform/errors.ts';
import { HttpRefusal } from './http-refusal.ts';

/** As much of an endpoint as mounting looks at; a faulty table may lack any of it. */
export interface MountableEndpoint {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  readonly path: string;
  readonly access?: string | undefined;
}

const ACCESSES: ReadonlySet<string | undefined> = new Set([...SCOPES, 'any_key', 'public']);

/**
 * Mounts every endpoint of a table, and answers every other method on their paths with 405.
 * @throws AppError `invalid_configuration` when an endpoint does not declare who may call it, or when
 * two endpoints have the same method and path
 */
export function mountEndpoints<Name extends string>(
  router: IRouter,
  table: Readonly<Record<Name, MountableEndpoint>>,
  serve: (name: Name) => RequestHandler,
): void {
  for (const [path, mounted] of byPath(table)) {
    const route = router.route(path);
    for (const { name, method } of mounted) route[method](serve(name));
    route.all(refuseMethod(mounted.map(({ method }) => method)));
  }
}

interface Mounted<Name extends string> {
  readonly name: Name;
  readonly method: MountableEndpoint['method'];
}

/** Paths in the order in which they must be tried: a literal segment before a parameter. */
function byPath<Name extends string>(
  table: Readonly<Record<Name, MountableEndpoint>>,
): readonly (readonly [string, readonly Mounted<Name>[]])[] {
  const paths = new Map<string, Mounted<Name>[]>();
  for (const name of namesOf(table)) {
    const { method, path, access } = table[name];
    if (!ACCESSES.has(access)) {
      throw invalid(`The endpoint ${name} does not declare who may call it.`);
    }
    const mounted = paths.get(path) ?? [];
    if (mounted.some((other) => other.method === method)) {
      throw invalid(`Two endpoints are mounted at ${method.toUpperCase()} ${path}.`);
    }
    paths.set(path, [...mounted, { name, method }]);
  }
  return [...paths].toSorted(([left], [right]) => compare(sortKey(left), sortKey(right)));
}

/** Guarantee: the table is an object literal of the contract, whose keys are all in its type. */
export function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(table) as Name[];
}

function sortKey(path: string): string {
  return path.replaceAll('/:', '/\u{ffff}');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function refuseMethod(methods: readonly string[]): RequestHandler {
  const allowed = methods.flatMap((method) =>
    method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
  );
  const allow = allowed.join(', ');
  return (request) => {
    throw new HttpRefusal(
      { status: 405, code: 'method_not_allowed' },
      `${request.method} is not possible here, only ${allow}.`,
      { allow },
    );
  };
}

function invalid(message: string): AppError {
  return new AppError('invalid_configuration', message);
}

const OPENAI_PATHS: ReadonlySet<string> = new Set(
  namesOf(endpoints)
    .filter((name: EndpointName) => 'openAi' in endpoints[name])
    .map((name) => endpoints[name].path),
);

/** Whether errors at this path have OpenAI's shape. */
export function isOpenAiPath(path: string): boolean {
  return OPENAI_PATHS.has(path);
}
