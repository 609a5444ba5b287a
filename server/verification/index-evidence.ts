import { findDates } from '../../core/text/dates.ts';
import type { DateMention } from '../../core/text/dates.ts';
import { foldDigits } from '../../core/text/fold-digits.ts';
import { normalizeText, normalizeWithOffsets } from '../../core/text/offset-map.ts';
import type { NormalizedText } from '../../core/text/offset-map.ts';
import { rememberByText } from '../../core/memory.ts';
import { findQuantities } from '../../core/text/quantities.ts';
import type { Quantity } from '../../core/text/quantities.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import type { Span } from '../../core/text/spans.ts';
import { STOP_WORDS } from '../../core/text/stop-words.ts';
import type { EvidenceChunk } from './evidence-chunk.ts';
import { findHeads } from './find-heads.ts';
import { indexWords } from './index-words.ts';
import type { WordIndex } from './index-words.ts';
import { readTerms } from './read-terms.ts';
import type { Term } from './read-terms.ts';
import { PLACE_MODEL } from './place-model.ts';
import type { PlaceModel } from './place-signals.ts';
import type { SupportModel } from './support-signals.ts';
import { SUPPORT_MODEL } from './support-model.ts';

/** Offsets index the chunk's text as it is read, with ASCII digits. */
interface IndexedSentence extends Span {
  readonly text: string;
  readonly terms: readonly Term[];
  readonly termSet: ReadonlySet<string>;
  /** The place of the heading or the head of the table that it stands below. */
  readonly below: number | null;
}

export interface IndexedChunk extends LazyParts {
  readonly chunk: EvidenceChunk;
  /** What all offsets in here index, and the way back to the chunk's own text. */
  readonly text: string;
  readonly toOriginal: NormalizedText['toOriginal'];
  readonly sentences: readonly IndexedSentence[];
  readonly termSet: ReadonlySet<string>;
  readonly prefixes: ReadonlySet<string>;
  /** Terms of the title and the headings: what the chunk is about without saying so. */
  readonly contextTerms: ReadonlySet<string>;
}

interface LazyParts {
  /** Two terms that follow each other, with a space between them. */
  readonly bigrams: () => ReadonlySet<string>;
  readonly numbers: () => readonly Quantity[];
  readonly contextNumbers: () => readonly Quantity[];
  readonly dates: () => readonly DateMention[];
  readonly contextDates: () => readonly DateMention[];
  readonly words: () => WordIndex;
  /** The first letters of the capitalised words, with a space for each other one; stop words are left out. */
  readonly initials: () => string;
  readonly normalized: () => NormalizedText;
  /** Normalised and in lower case, for looking words up as they stand. */
  readonly plainText: () => string;
  readonly plainContext: () => string;
  /** The sentences that were left out of the text, normalised and in lower case; empty where none was. */
  readonly plainLeftOut: () => string;
}

export interface EvidenceIndex {
  /** By marker, so that the order of the evidence decides nothing. */
  readonly chunks: readonly IndexedChunk[];
  readonly byMarker: ReadonlyMap<number, IndexedChunk>;
  readonly sentenceCount: number;
  readonly sentencesWith: ReadonlyMap<string, number>;
  /** What claims are scored with. */
  readonly model: SupportModel;
  /** What tells where in a claim and in the evidence. */
  readonly places: PlaceModel;
}

export const PREFIX_LENGTH = 5;

export function indexEvidence(
  evidence: readonly EvidenceChunk[],
  model: SupportModel = SUPPORT_MODEL,
  places: PlaceModel = PLACE_MODEL,
): EvidenceIndex {
  const chunks = evidence.toSorted((left, right) => left.marker - right.marker).map(indexChunk);
  const sentencesWith = new Map<string, number>();
  let sentenceCount = 0;
  for (const { sentences } of chunks) {
    sentenceCount += sentences.length;
    for (const { termSet } of sentences) {
      for (const term of termSet) sentencesWith.set(term, (sentencesWith.get(term) ?? 0) + 1);
    }
  }
  const byMarker = new Map(chunks.map((indexed) => [indexed.chunk.marker, indexed]));
  return { chunks, byMarker, sentenceCount, sentencesWith, model, places };
}

