import type { AccessRule } from '../../../contract/access-rule.ts';
import type { FindingPolicy } from '../../../contract/finding.ts';
import type { RouteRule } from '../../../contract/route-rule.ts';

export const FINDING_POLICY_WORDS: Readonly<Record<FindingPolicy, string>> = {
  warn: 'served, with a warning',
  hold: 'held until somebody approves',
  refuse: 'refused',
};

/** `source hr/**, collection policies` */
export function describeMatch(match: AccessRule['match']): string {
  const { source, collection, from, front_matter: fields = {} } = match;
  return joinGiven([
    ['source', source],
    ['collection', collection],
    ['followed from', from],
    ...Object.entries(fields).map(([name, value]) => [`${name}:`, String(value)] as const),
  ]);
}

export function describeSettings({ classification, acl, tags }: AccessRule['set']): string {
  return joinGiven([
    ['classification', classification],
    ['access for', acl?.join(', ') || (acl === undefined ? undefined : 'everyone')],
    ['tags', tags?.join(', ')],
  ]);
}

/** When a rule fires; a rule without conditions always does. */
export function describeConditions({ when }: Pick<RouteRule, 'when'>): string {
  const text = joinGiven([
    ['task', when.task?.join(' or ')],
    ['complexity', describeRange(when.complexity)],
    ['sensitivity', when.sensitivity && `${when.sensitivity.gte} or above`],
    ['unlike what is known', describeRange(when.ood)],
    ['topic', when.regulated_topic?.join(' or ')],
    ['speaks like an instruction', describeRange(when.injection)],
    ['language', when.language?.join(' or ')],
  ]);
  return text === '' ? 'always' : text;
}

/** What a rule asks for. */
export function describeDemands(rule: RouteRule): string {
  const text = joinGiven([
    ['hosting', rule.require.hosting],
    ['tier', rule.require.tier],
    ['prefers', rule.prefer.join(', then ') || undefined],
    ['strategy', rule.strategy],
    ['accepts at', rule.accept_at?.toString()],
    ['accepts reasoning at', rule.reasoning_at?.toString()],
    ['on unsupported claims', rule.on_unsupported],
    ['a person decides', rule.action === 'review' ? 'before the answer goes out' : undefined],
    ['falls back to', rule.fallback?.join(', then ')],
  ]);
  return text === '' ? 'nothing of its own: the cheapest model that may' : text;
}

function describeRange(
  range: { readonly gte?: number | undefined; readonly lt?: number | undefined } | undefined,
): string | undefined {
  if (range === undefined) return undefined;
  const { gte, lt } = range;
  return [gte === undefined ? '' : `from ${gte}`, lt === undefined ? '' : `below ${lt}`]
    .filter((part) => part !== '')
    .join(', ');
}

function joinGiven(parts: readonly (readonly [string, string | undefined])[]): string {
  return parts
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
