import { COMPARATIVES } from '../find-denials.ts';
import type { Span } from '../../../core/text/spans.ts';
import { isClause } from '../is-clause.ts';
import { readTerms } from '../read-terms.ts';
import type { Comparison, Finding } from './finding.ts';

const NEGATION =
  /\b(?:not|never|no longer|no|none|neither|nor|cannot|without|unable|nobody|nothing|nowhere)\b|n['’]t\b/giu;
/** "not only" turns nothing round, and "can't cost more than" is a bound. */
const NO_NEGATION = new RegExp(
  String.raw`^(?:not only|no\.? \d|not least|without delay|(?:not?|never|cannot|n['’]t)(?:\s\p{L}+){0,3}\s(?:without|exceed\p{L}*|(?:${COMPARATIVES.replaceAll(' ', '|')})\sthan))\b`,
  'iu',
);
const NO_NEGATION_LENGTH = 60;
/** "Not sent without a label" is sent with one. */
const DENIED_BEFORE = /(?:\b(?:not?|never|cannot)|n['’]t)(?:\s\p{L}+){0,3}\s$/iu;
/** "If it is not level, …" and "moist but not wet" deny nothing that a source would have to deny too. */
const UNDER_CONDITION = /\b(?:if|when|whether|until|but|by)\b[^,.;]*$/iu;
/** Other ways to say no: where one stands, a missing "not" proves nothing. */
const SOFT_NEGATION =
  /\b(?:avoid|refrain|prohibit|forbid|forbidden|prevent|fail|lack|impossible|unnecessary|refuse|deny|denied|instead of|rather than|only|unless|except|hardly|rarely|less|free of)\w*\b/iu;
const CONDITION = /\b(?:unless|except|only|but|if|until)\b/iu;
/** Words behind a negation that it turns round. */
const SCOPE = 3;
/** Of these the ones that are surely in its own clause. */
const FIRST_DENIED = 2;
/** A helping verb at the end of a clause: "is" not, "may" not, "do" n't. */
const HELPED =
  /(?:\b(?:is|are|was|were|be|been|am|do|does|did|has|have|had|can?|could|may|might|must|shall?|should|will|wo|would|needs?)\s*)+$/iu;
/** All of a sentence before its last clause. */
const BEFORE_CLAUSE = /^.*(?:[,;:]|\b(?:and|but|or|so|because|although|while|that|which|who))\s/isu;
const ALIGNED_COVERAGE = 0.7;

/** A negation that only one side has. */
export function checkPolarity(comparison: Comparison): readonly Finding[] {
  const { claim, support } = comparison;
  const { best, window } = support;
  if (best === null || window < ALIGNED_COVERAGE) return [];
  const sentence = mainSentence(comparison);
  if (sentence === null) return [];
  const flipped = checkNegation(claim, sentence);
  return flipped === null ? [] : [flipped];
}

interface Sentence {
  readonly text: string;
}

/** The sentence of the best window that shares most with the claim. */
function mainSentence({ claim, support: { best } }: Comparison) {
  const wanted = new Set(claim.terms.map(({ term }) => term));
  let main: { readonly text: string; readonly shared: number } | null = null;
  for (const { text, termSet } of best?.indexed.sentences.slice(best.from, best.to + 1) ?? []) {
    const shared = [...termSet].filter((term) => wanted.has(term)).length;
    if (shared > (main?.shared ?? 0)) main = { text, shared };
  }
  return main === null || main.shared < 0.5 * wanted.size ? null : main;
}

function checkNegation(claim: Comparison['claim'], sentence: Sentence): Finding | null {
  const here = negatedTerms(claim.text);
  const there = negatedTerms(sentence.text);
  const stated = new Set(readTerms(sentence.text).map(({ term }) => term));
  const own = here.find(({ scope }) =>
    scope.slice(0, FIRST_DENIED).some((term) => stated.has(term)),
  );
  const isDenied = sentence.text.search(NEGATION) >= 0 || SOFT_NEGATION.test(sentence.text);
  if (own !== undefined && !isDenied) {
    const span = { start: claim.start + own.start, end: claim.start + own.end };
    const text = `The claim says "${own.word}"; the source states it without.`;
    return { code: 'negation_flipped', weight: 'conflict', span, text };
  }
  if (here.length > 0 || SOFT_NEGATION.test(claim.text) || hasCondition(sentence.text, there))
    return null;
  const wanted = claim.terms.map(({ term }) => term);
  const other =
    there.find(({ scope }) => {
      const shared = scope.filter((term) => wanted.includes(term));
      return shared.length >= 2 && runsThrough(shared, wanted);
    }) ?? there.find((negation) => turnsPredicate(negation, { claim, sentence }));
  if (other === undefined) return null;
  const text = `The source says "${other.word}"; the claim leaves it out.`;
  return { code: 'negation_flipped', weight: 'conflict', span: null, text };
}

/** "…, but the garage is open" is none, unless it comes back to what was denied. */
function hasCondition(sentence: string, denied: readonly Negation[]): boolean {
  const but = /[,;]\s+but\s/iu.exec(sentence);
  if (but === null) return CONDITION.test(sentence);
  const contrast = sentence.slice(but.index + but[0].length);
  const said = new Set(readTerms(contrast).map(({ term }) => term));
  const isApart =
    isClause(contrast) &&
    !denied.some(({ scope }) => scope.slice(0, FIRST_DENIED).some((term) => said.has(term)));
  return CONDITION.test(isApart ? sentence.slice(0, but.index) : sentence);
}

interface Sides {
  readonly claim: Comparison['claim'];
  readonly sentence: Sentence;
}

/**
 * Whether a negation behind a helping verb turns the claim's own predicate: all that stands before it in its clause
 * is what the claim says before the same word, and what it turns the claim says at once.
 */
function turnsPredicate({ start, word, scope }: Negation, { claim, sentence }: Sides): boolean {
  const [predicate] = scope;
  const clause = sentence.text.slice(0, start).replace(BEFORE_CLAUSE, '');
  const isHelped = word.toLowerCase() === 'cannot' || HELPED.test(clause);
  if (predicate === undefined || !isHelped) return false;
  const at = claim.terms.find(({ term }) => term === predicate)?.start ?? claim.start;
  const subject = subjectOf(clause);
  const own = subjectOf(claim.text.slice(0, at - claim.start));
  return (
    own.length > 0 &&
    own.length === subject.length &&
    own.every((term) => subject.includes(term)) &&
    !saysWithout(sentence.text, start, predicate)
  );
}

function subjectOf(words: string): readonly string[] {
  return readTerms(words.replace(HELPED, '')).map(({ term }) => term);
}

/** The sentence may say the same of something else, and without the negation. */
function saysWithout(text: string, start: number, predicate: string): boolean {
  return readTerms(text.slice(0, start)).some(({ term }) => term === predicate);
}

/** Whether the words follow each other in the text, with at most one other between two of them. */
function runsThrough(scope: readonly string[], terms: readonly string[]): boolean {
  const [first, ...rest] = scope;
  if (first === undefined) return false;
  return terms.some((term, start) => {
    if (term !== first) return false;
    let from = start;
    return rest.every((next) => {
      const found = terms.slice(from + 1, from + 3).indexOf(next);
      from += found + 1;
      return found >= 0;
    });
  });
}

interface Negation extends Span {
  readonly word: string;
  /** The next words, which it turns round. */
  readonly scope: readonly string[];
}

function negatedTerms(text: string): readonly Negation[] {
  return Array.from(text.matchAll(NEGATION))
    .filter(
      (match) =>
        !NO_NEGATION.test(text.slice(match.index, match.index + NO_NEGATION_LENGTH)) &&
        !UNDER_CONDITION.test(text.slice(0, match.index)) &&
        !(match[0] === 'without' && DENIED_BEFORE.test(text.slice(0, match.index))),
    )
    .map((match) => {
      const end = match.index + match[0].length;
      const clause = /^[^.;!?]*/u.exec(text.slice(end))?.[0] ?? '';
      const scope = readTerms(clause)
        .filter(({ term }) => !term.startsWith('#'))
        .slice(0, SCOPE);
      return { start: match.index, end, word: match[0], scope: scope.map(({ term }) => term) };
    });
}
