import { DEFAULT_LANGUAGE, type Language } from '../../contract/language.ts';
import { detach } from './detach.ts';
import { forEachRun, PART } from './runs.ts';
import { stemWord } from './stem-word.ts';
import { STOP_WORDS_OF } from './stop-words-of.ts';

/** A term with the place it was read from; offsets are string indices, the end exclusive. */
export interface TermOccurrence {
  readonly term: string;
  readonly surface: string;
  readonly charStart: number;
  readonly charEnd: number;
}

/** A term of one run of characters, with offsets relative to the run. */
interface RunTerm {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** Longer terms are cut, so that every term fits a database index; questions are cut alike. */
const MAX_TERM_LENGTH = 96;
const MAX_REMEMBERED_RUNS = 50_000;
const MAX_REMEMBERED_LENGTH = 40;

const IDENTIFIER_MARK = /[\p{N}_@&]|\.\p{L}{2,5}$/u;
const TELLING_PART = /\p{L}{3}/u;
const HYPHENATED = /^\p{L}+(?:-\p{L}+)+$/u;
const INITIALS = /^\p{L}(?:\.\p{L})+$/u;
const HYPHENS = /[\u2010\u2011\u2013]/gu;
const INVISIBLE = /[\u00ad\u200b-\u200d]/gu;
const UNSPACED_SCRIPT = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{3,}$/u;

const rememberedRuns = new Map<Language, Map<string, readonly RunTerm[]>>();

/**
 * The terms of a text for lexical search, in order and with repeats; documents and questions go through
 * the same function. Words are lower-cased, stemmed as the language does and stripped of diacritics; the
 * language's stop words are dropped, initials are one term (`U.S.`), thousands separators are removed (`1,500`
 * is `1500`). Hyphenated words, and identifiers whose parts say little (`2.4.1`, `12-b`), stay whole beside
 * their parts. `VPN-4031` does not: counted three times, it would drown the other words of a question.
 */
export function extractTerms(
  text: string,
  language: Language = DEFAULT_LANGUAGE,
): readonly string[] {
  const terms: string[] = [];
  forEachRun(text, (run) => {
    for (const { term } of termsOfRun(run, language)) terms.push(term);
  });
  return terms;
}

/** As `extractTerms`, each term with the words it was read from, for showing what matched. */
export function extractTermOccurrences(
  text: string,
  language: Language = DEFAULT_LANGUAGE,
): readonly TermOccurrence[] {
  const occurrences: TermOccurrence[] = [];
  forEachRun(text, (run, runStart) => {
    for (const { term, start, end } of termsOfRun(run, language)) {
      const charStart = runStart + start;
      const charEnd = runStart + end;
      occurrences.push({ term, surface: text.slice(charStart, charEnd), charStart, charEnd });
    }
  });
  return occurrences;
}

/** Reading a run is pure, so its terms are remembered: natural text repeats most of its words. */
function termsOfRun(run: string, language: Language): readonly RunTerm[] {
  if (run.length > MAX_REMEMBERED_LENGTH) return readRun(run, language);
  const known = rememberedOf(language);
  const remembered = known.get(run);
  if (remembered !== undefined) return remembered;
  const terms = readRun(run, language);
  if (known.size >= MAX_REMEMBERED_RUNS) known.clear();
  const remembering = terms.map((each) => ({ ...each, term: detach(each.term) }));
  known.set(detach(run), remembering);
  return remembering;
}

function rememberedOf(language: Language): Map<string, readonly RunTerm[]> {
  const known = rememberedRuns.get(language) ?? new Map<string, readonly RunTerm[]>();
  if (known.size === 0) rememberedRuns.set(language, known);
  return known;
}

function readRun(run: string, language: Language): readonly RunTerm[] {
  if (INITIALS.test(run))
    return [{ term: fold(run.replaceAll('.', '')), start: 0, end: run.length }];
  const parts = [...run.matchAll(PART)];
  const terms = parts.flatMap((part) => readPart(part[0], part.index, language));
  const whole = parts.length === 1 ? null : readWhole(run, parts, language);
  return whole === null ? terms : [{ term: cut(whole), start: 0, end: run.length }, ...terms];
}

/** The term of a run as a whole, where it says more than its parts do. */
function readWhole(
  run: string,
  parts: readonly RegExpExecArray[],
  language: Language,
): string | null {
  const whole = fold(run).replaceAll(HYPHENS, '-');
  if (HYPHENATED.test(whole)) {
    const first = whole.slice(0, whole.lastIndexOf('-') + 1);
    return first + stemAndFold(parts.at(-1)?.[0] ?? '', language);
  }
  const isTelling = IDENTIFIER_MARK.test(run) && !parts.some(([part]) => TELLING_PART.test(part));
  return isTelling ? whole : null;
}

function readPart(part: string, start: number, language: Language): readonly RunTerm[] {
  const word = language === 'en' ? fold(part) : lower(part);
  const end = start + part.length;
  if (word === '' || STOP_WORDS_OF[language].has(word)) return [];
  if (UNSPACED_SCRIPT.test(part)) return pairsOf(part, start);
  return [{ term: cut(stemAndFold(part, language)), start, end }];
}

/** English has its accents from elsewhere and is stemmed without them; other stemmers read them. */
function stemAndFold(part: string, language: Language): string {
  return language === 'en' ? stemWord(fold(part), language) : fold(stemWord(lower(part), language));
}

/** Overlapping pairs of characters stand in for words where a script puts no spaces between them. */
function pairsOf(part: string, start: number): readonly RunTerm[] {
  const pairs: RunTerm[] = [];
  let previous: { readonly character: string; readonly at: number } | undefined;
  let at = start;
  for (const character of part) {
    const end = at + character.length;
    if (previous !== undefined) {
      pairs.push({ term: fold(previous.character + character), start: previous.at, end });
    }
    previous = { character, at };
    at = end;
  }
  return pairs;
}

function lower(part: string): string {
  return part.toLowerCase().replaceAll(INVISIBLE, '').normalize('NFC');
}

function fold(part: string): string {
  const lower = part.replaceAll(',', '').toLowerCase();
  if (/^[\u0020-\u007e]*$/u.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\u00ad\u200b-\u200d]/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe');
}

function cut(term: string): string {
  return term.length <= MAX_TERM_LENGTH ? term : term.slice(0, MAX_TERM_LENGTH).toWellFormed();
}
