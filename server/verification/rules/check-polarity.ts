import { readTerms } from '../read-terms.ts';
import { stemsOfPairs } from './antonyms.ts';
import type { Comparison, Finding } from './finding.ts';

const NEGATION =
  /\b(?:not|never|no longer|no|none|neither|nor|cannot|without|unable|nobody|nothing|nowhere)\b|n['’]t\b/giu;
/** "not only", "no later than", "whether or not" turn nothing round. */
const NO_NEGATION =
  /^(?:not only|no (?:later|earlier|more|less|fewer|sooner) than|not (?:later|more|less|fewer) than|no\.? \d|not least|without delay)/iu;
/** Words behind a negation that it turns round. */
const SCOPE = 3;
const ALIGNED_COVERAGE = 0.8;

/** A negation that only one side has, or a word whose opposite stands in its place. */
export function checkPolarity(comparison: Comparison): readonly Finding[] {
  const { claim, support } = comparison;
  const { best, window } = support;
  if (best === null || window < ALIGNED_COVERAGE) return [];
  const sentence = mainSentence(comparison);
  if (sentence === null) return [];
  const flipped = checkNegation(claim, sentence);
  return flipped === null ? checkAntonyms(comparison, sentence) : [flipped];
}

/** The sentence of the best window that shares most with the claim. */
function mainSentence({ claim, support: { best } }: Comparison) {
  const wanted = new Set(claim.terms.map(({ term }) => term));
  let main: { readonly text: string; readonly shared: number } | null = null;
  for (const { text, termSet } of best?.indexed.sentences.slice(best.from, best.to + 1) ?? []) {
    const shared = [...termSet].filter((term) => wanted.has(term)).length;
    if (shared > (main?.shared ?? 0)) main = { text, shared };
  }
  return main === null || main.shared < 0.6 * wanted.size ? null : main;
}

function checkNegation(
  claim: Comparison['claim'],
  sentence: { readonly text: string },
): Finding | null {
  const here = negatedTerms(claim.text);
  const there = negatedTerms(sentence.text);
  const own = here.find(({ scope }) => scope.length > 0);
  const wanted = new Set(claim.terms.map(({ term }) => term));
  const stated = new Set(readTerms(sentence.text).map(({ term }) => term));
  if (own !== undefined && there.length === 0 && own.scope.some((term) => stated.has(term))) {
    const span = { start: claim.start + own.start, end: claim.start + own.end };
    return {
      code: 'negation_flipped',
      weight: 'conflict',
      span,
      text: `The claim says "${own.word}"; the source states it without.`,
    };
  }
  const other = there.find(({ scope }) => scope[0] !== undefined && wanted.has(scope[0]));
  if (
    other !== undefined &&
    here.length === 0 &&
    !/\b(?:unless|except|only|but)\b/iu.test(sentence.text)
  ) {
    return {
      code: 'negation_flipped',
      weight: 'conflict',
      span: null,
      text: `The source says "${other.word}"; the claim leaves it out.`,
    };
  }
  return null;
}

function negatedTerms(text: string) {
  return Array.from(text.matchAll(NEGATION))
    .filter((match) => !NO_NEGATION.test(text.slice(match.index, match.index + 24)))
    .map((match) => {
      const end = match.index + match[0].length;
      const clause = /^[^.;!?]*/u.exec(text.slice(end))?.[0] ?? '';
      const scope = readTerms(clause)
        .filter(({ term }) => !term.startsWith('#'))
        .slice(0, SCOPE);
      return { start: match.index, end, word: match[0], scope: scope.map(({ term }) => term) };
    });
}

function checkAntonyms(
  { claim }: Comparison,
  sentence: { readonly text: string },
): readonly Finding[] {
  const own = wordStems(claim.text);
  const stated = wordStems(sentence.text);
  for (const [left, right] of stemsOfPairs()) {
    for (const [mine, theirs] of [
      [left, right],
      [right, left],
    ] as const) {
      if (!own.has(mine) || stated.has(mine) || !stated.has(theirs) || own.has(theirs)) continue;
      return [
        {
          code: 'antonym',
          weight: 'conflict',
          span: null,
          text: `The source says the opposite ("${theirs}" for "${mine}").`,
        },
      ];
    }
  }
  return [];
}

/** Stop words too: "before" and "after" turn a claim round. */
function wordStems(text: string): ReadonlySet<string> {
  return new Set([
    ...(text.toLowerCase().match(/\p{L}+/gu) ?? []),
    ...readTerms(text).map(({ term }) => term),
  ]);
}
