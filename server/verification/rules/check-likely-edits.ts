import { findDenials } from '../find-denials.ts';
import type { Measured } from '../measure-signals.ts';
import type { MeasuredSlot } from '../measure-slots.ts';
import type { Word } from '../read-words.ts';
import { findDroppedHedge } from './check-slots.ts';
import type { Finding } from './finding.ts';

/**
 * From where on a difference in words is likelier an edit than another way to say the same, though not sure enough to
 * be called a conflict. Of the supported sentences of RAGTruth-QA (train) that share their words with the evidence, these
 * speak wrongly against, beyond what the firm rules say: names 0.5 %, negations 0.4 %, reservations 0.4 %.
 */
const LIKELY_NAME = 1.5;
const LIKELY_MARGIN = 0.35;
const LIKELY_DENIAL = 0.3;
const LIKELY_HEDGE = 2;

/** What looks as if it had been changed, where the firm rules see nothing: it is not supported, and not contradicted. */
export function checkLikelyEdits(words: readonly Word[], measured: Measured): readonly Finding[] {
  return [
    ...measured.slots.flatMap((slot) => checkName(words, slot)),
    ...checkDenial(words, measured),
    ...findDroppedHedge(words, measured, LIKELY_HEDGE),
  ];
}

function checkName(words: readonly Word[], slot: MeasuredSlot): readonly Finding[] {
  const first = words[slot.from];
  const last = words[slot.to - 1];
  if (slot.kind !== 'name' || first === undefined || last === undefined) return [];
  const isInstead = slot.substitution >= LIKELY_NAME;
  const isNearer = slot.margin >= LIKELY_MARGIN && slot.rival !== null;
  if (!isInstead && !isNearer) return [];
  const there = isInstead
    ? slot.instead.map(({ surface }) => surface).join(' ')
    : (slot.rival?.surface ?? '');
  return [
    {
      code: 'entity_swapped',
      weight: 'missing',
      span: { start: first.start, end: last.end },
      text: `The source rather has "${there}" there.`,
    },
  ];
}

function checkDenial(words: readonly Word[], { reversal }: Measured): readonly Finding[] {
  const denial = words[findDenials(words)[0] ?? -1];
  const share = Math.min(reversal.deniedAlone, reversal.deniedFarAndWide);
  if (denial === undefined || share < LIKELY_DENIAL) return [];
  return [
    {
      code: 'negation_flipped',
      weight: 'missing',
      span: { start: denial.start, end: denial.end },
      text: `The claim says "${denial.surface}"; the nearest sentences of the source deny nothing.`,
    },
  ];
}
