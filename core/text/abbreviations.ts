/** Never the end of a sentence: a name or an explanation follows. */
const BEFORE_NAME = wordSet(
  'mr mrs ms mx dr prof rev fr gen col capt lt sgt cpl maj gov sen rep hon pres st mt messrs e.g i.e eg ie cf viz vs v approx esp resp al',
);

/** Not the end of a sentence when a number, or a single letter, follows. */
const BEFORE_NUMBER = wordSet(
  'no nos nr fig figs sec sect art ch chap vol p pp para paras eq ed eds ext tel app ref refs pt item ca c jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun',
);

/** May end a sentence: only a word that begins sentences, in capitals, tells. */
const BEFORE_EITHER = wordSet(
  'inc ltd co corp plc llc bros jr sr dept univ assn bldg ave blvd rd al u.s u.k u.n e.u u.s.a d.c ph.d m.d b.a m.a b.sc m.sc a.k.a',
);

/** Usually followed by more of the sentence, which then goes on in lower case. */
const BEFORE_LOWER_CASE = wordSet('a.m p.m am pm etc incl excl max min avg est hr hrs mins secs');

const SENTENCE_STARTERS = wordSet(
  'the a an it its this that these those there here he she we you they i if when where while although though because since after before in on at for from with without by to as however but and or so yet then also all any each every no not please do does is are can what who why how our your their his her my employees staff managers',
);

const CALENDAR_WORDS = wordSet(
  'monday tuesday wednesday thursday friday saturday sunday gmt utc cet cest bst est edt pst pdt uk us london',
);

/**
 * Whether the full stop at `stop` belongs to an abbreviation or an initial and the sentence goes on.
 * `next` is where the text continues after white space.
 */
export function isAbbreviation(text: string, stop: number, next: number): boolean {
  const before = /[\p{L}.&]*$/u.exec(text.slice(Math.max(0, stop - 14), stop))?.[0] ?? '';
  if (before === '') return false;
  const word = before.toLowerCase().replace(/^\.+/u, '');
  const following = text.slice(next, next + 16);
  if (BEFORE_NAME.has(word)) return before !== 'v' || following !== '';
  if (BEFORE_NUMBER.has(word) && /^(?:[#(]?\p{N}|\p{Lu}\b(?!['’])|[IVX]+\b)/u.test(following))
    return true;
  const nextWord = /^[("'“‘]*(\p{L}+)/u.exec(following)?.[1]?.toLowerCase() ?? '';
  if (BEFORE_LOWER_CASE.has(word)) return CALENDAR_WORDS.has(nextWord) || nextWord === '';
  if (BEFORE_EITHER.has(word) || /^(?:\p{L}\.)+\p{L}$/u.test(word)) {
    return nextWord !== '' && !SENTENCE_STARTERS.has(nextWord);
  }
  if (/^\p{Lu}$/u.test(before)) return nextWord !== '' && !SENTENCE_STARTERS.has(nextWord);
  return false;
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
