import { sumOf } from '../../core/statistics/sum-of.ts';
import { askTrees } from '../../core/statistics/trees.ts';
import { joinSpans } from '../../core/text/spans.ts';
import type { Span } from '../../core/text/spans.ts';
import type { Judgement } from './judge-claim.ts';
import { measureWords } from './measure-words.ts';
import type { WordSignals } from './measure-words.ts';
import { AROUND_SIGNALS, GROUP_SIGNALS, OWN_SIGNALS, STEPS } from './place-signals.ts';
import type { PlaceModel } from './place-signals.ts';
import type { ReadClaim } from './read-claim.ts';
import type { Word } from './read-words.ts';
import { splitClauses, splitPhrases } from './split-phrases.ts';
import type { Groups } from './split-phrases.ts';
import { ALL_SIGNALS } from './support-signals.ts';

/** A claim of which so many words are marked is marked as a whole. */
const WHOLE_FROM = 0.65;
const FURTHEST_DOUBT = 4;
const AROUND_PLACES = AROUND_SIGNALS.map((name) => OWN_SIGNALS.indexOf(name));

/**
 * The spans of the answer that a judgement's chunks do not support: whole words, never function words alone, and what
 * the rules speak against in any case; for a claim that is not supported.
 */
export function markUnsupported(
  claim: ReadClaim,
  judgement: Judgement,
  { words: model, markFrom }: PlaceModel,
): readonly Span[] {
  const whole = [{ start: claim.start, end: claim.end }];
  const { words, support } = judgement;
  if (words.length === 0 || support.chunks.length === 0) return whole;
  const found = findSpans(judgement);
  const scores = readWordSignals(claim, judgement).map((values) => askTrees(values, model));
  const marked = scores.map((score) => score >= markFrom);
  const share = marked.filter(Boolean).length / words.length;
  if (share >= WHOLE_FROM) return whole;
  const spans = [...joinMarked(words, marked), ...found];
  if (spans.length > 0) return joinSpans(spans);
  const most = words.reduce<number | null>((best, { kind }, at) => {
    const isBetter = best === null || (scores[at] ?? 0) > (scores[best] ?? 0);
    return kind !== 'function' && isBetter ? at : best;
  }, null);
  const word = words[most ?? 0];
  return most === null || word === undefined ? whole : [{ start: word.start, end: word.end }];
}

/** One row for each word of a judged claim, in the order of `WORD_SIGNALS`. */
export function readWordSignals(
  claim: ReadClaim,
  judgement: Judgement,
): readonly (readonly number[])[] {
  const { words, support, isGiven, signals, pSupported } = judgement;
  const own = measureWords({ words, support, isGiven, found: findSpans(judgement) });
  const worded = { words, text: claim.text, start: claim.start };
  const [phrases, clauses] = [splitPhrases(worded), splitClauses(worded)];
  const [ofPhrases, ofClauses] = [measureGroups(own, phrases), measureGroups(own, clauses)];
  const ofClaim = measureGroup(own);
  const doubt = Math.log(pSupported / (1 - pSupported));
  const ofAll = [
    ...ALL_SIGNALS.map((name) => signals[name]),
    Math.max(-FURTHEST_DOUBT, Math.min(FURTHEST_DOUBT, doubt)),
  ];
  const none = measureGroup([]);
  const values = own.map((word) => OWN_SIGNALS.map((name) => word[name]));
  return values.map((ofWord, at) => {
    const phrase = phrases.groupOf[at] ?? 0;
    const here = ofPhrases[phrase] ?? none;
    const row = [...ofWord];
    for (const step of STEPS) {
      const other = values[at + step];
      for (const place of AROUND_PLACES) row.push(other?.[place] ?? 0);
    }
    const clause = ofClauses[clauses.groupOf[at] ?? 0];
    for (const group of [here, ofPhrases[phrase - 1], ofPhrases[phrase + 1], clause, ofClaim])
      for (let signal = 0; signal < GROUP_SIGNALS.length; signal += 1)
        row.push((group ?? none)[signal] ?? 0);
    for (let signal = GROUP_SIGNALS.length; signal < here.length; signal += 1)
      row.push(here[signal] ?? 0);
    row.push(Number(phrases.bounds[phrase]?.[0] === at));
    for (const value of ofAll) row.push(value);
    return row;
  });
}

function findSpans({ findings }: Judgement): readonly Span[] {
  return findings.flatMap(({ weight, span }) => (weight === 'note' || span === null ? [] : [span]));
}

function measureGroups(own: readonly WordSignals[], { bounds }: Groups) {
  return bounds.map(([from, to]) => measureGroup(own.slice(from, to)));
}

/** In the order of `GROUP_SIGNALS`, and then whether there is a number or a name; shares are by how rare words are. */
function measureGroup(group: readonly WordSignals[]): readonly number[] {
  const weight = sumOf(group.map(({ rarity }) => rarity));
  const share = (pick: (word: WordSignals) => number) =>
    weight === 0 ? 0 : sumOf(group.map((word) => word.rarity * pick(word))) / weight;
  return [
    share(({ novel }) => novel),
    share(({ inBest }) => 1 - inBest),
    share(({ near }) => near),
    Math.max(0, ...group.map(({ found }) => found)),
    sumOf(group.map(({ run }) => run)) / Math.max(1, group.length),
    weight,
    Math.max(0, ...group.map(({ isNumber }) => isNumber)),
    Math.max(0, ...group.map(({ isName }) => isName)),
  ];
}

/** Marked words as spans: a single function word between two belongs to them, and is none by itself. */
function joinMarked(words: readonly Word[], marked: readonly boolean[]): readonly Span[] {
  const isFunction = (at: number) => words[at]?.kind === 'function';
  const isIn = (at: number) =>
    marked[at] === true || (isFunction(at) && marked[at - 1] === true && marked[at + 1] === true);
  const spans: Span[] = [];
  for (let from = 0; from < words.length; from += 1) {
    if (!isIn(from)) continue;
    let to = from;
    while (isIn(to + 1)) to += 1;
    const [first, last] = [words[from], words[to]];
    const isEmpty = words.slice(from, to + 1).every(({ kind }) => kind === 'function');
    if (first !== undefined && last !== undefined && !isEmpty)
      spans.push({ start: first.start, end: last.end });
    from = to;
  }
  return spans;
}
