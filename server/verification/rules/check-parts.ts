import { joinSpans } from '../../../core/text/spans.ts';
import type { Span } from '../../../core/text/spans.ts';
import { isClause, isPlainClause } from '../is-clause.ts';
import type { Comparison, Finding } from './finding.ts';

const JOIN = /,?\s(?:and|but)\s|;\s|,\s(?:so|yet)\s/giu;
const MIN_TERMS = 2;
/** So many words say something also without a subject and verb of their own. */
const MANY_TERMS = 4;

/** A part of a compound claim of which not one word stands in the evidence: the other part does not carry it. */
export function checkParts({ claim, support }: Comparison): readonly Finding[] {
  if (support.novelTerms.length < MIN_TERMS) return [];
  const joins = Array.from(claim.text.matchAll(JOIN));
  if (joins.length === 0) return [];
  const bounds = [0, ...joins.flatMap(({ index, 0: join }) => [index, index + join.length])];
  const parts: Span[] = [];
  for (let at = 0; at < bounds.length; at += 2) {
    const start = claim.start + (bounds[at] ?? 0);
    parts.push({ start, end: claim.start + (bounds[at + 1] ?? claim.text.length) });
  }
  return parts.flatMap((part): readonly Finding[] => {
    const terms = claim.terms.filter(({ start, end }) => start >= part.start && end <= part.end);
    const novel = support.novelTerms.filter(
      ({ start, end }) => start >= part.start && end <= part.end,
    );
    if (terms.length < MIN_TERMS || novel.length < terms.length) return [];
    const words = claim.text.slice(part.start - claim.start, part.end - claim.start).trim();
    if (terms.length < MANY_TERMS && !isClause(words) && !isPlainClause(words)) return [];
    const [span = part] = joinSpans(novel, () => true);
    const text = 'No word of this part of the claim stands in the cited text.';
    return [{ code: 'low_coverage', weight: 'missing', span, text }];
  });
}
