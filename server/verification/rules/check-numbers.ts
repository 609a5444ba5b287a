import { findQuantities, isClose, quantitiesEqual } from '../../../core/text/quantities.ts';
import type { Code, Quantity } from '../../../core/text/quantities.ts';
import type { Term } from '../read-terms.ts';
import type { Comparison, Finding } from './finding.ts';

/** A conflict is only claimed where the rest of the claim stands in the same sentences. */
const ALIGNED_COVERAGE = 0.6;
const APPROXIMATION = 0.1;

/** Numbers and codes of the claim that the chunks lack, measure otherwise, or give to something else. */
export function checkNumbers(comparison: Comparison): readonly Finding[] {
  const { claim, chunks } = comparison;
  const { numbers, codes } = findQuantities(claim.text);
  if (numbers.length === 0 && codes.length === 0) return [];
  const stated = chunks.flatMap((indexed) => [...indexed.numbers, ...indexed.contextNumbers]);
  const dateParts = chunks.flatMap((indexed) =>
    indexed.dates.flatMap(({ year, month, day }) => [year, month, day]),
  );
  return [
    ...numbers.flatMap((number) => {
      const finding = checkNumber(number, { stated, dateParts, numbers, comparison });
      return finding === null ? [] : [finding];
    }),
    ...codes.flatMap((code) => checkCode(code, comparison)),
  ];
}

interface Stated {
  readonly stated: readonly Quantity[];
  readonly dateParts: readonly (number | null)[];
  /** All the numbers of the claim: one that another of them matches is no rival. */
  readonly numbers: readonly Quantity[];
  readonly comparison: Comparison;
}

function checkNumber(number: Quantity, context: Stated): Finding | null {
  const { stated, dateParts, comparison } = context;
  const span = shift(number, comparison);
  const equal = stated.filter(
    (other) => quantitiesEqual(number, other) && ratesAgree(number, other),
  );
  if (equal.length > 0) return checkPlace(number, equal, context);
  if (number.unit === null && dateParts.includes(number.value)) return null;
  const close = number.isApproximate ? stated.find((other) => isNear(number, other)) : undefined;
  if (close !== undefined) {
    return {
      code: 'derived_value',
      weight: 'note',
      span,
      text: `"${number.text}" rounds "${close.text}".`,
    };
  }
  const changed = stated.find(
    (other) => isClose(other.value, number.value) && unitsConflict(number, other),
  );
  if (changed !== undefined) {
    return {
      code: 'unit_changed',
      weight: 'conflict',
      span,
      text: `The source has "${changed.text}", not "${number.text}".`,
    };
  }
  const rival = findRival(number, context);
  if (rival !== null) {
    return {
      code: 'number_novel',
      weight: 'conflict',
      span,
      text: `The source has "${rival.text}" there, not "${number.text}".`,
    };
  }
  if (isBareCount(number)) return null;
  return {
    code: 'number_novel',
    weight: 'missing',
    span,
    text: `"${number.text}" does not occur in the cited text.`,
  };
}

/** An equal number far from the words of the claim, while another one stands among them, was swapped in. */
function checkPlace(number: Quantity, equal: readonly Quantity[], context: Stated): Finding | null {
  const derived = equal.every(
    (other) =>
      other.unit?.name !== number.unit?.name && other.unit !== null && number.unit !== null,
  );
  const span = shift(number, context.comparison);
  const isConverted =
    derived && !equal.some((other) => other.text.toLowerCase() === number.text.toLowerCase());
  const rival = isInWindow(number, context.comparison) ? null : findRival(number, context);
  if (rival !== null && context.comparison.support.window >= 0.75) {
    return {
      code: 'number_swapped',
      weight: 'conflict',
      span,
      text: `"${number.text}" belongs to something else; the source has "${rival.text}" there.`,
    };
  }
  const first = equal[0];
  return isConverted && first !== undefined && number.unit?.factor !== first.unit?.factor
    ? {
        code: 'derived_value',
        weight: 'note',
        span,
        text: `"${number.text}" is "${first.text}" in another unit.`,
      }
    : null;
}

/** A number of the best window that measures or counts the same thing and that the claim does not have. */
function findRival(number: Quantity, { comparison, numbers }: Stated): Quantity | null {
  const { best } = comparison.support;
  if (best === null || comparison.support.window < ALIGNED_COVERAGE) return null;
  const counted = termAfter(comparison.claim.terms, shift(number, comparison).end);
  for (const sentence of best.indexed.sentences.slice(best.from, best.to + 1)) {
    for (const other of best.indexed.numbers) {
      const isInside = other.start >= sentence.start && other.end <= sentence.end;
      if (!isInside || numbers.some((own) => quantitiesEqual(own, other))) continue;
      const sameUnit = number.unit !== null && other.unit?.scale === number.unit.scale;
      const sameCount =
        number.unit === null &&
        other.unit === null &&
        counted !== null &&
        counted === termAfter(sentence.terms, other.end);
      if (sameUnit || sameCount) return other;
    }
  }
  return null;
}

function isInWindow(number: Quantity, { support: { best } }: Comparison): boolean {
  if (best === null) return true;
  const first = best.indexed.sentences[best.from];
  const last = best.indexed.sentences[best.to];
  if (first === undefined || last === undefined) return true;
  return best.indexed.numbers.some(
    (other) =>
      other.start >= first.start && other.end <= last.end && quantitiesEqual(number, other),
  );
}

function checkCode(code: Code, comparison: Comparison): readonly Finding[] {
  const wanted = code.text.toLowerCase();
  const bare = wanted.replaceAll(/[^\p{L}\p{N}]/gu, '');
  const isStated = comparison.chunks.some(
    ({ plainText, plainContext }) =>
      plainText.includes(wanted) ||
      plainContext.includes(wanted) ||
      plainText.replaceAll(/[^\p{L}\p{N}]/gu, '').includes(bare),
  );
  if (isStated) return [];
  const text = `"${code.text}" does not occur in the cited text.`;
  return [{ code: 'number_novel', weight: 'missing', span: shift(code, comparison), text }];
}

/** "three ways" counts what the answer lists; the source need not have said so. */
function isBareCount(number: Quantity): boolean {
  return number.unit === null && number.value <= 10 && (number.isWord || number.value <= 3);
}

function unitsConflict(left: Quantity, right: Quantity): boolean {
  if (left.unit === null || right.unit === null) return false;
  if (left.unit.family === right.unit.family)
    return left.unit.name !== right.unit.name || !ratesAgree(left, right);
  return false;
}

function ratesAgree(left: Quantity, right: Quantity): boolean {
  return left.per === null || right.per === null || left.per.name === right.per.name;
}

function isNear(number: Quantity, other: Quantity): boolean {
  if (number.unit !== null && other.unit !== null && number.unit.scale !== other.unit.scale)
    return false;
  const left = number.value * (other.unit === null ? 1 : (number.unit?.factor ?? 1));
  const right = other.value * (number.unit === null ? 1 : (other.unit?.factor ?? 1));
  return Math.abs(left - right) <= APPROXIMATION * Math.abs(right);
}

function termAfter(terms: readonly Term[], end: number): string | null {
  return terms.find(({ start }) => start >= end)?.term ?? null;
}

function shift(span: { readonly start: number; readonly end: number }, { claim }: Comparison) {
  return { start: claim.start + span.start, end: claim.start + span.end };
}
