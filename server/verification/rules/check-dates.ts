import { datesAgree, findDates } from '../../../core/text/dates.ts';
import type { DateMention } from '../../../core/text/dates.ts';
import type { Comparison, Finding } from './finding.ts';

const ALIGNED_COVERAGE = 0.6;

/** Dates of the claim that no date of the chunks agrees with. */
export function checkDates({ claim, chunks, support }: Comparison): readonly Finding[] {
  if (claim.dates.length === 0) return [];
  const stated = chunks.flatMap(({ dates, contextDates }) => [...dates(), ...contextDates()]);
  return claim.dates.flatMap((date): readonly Finding[] => {
    if (stated.some((other) => datesAgree(date, other) && sharesPart(date, other))) return [];
    const span = { start: claim.start + date.start, end: claim.start + date.end };
    const written = claim.text.slice(date.start, date.end);
    const rival = rivalInWindow(date, support);
    if (rival === null) {
      const text = `The date "${written}" does not occur in the cited text.`;
      return [{ code: 'date_mismatch', weight: 'missing', span, text }];
    }
    return [
      {
        code: 'date_mismatch',
        weight: 'conflict',
        span,
        text: `The source has "${rival}" there, not "${written}".`,
      },
    ];
  });
}

function sharesPart(left: DateMention, right: DateMention): boolean {
  if (left.day !== null && right.day === null && right.month === null) return false;
  return left.month === null || right.month !== null || left.year === right.year;
}

function rivalInWindow(date: DateMention, { best, window }: Comparison['support']): string | null {
  if (best === null || window < ALIGNED_COVERAGE) return null;
  const first = best.indexed.sentences[best.from];
  const last = best.indexed.sentences[best.to];
  if (first === undefined || last === undefined) return null;
  const text = best.indexed.text.slice(first.start, last.end);
  const rival = findDates(text).find((other) => (other.day === null) === (date.day === null));
  return rival === undefined ? null : text.slice(rival.start, rival.end);
}
