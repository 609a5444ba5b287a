import { isClose, quantitiesEqual, roundsTo } from '../../../core/text/quantities.ts';
import type { Code, Quantity } from '../../../core/text/quantities.ts';
import type { Span } from '../../../core/text/spans.ts';
import { readTerms } from '../read-terms.ts';
import type { Term } from '../read-terms.ts';
import type { Comparison, Finding } from './finding.ts';

/** A conflict is only claimed where the rest of the claim stands in the same sentences. */
const ALIGNED_COVERAGE = 0.6;
/** A swapped value needs more: most of the claim, and words that clearly belong to the other number. */
const SWAP_COVERAGE = 0.75;
const SWAP_MARGIN = 0.4;
const BESIDE_TERMS = 3;
const NEAR_TERMS = 4;
/** They stand beside any number. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(
  readTerms('must shall may will would should can could within until before after during').map(
    ({ term }) => term,
  ),
);

/** Numbers and codes of the claim that the chunks lack, measure otherwise, or give to something else. */
export function checkNumbers(comparison: Comparison): readonly Finding[] {
  const { claim, chunks } = comparison;
  const { numbers, codes } = claim.quantities;
  if (numbers.length === 0 && codes.length === 0) return [];
  const stated = chunks.flatMap((indexed) => [...indexed.numbers(), ...indexed.contextNumbers()]);
  const dates = chunks.flatMap((indexed) => [...indexed.dates(), ...indexed.contextDates()]);
  const dateParts = dates.flatMap(({ year, month, day }) => [year, month, day]);
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
  const close = stated.find((other) => roundsTo(number, other));
  if (close !== undefined) {
    return {
      code: 'derived_value',
      weight: 'note',
      span,
      text: `"${number.text}" rounds "${close.text}".`,
    };
  }
  const changed = stated.find(
    (other) =>
      isClose(other.value, number.value) &&
      unitsConflict(number, other) &&
      nearnessOf(number, other, comparison) > 0,
  );
  if (changed !== undefined) {
    return {
      code: 'unit_changed',
      weight: 'conflict',
      span,
      text: `The source has "${withRate(changed)}", not "${withRate(number)}".`,
    };
  }
  const rival = findRival(number, context);
  if (rival !== null) {
    return {
      code: 'number_novel',
      weight: 'conflict',
      span,
      text: `The source has "${rival.quantity.text}" there, not "${number.text}".`,
    };
  }
  if (isBareCount(number) || isLooseFraction(number, stated)) return null;
  return {
    code: 'number_novel',
    weight: 'missing',
    span,
    text: `"${number.text}" does not occur in the cited text.`,
  };
}

/** The same number may belong to something else, or be the converted value. */
function checkPlace(number: Quantity, equal: readonly Quantity[], context: Stated): Finding | null {
  const span = shift(number, context.comparison);
  const rival = findRival(number, context);
  if (rival !== null && context.comparison.support.window >= SWAP_COVERAGE) {
    const there = Math.max(
      0,
      ...equal.map((other) => nearnessOf(number, other, context.comparison)),
    );
    if (rival.nearness >= there + SWAP_MARGIN) {
      const text = `"${number.text}" belongs to something else; the source has "${rival.quantity.text}" there.`;
      return { code: 'number_swapped', weight: 'conflict', span, text };
    }
  }
  const [converted] = equal;
  const isSameUnit = equal.some(
    ({ unit }) => unit === null || number.unit === null || unit.name === number.unit.name,
  );
  if (isSameUnit || converted === undefined) return null;
  const text = `"${number.text}" is "${converted.text}" in another unit.`;
  return { code: 'derived_value', weight: 'note', span, text };
}

interface Rival {
  readonly quantity: Quantity;
  readonly nearness: number;
}

