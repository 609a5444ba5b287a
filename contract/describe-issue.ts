import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;
type SizeIssue = Extract<RawIssue, { code: 'too_big' | 'too_small' }>;

/**
 * What is wrong with a value, in plain words that go on after its name: "must be at most 8000 characters".
 * For `safeParse(value, { error: describeIssue })`; what a schema says by itself goes first.
 */
export function describeIssue(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue.expected, issue.input);
    case 'too_small':
      return describeTooSmall(issue);
    case 'too_big':
      return describeTooBig(issue);
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'is not written in the form that is expected here';
    case 'invalid_value':
      return describeValues(issue.values);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `has fields that are not known: ${issue.keys.join(', ')}`;
    case 'invalid_key':
      return 'is not a name that is accepted here';
    case 'invalid_union':
      return describeUnion(issue);
    default:
      return 'is not accepted here';
  }
}

const EXAMPLE_ID = '01990000-0000-7000-8000-000000000001';

const FORMATS: Readonly<Record<string, string>> = {
  uuid: `must be an id such as ${EXAMPLE_ID}`,
  guid: `must be an id such as ${EXAMPLE_ID}`,
  datetime: 'must be a time such as 2026-03-01T09:30:00Z or 2026-03-01T10:30:00+01:00',
  date: 'must be a date such as 2026-03-01',
  url: 'must be an address such as https://example.org',
  email: 'must be an e-mail address',
};

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  date: 'a time',
};

function describeType(expected: string, input: unknown): string {
  if (input === undefined) return 'is required';
  if (expected === 'never' || expected === 'undefined') return 'must be left out';
  const kind = KINDS[expected] ?? expected;
  const given = kindOf(input);
  const isSameKind = given === kind || (expected === 'int' && given === 'a number');
  return isSameKind ? `must be ${kind}` : `must be ${kind}, not ${given}`;
}

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'boolean') return String(input);
  if (typeof input === 'number') return Number.isFinite(input) ? 'a number' : String(input);
  return typeof input === 'string' ? 'text' : 'an object';
}

function describeTooSmall(issue: Extract<SizeIssue, { code: 'too_small' }>): string {
  const { minimum, origin } = issue;
  if (isCounted(origin) && Number(minimum) === 1) {
    return origin === 'string' ? 'must not be blank' : 'must not be empty';
  }
  if (isCounted(origin)) return `must be at least ${minimum} ${unitOf(origin, minimum)}`;
  return issue.inclusive === false ? `must be more than ${minimum}` : `must be at least ${minimum}`;
}

function describeTooBig(issue: Extract<SizeIssue, { code: 'too_big' }>): string {
  const { maximum, origin } = issue;
  if (isCounted(origin) && Number(maximum) === 0) return 'must be empty';
  if (isCounted(origin)) return `must be at most ${maximum} ${unitOf(origin, maximum)}`;
  return issue.inclusive === false ? `must be less than ${maximum}` : `must be at most ${maximum}`;
}

function isCounted(origin: string): boolean {
  return origin === 'string' || origin === 'array' || origin === 'set' || origin === 'file';
}

function unitOf(origin: string, count: number | bigint): string {
  const unit = origin === 'string' ? 'character' : origin === 'file' ? 'byte' : 'item';
  return Number(count) === 1 ? unit : `${unit}s`;
}

function describeValues(values: readonly unknown[]): string {
  const named = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return named.length === 1 ? `must be ${named[0]}` : `must be one of ${named.join(', ')}`;
}

function describeUnion(issue: Extract<RawIssue, { code: 'invalid_union' }>): string {
  const options: unknown = Reflect.get(issue, 'options');
  return Array.isArray(options)
    ? describeValues(options)
    : 'is not of a kind that is accepted here';
}
