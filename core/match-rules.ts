import picomatch from 'picomatch';
import type { AccessRule, DocumentSettings } from '../contract/access-rule.ts';

/** What a rule can know of a document. */
export interface DocumentFacts {
  readonly source: string;
  readonly collection: string;
  /** The name of the source that it is followed from; null for an upload. */
  readonly from: string | null;
  readonly frontMatter: Readonly<Record<string, unknown>>;
}

/** What the rules say of a document together: of several that set the same, the last one counts. */
export function matchRules(
  rules: readonly AccessRule[],
  document: DocumentFacts,
): DocumentSettings {
  return rules
    .filter((rule) => isMatch(rule.match, document))
    .reduce<DocumentSettings>((settings, rule) => ({ ...settings, ...rule.set }), {});
}

function isMatch(match: AccessRule['match'], document: DocumentFacts): boolean {
  const { source, collection, from, front_matter: fields = {} } = match;
  if (source !== undefined && !picomatch.isMatch(document.source, source, { dot: true }))
    return false;
  if (collection !== undefined && collection !== document.collection) return false;
  if (from !== undefined && from !== document.from) return false;
  return Object.entries(fields).every(([name, value]) =>
    holdsValue(document.frontMatter[name], value),
  );
}

/** A field that is a list holds each of its values. */
function holdsValue(field: unknown, wanted: string | number | boolean): boolean {
  return Array.isArray(field) ? field.includes(wanted) : field === wanted;
}