/** A number in or beside the best window that measures or counts the same thing, and that the claim does not have. */
function findRival(number: Quantity, { comparison, numbers }: Stated): Rival | null {
  const { best, window } = comparison.support;
  if (best === null || window < ALIGNED_COVERAGE) return null;
  const counted = termAfter(comparison.claim.terms, shift(number, comparison).end);
  let rival: Rival | null = null;
  const around = best.indexed.sentences.slice(Math.max(0, best.from - 1), best.to + 2);
  for (const sentence of around) {
    for (const quantity of best.indexed.numbers()) {
      const isInside = quantity.start >= sentence.start && quantity.end <= sentence.end;
      if (!isInside || numbers.some((own) => quantitiesEqual(own, quantity))) continue;
      const sameUnit = number.unit !== null && quantity.unit?.scale === number.unit.scale;
      const isCount = number.unit === null && quantity.unit === null && counted !== null;
      const sameCount = isCount && counted === termAfter(sentence.terms, quantity.end);
      const nearness = nearnessOf(number, quantity, comparison);
      if ((sameUnit || sameCount) && nearness > (rival?.nearness ?? 0)) {
        rival = { quantity, nearness };
      }
    }
  }
  return rival;
}

/** The share of the words beside the claim's number that stand near the other number, in its sentence. */
function nearnessOf(number: Quantity, other: Quantity, { claim, chunks }: Comparison): number {
  const { start, end } = shift(number, { claim });
  const words = claim.terms.filter(isWord);
  const beside = [
    ...words.filter((term) => term.end <= start).slice(-BESIDE_TERMS),
    ...words.filter((term) => term.start >= end).slice(0, BESIDE_TERMS),
  ];
  if (beside.length === 0) return 0;
  const near = new Set<string>();
  for (const { sentences, numbers } of chunks) {
    if (!numbers().includes(other)) continue;
    const sentence = sentences.find((one) => other.start >= one.start && other.end <= one.end);
    const there = sentence?.terms.filter(isWord) ?? [];
    const before = there.filter((term) => term.end <= other.start).slice(-NEAR_TERMS);
    const after = there.filter((term) => term.start >= other.end).slice(0, NEAR_TERMS);
    for (const { term } of [...before, ...after]) near.add(term);
  }
  return beside.filter(({ term }) => near.has(term)).length / beside.length;
}

function checkCode(code: Code, comparison: Comparison): readonly Finding[] {
  const wanted = code.text.toLowerCase();
  const bare = wanted.replaceAll(/[^\p{L}\p{N}]/gu, '');
  const isStated = comparison.chunks.some(
    ({ plainText, plainContext }) =>
      plainText().includes(wanted) ||
      plainContext().includes(wanted) ||
      plainText()
        .replaceAll(/[^\p{L}\p{N}]/gu, '')
        .includes(bare),
  );
  if (isStated) return [];
  const text = `"${code.text}" does not occur in the cited text.`;
  return [{ code: 'number_novel', weight: 'missing', span: shift(code, comparison), text }];
}

/** "three ways" counts what the answer lists; the source need not have said so. */
function isBareCount(number: Quantity): boolean {
  return number.unit === null && number.value <= 10 && (number.isWord || number.value <= 3);
}

/** "Half of them" may sum up what a source says that gives no shares. */
function isLooseFraction({ unit, text, numeral }: Quantity, stated: readonly Quantity[]): boolean {
  const isFraction = unit?.family === 'percent' && text === numeral;
  return isFraction && !stated.some((other) => other.unit?.family === 'percent');
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

function withRate({ text, per }: Quantity): string {
  return per === null ? text : `${text} per ${per.name}`;
}

/** Numbers are no words beside a number: two times of `9:00` would push its words out of reach, as "must" and "within" do. */
function isWord({ term }: Term): boolean {
  return !term.startsWith('#') && !SAYS_NOTHING.has(term);
}

function termAfter(terms: readonly Term[], end: number): string | null {
  return terms.find(({ start }) => start >= end)?.term ?? null;
}

function shift(span: Span, { claim }: Pick<Comparison, 'claim'>): Span {
  return { start: claim.start + span.start, end: claim.start + span.end };
}
