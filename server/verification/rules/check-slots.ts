import type { Span } from '../../../core/text/spans.ts';
import type { MeasuredSlot } from '../measure-slots.ts';
import type { Measured } from '../measure-signals.ts';
import { formsOf } from '../read-words.ts';
import type { Word } from '../read-words.ts';
import { isOpposite } from './antonyms.ts';
import type { Finding } from './finding.ts';

/**
 * From how many equal words around it a value counts as put in another's place, and from which margin as belonging to
 * something else. Of the supported sentences of RAGTruth-QA (train) a rule speaks wrongly against: number 0.6 %, name
 * 0.6 %, changed roles 0.1 %, unit 0.2 %, opposite 0.2 %, negation 1.0 %, reservation 0.4 %.
 */
const FIRM_NUMBER = 2;
const FIRM_NAME = 2;
const FIRM_UNIT = 1;
const FIRM_OPPOSITE = 1;
const WIDE_MARGIN = 0.45;
const FIRM_NEGATION = 1;
const LONE_NEGATION = 0.75;
const FIRM_HEDGE = 3.5;
const ALLOWING = formsOf('can could');

/** Values, names and words that the evidence has otherwise in the same place, and reservations left out. */
export function checkSlots(words: readonly Word[], measured: Measured): readonly Finding[] {
  const own = new Set(words.map(({ form }) => form));
  return [
    ...measured.slots.flatMap((slot) => checkSlot(words, slot, own)),
    ...checkReservations(words, measured),
  ];
}

function checkSlot(
  words: readonly Word[],
  slot: MeasuredSlot,
  own: ReadonlySet<string>,
): readonly Finding[] {
  const first = words[slot.from];
  const last = words[slot.to - 1];
  if (first === undefined || last === undefined) return [];
  const span = { start: first.start, end: last.end };
  const there = surfaceOf(slot.instead);
  const isMoved = slot.margin >= WIDE_MARGIN && slot.rival !== null;
  const rival = slot.rival?.surface ?? '';
  switch (slot.kind) {
    case 'number':
      if (slot.substitution >= FIRM_NUMBER) return [conflict('number_swapped', span, there)];
      return isMoved ? [conflict('number_swapped', span, rival)] : [];
    case 'name': {
      const isRole = slot.instead.some(({ form, kind }) => kind === 'name' && own.has(form));
      if (slot.substitution >= FIRM_NAME)
        return [conflict(isRole ? 'role_swapped' : 'entity_swapped', span, there)];
      return isMoved ? [conflict('entity_swapped', span, rival)] : [];
    }
    case 'unit':
      return slot.substitution >= FIRM_UNIT ? [conflict('unit_changed', span, there)] : [];
    case 'content':
    case 'function': {
      const isTurned =
        slot.substitution >= FIRM_OPPOSITE &&
        slot.instead.some(({ form }) => isOpposite(first.form, form));
      return isTurned ? [conflict('antonym', span, there)] : [];
    }
    default:
      return slot.kind satisfies never;
  }
}

function checkReservations(words: readonly Word[], measured: Measured): readonly Finding[] {
  const { polarity } = measured;
  const { added } = polarity;
  const findings: Finding[] = [];
  const isAdded =
    polarity.negationAdded >= FIRM_NEGATION || polarity.negationAlone >= LONE_NEGATION;
  if (isAdded && added !== null) {
    findings.push({
      code: 'negation_flipped',
      weight: 'conflict',
      span: { start: added.start, end: added.end },
      text: `The claim says "${added.surface}"; the source states it without.`,
    });
  }
  return [...findings, ...findDroppedHedge(words, measured, FIRM_HEDGE)];
}

/** A reservation of the source that is left out between at least so many equal words. */
export function findDroppedHedge(
  words: readonly Word[],
  { polarity: { dropped, hedgeDropped } }: Pick<Measured, 'polarity'>,
  least: number,
): readonly Finding[] {
  if (dropped === null || hedgeDropped < least) return [];
  const before = words.findIndex(({ start }) => start === dropped.before.start) - 1;
  // "Can" allows as much as "may" does.
  if (ALLOWING.has(words[before]?.form ?? '')) return [];
  return [
    {
      code: 'hedge_dropped',
      weight: 'missing',
      span: { start: dropped.before.start, end: dropped.before.end },
      text: `The source says "${dropped.hedge.surface}"; the claim leaves it out.`,
    },
  ];
}

function conflict(code: Finding['code'], span: Span, there: string): Finding {
  const text = `The source has "${there}" there.`;
  return { code, weight: 'conflict', span, text };
}

function surfaceOf(words: readonly Word[]): string {
  return words.map(({ surface }) => surface).join(' ');
}
