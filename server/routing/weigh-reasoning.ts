/** What has to be worked out rather than looked up, and how sure each sign makes one. */
const SIGNS: readonly (readonly [RegExp, number])[] = [
  [/\bstep[ -]by[ -]step\b/i, 0.5],
  [/\b(?:calculate|compute|work out|solve|derive|deduce|infer|prove)\b/i, 0.6],
  [/\b(?:compare|comparison of|difference between|pros and cons|trade-?offs?|versus)\b/i, 0.35],
  [/\bhow (?:much|many) .{0,40}\b(?:in total|altogether)\b/i, 0.55],
  [/\b(?:suppose|assume|given that|let [a-z] be|if all)\b/i, 0.3],
];
/** Figures that are told before a question about an amount: a sum is asked for. */
const AMOUNT =
  /\b(?:how (?:many|much|old|long|far|fast|tall)|what (?:is|was|percent|percentage|fraction)|find)\b[^?]{0,200}[?.]?\s*$/i;
const FIGURE =
  /\d+(?:[.,]\d+)?|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half|twice|double|triple|dozen|third|quarter)\b/gi;
const MIN_FIGURES = 2;
const SUM_SHARE = 0.8;
const MAX_CHARS = 1_500;
const MIN_SENTENCES = 2;

/** How likely a question needs reasoning, 0–1, by rules: no set of examples at hand has it as a class. */
export function weighReasoning(question: string): number {
  if (question.length > MAX_CHARS) return 0;
  const doubt = SIGNS.reduce(
    (rest, [sign, share]) => (sign.test(question) ? rest * (1 - share) : rest),
    1,
  );
  return 1 - doubt * (isSum(question) ? 1 - SUM_SHARE : 1);
}

function isSum(question: string): boolean {
  const figures = question.match(FIGURE)?.length ?? 0;
  const sentences = question.match(/[.?!](?:\s|$)/g)?.length ?? 0;
  return figures >= MIN_FIGURES && sentences >= MIN_SENTENCES && AMOUNT.test(question);
}
