import type { z } from 'zod';
import { describeIssue } from '../../contract/describe-issue.ts';
import { AppError } from '../../platform/errors.ts';
import { jsonPointer } from './refuse-hostile-values.ts';

type Issue = z.core.$ZodIssue;
interface Field {
  readonly path: string;
  readonly message: string;
}

const MAX_FIELDS_REPORTED = 50;

/** What is validated, as an error names it: the body by JSON pointers, the query by `?name`. */
export type Part = 'body' | 'query';

/**
 * Validates what a client sent and fills in defaults.
 * @throws AppError `invalid_value` with every field that is wrong, up to 50
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: Part,
): z.output<Schema> {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  throw new AppError('invalid_value', `The ${part} has fields that are not valid.`, {
    fields: describeIssues(result.error.issues, value, part),
  });
}

/** One complaint for each place: the first one is what is most wrong with it. */
function describeIssues(issues: readonly Issue[], value: unknown, part: Part): Field[] {
  const fields = new Map<string, Field>();
  for (const { path: keys, message } of issues.flatMap((issue) => flatten(issue, []))) {
    const path =
      part === 'body' ? jsonPointer(keys) : `?${keys.map(String).join('.').slice(0, 100)}`;
    if (!fields.has(path)) {
      fields.set(path, { path, message: isMissing(value, keys) ? 'is required' : message });
    }
    if (fields.size === MAX_FIELDS_REPORTED) break;
  }
  return [...fields.values()];
}

interface FlatIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function flatten(issue: Issue, above: readonly PropertyKey[]): FlatIssue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .slice(0, MAX_FIELDS_REPORTED)
      .map((key) => ({ path: [...path, key], message: 'is not a known field' }));
  }
  if (issue.code === 'invalid_union') {
    const branch = closestBranch(issue.errors);
    if (branch !== null) return branch.flatMap((inner) => flatten(inner, path));
  }
  return [{ path, message: issue.message }];
}

/** The branch of a union that the client most likely meant: with the fewest complaints at its root. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const [closest] = branches.toSorted(
    (left, right) => rootComplaints(left) - rootComplaints(right) || left.length - right.length,
  );
  return closest ?? null;
}

function rootComplaints(issues: readonly Issue[]): number {
  let count = 0;
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) count += issue.keys.length;
    // The whole value is of another kind: no field of this branch can have been meant.
    else if (issue.path.length === 0) count += 1_000;
    else if (issue.path.length === 1) count += 1;
  }
  return count;
}

function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return false;
    if (!Object.hasOwn(current, key)) return true;
    current = Reflect.get(current, key);
  }
  return false;
}
