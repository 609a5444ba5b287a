import type { Span } from '../../../core/text/spans.ts';

/** Whether a number is the least or the most of what is meant. */
export type Bound = 'lower' | 'upper';

const NOT = String.raw`(?:\b(?:not?|never|cannot)\b|n['’]t)(?:\s\p{L}+){0,3}?\s`;
const MORE = String.raw`(?:more|greater|higher|larger|longer|later|older)\sthan`;
const LESS = String.raw`(?:less|fewer|lower|smaller|shorter|earlier|younger)\sthan`;
/** A currency sign or an article may stand between the bound and its number. */
const GAP = String.raw`\s(?:an?\s|the\s)?[£$€¥]?$`;
/** Of patterns that meet, the first one decides: "no more than" is no "more than". */
const BEFORE: readonly (readonly [Bound, RegExp])[] = [
  ['upper', new RegExp(String.raw`(?:${NOT}(?:exceed\p{L}*|${MORE}|over|above))${GAP}`, 'iu')],
  ['lower', new RegExp(String.raw`(?:${NOT}(?:${LESS}|under|below))${GAP}`, 'iu')],
  [
    'upper',
    new RegExp(String.raw`\b(?:at (?:the )?most|${LESS}|up to|(?:a )?maximum of)${GAP}`, 'iu'),
  ],
  [
    'lower',
    new RegExp(
      String.raw`\b(?:at (?:the very )?least|${MORE}|(?:a )?minimum of|exceed\p{L}*)${GAP}`,
      'iu',
    ),
  ],
];
const BEHIND: readonly (readonly [Bound, RegExp])[] = [
  ['lower', /^\s(?:or|and) (?:more|above|over|older|longer|later|upwards)\b/iu],
  ['upper', /^\s(?:or|and) (?:less|fewer|below|under|younger|shorter|earlier)\b/iu],
  ['upper', /^\s(?:at (?:the )?most|maximum)\b/iu],
  ['lower', /^\s(?:at (?:the very )?least|minimum)\b/iu],
];
const NEAR = 48;

/** What a text makes of one of its numbers; null where it stands for itself. */
export function readBound(text: string, { start, end }: Span): Bound | null {
  const before = text.slice(Math.max(0, start - NEAR), start);
  const behind = text.slice(end, end + NEAR);
  const found =
    BEFORE.find(([, pattern]) => pattern.test(before)) ??
    BEHIND.find(([, pattern]) => pattern.test(behind));
  return found?.[0] ?? null;
}