function indexChunk(chunk: EvidenceChunk): IndexedChunk {
  const context = readContext([chunk.title, ...chunk.heading_path].join('\n'));
  return {
    chunk,
    ...readText(chunk.text),
    ...context,
    plainLeftOut: lazy(() => readLeftOut(chunk)),
  };
}

/** Of the chunks that were read last: what is read of them takes about forty times as many bytes. */
const REMEMBERED_CHARACTERS = 200_000;

const readText = rememberByText(REMEMBERED_CHARACTERS, (chunkText) => {
  const { text, toOriginal } = foldDigits(chunkText);
  const spans = splitSentences(text);
  const below = findHeads(text, spans);
  const sentences = spans.map((span, at) => ({
    ...indexSentence(text, span),
    below: below[at] ?? null,
  }));
  const termSet = new Set<string>();
  for (const sentence of sentences) for (const { term } of sentence.terms) termSet.add(term);
  const prefixes = new Set<string>();
  for (const term of termSet) if (term.length >= PREFIX_LENGTH) prefixes.add(prefixOf(term));
  return { text, toOriginal, sentences, termSet, prefixes, ...readLazily(text, sentences) };
});

const readContext = rememberByText(REMEMBERED_CHARACTERS, (titleAndHeadings) => {
  const context = foldDigits(titleAndHeadings).text;
  const contextDates = lazy(() => findDates(context));
  return {
    contextTerms: new Set(readTerms(context).map(({ term }) => term)),
    contextDates,
    contextNumbers: lazy(() => findQuantities(context, contextDates()).numbers),
    plainContext: lazy(() => normalizeText(context).toLowerCase()),
  };
});

/** What only some claims ask for is read when the first of them does. */
function readLazily(text: string, sentences: readonly IndexedSentence[]) {
  const dates = lazy(() => findDates(text));
  const normalized = lazy(() => normalizeWithOffsets(text));
  return {
    bigrams: lazy(() => readBigrams(sentences)),
    dates,
    numbers: lazy(() => findQuantities(text, dates()).numbers),
    words: lazy(() => indexWords(text, sentences)),
    initials: lazy(() => readInitials(text)),
    normalized,
    plainText: lazy(() => normalized().text.toLowerCase()),
  };
}

function readInitials(text: string): string {
  const words = text.match(/\p{L}+/gu)?.filter((word) => !STOP_WORDS.has(word.toLowerCase())) ?? [];
  return words.map((word) => (/^\p{Lu}/u.test(word) ? word.charAt(0).toLowerCase() : ' ')).join('');
}

function readBigrams(sentences: readonly IndexedSentence[]): ReadonlySet<string> {
  const terms = sentences.flatMap((sentence) => sentence.terms);
  return new Set(terms.slice(1).map(({ term }, at) => `${terms[at]?.term ?? ''} ${term}`));
}

function readLeftOut({ text, storedText = text }: EvidenceChunk): string {
  if (storedText === text) return '';
  const leftOut = splitSentences(storedText)
    .filter(({ start, end }) => text.slice(start, end).trim() === '')
    .map(({ start, end }) => storedText.slice(start, end));
  return normalizeText(leftOut.join('\n')).toLowerCase();
}

function lazy<Value>(read: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}

export function prefixOf(term: string): string {
  return term.slice(0, PREFIX_LENGTH);
}

function indexSentence(text: string, { start, end }: Span): Omit<IndexedSentence, 'below'> {
  const content = text.slice(start, end);
  const terms = readTerms(content, start);
  const termSet = new Set<string>();
  for (const { term } of terms) termSet.add(term);
  return { start, end, text: content, terms, termSet };
}
