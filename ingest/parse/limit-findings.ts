import { FINDING_KINDS, type Finding, type FindingKind } from '../../contract/finding.ts';

/** Room for what says how many were not listed. */
const PLACES_FOR_COUNTS = FINDING_KINDS.length;

/**
 * At most so many of the findings, in order: the first of every kind, since the strictest kind decides what
 * becomes of a document, then the first of all. For each kind one more says how many are not listed.
 */
export function limitFindings(findings: readonly Finding[], limit: number): readonly Finding[] {
  if (findings.length <= limit) return findings;
  const places = limit - PLACES_FOR_COUNTS;
  const firstOfEach = FINDING_KINDS.flatMap((kind) =>
    findings.filter((finding) => finding.kind === kind).slice(0, places / FINDING_KINDS.length),
  );
  const listed = new Set(firstOfEach);
  for (const finding of findings) {
    if (listed.size >= places) break;
    listed.add(finding);
  }
  const kept = findings.filter((finding) => listed.has(finding));
  const counts = FINDING_KINDS.flatMap((kind) =>
    countUnlisted(
      kind,
      findings.filter((finding) => finding.kind === kind && !listed.has(finding)).length,
    ),
  );
  return [...kept, ...counts];
}

function countUnlisted(kind: FindingKind, count: number): readonly Finding[] {
  if (count === 0) return [];
  const detail = `${count.toLocaleString('en')} more of this kind ${count === 1 ? 'is' : 'are'} not listed.`;
  const nowhere = { char_start: null, char_end: null, page: null, excerpt: null };
  return [{ kind, code: 'more_findings', detail, ...nowhere }];
}
