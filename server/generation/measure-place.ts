import { rememberByText } from '../../core/memory.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { creditOf, readVocabulary, rememberVocabulary, type Vocabulary } from './hold-terms.ts';
import type { Candidate } from './list-candidates.ts';
import type { ReadQuestion } from './read-question.ts';

/** Where a sentence stands, and which of the question's words are told there. */
export const PLACE_SIGNALS = [
  'title_share',
  'path_share',
  'asked_share',
  'asked_alike',
  'chunk_share',
  'document_chunks',
  'first_rank',
  'position',
  'from_end',
  'precision',
  'missing',
  'rarest_near',
  'second_near',
] as const;
export type PlaceSignals = Readonly<Record<(typeof PLACE_SIGNALS)[number], number>>;

/** What the sentences of a chunk share. */
interface ChunkPlace {
  readonly title: number;
  readonly path: number;
  readonly whole: number;
  readonly documentChunks: number;
  readonly firstRank: number;
  readonly size: number;
}

/** Of the titles and headings that were read last. */
const REMEMBERED_CHARACTERS = 50_000;
const readHeading = rememberByText(REMEMBERED_CHARACTERS, (text) =>
  readVocabulary(extractTerms(text)),
);

type Weights = ReadonlyMap<string, number>;

/** `titles` are those of all chunks, the best chunk's first. */
export function readChunkPlace(
  siblings: readonly Candidate[],
  { weights, titles }: { readonly weights: Weights; readonly titles: readonly string[] },
): ChunkPlace {
  const { title = '', heading_path: path = [] } = siblings[0]?.chunk ?? {};
  const told = siblings.flatMap(({ terms, contextTerms }) => [...terms, ...contextTerms]);
  return {
    title: shareOf(weights, readHeading(title)),
    path: shareOf(weights, readHeading(path.join('\n'))),
    whole: shareOf(weights, readVocabulary(told)),
    documentChunks: titles.filter((other) => other === title).length,
    firstRank: titles.indexOf(title),
    size: siblings.length,
  };
}

/** The question's terms, the most telling first. */
interface TellingTerms {
  readonly rarest: string | undefined;
  readonly second: string | undefined;
}

export function readTelling({ terms }: ReadQuestion, weights: Weights): TellingTerms {
  const [rarest, second] = terms.toSorted(
    (left, right) => (weights.get(right) ?? 0) - (weights.get(left) ?? 0),
  );
  return { rarest, second };
}

interface Surroundings {
  readonly question: ReadQuestion;
  readonly weights: Weights;
  readonly telling: TellingTerms;
  readonly chunk: ChunkPlace;
  readonly own: Vocabulary;
  readonly above: Vocabulary;
  readonly beside: readonly (Vocabulary | undefined)[];
}

export function measurePlace(around: Surroundings, candidate: Candidate): PlaceSignals {
  const { question, weights, telling, chunk, own, above, beside } = around;
  const { asked } = candidate;
  const near = (term: string | undefined) =>
    term === undefined
      ? 0
      : Math.max(
          creditOf(term, own),
          creditOf(term, above),
          0.7 * Math.max(...beside.map((vocabulary) => creditOf(term, vocabulary))),
        );
  const held = question.terms.filter((term) => creditOf(term, own) > 0).length;
  const somewhere = question.terms.filter((term) => near(term) > 0).length;
  return {
    title_share: chunk.title,
    path_share: chunk.path,
    asked_share: asked === null ? 0 : shareOf(weights, rememberVocabulary(asked.terms)),
    asked_alike: asked === null ? 0 : Number(asked.cue === question.cue) - 0.5,
    chunk_share: chunk.whole,
    document_chunks: chunk.documentChunks,
    first_rank: chunk.firstRank,
    position: candidate.position,
    from_end: chunk.size - candidate.position,
    precision: held / Math.max(1, candidate.terms.length),
    missing: question.terms.length - somewhere,
    rarest_near: near(telling.rarest),
    second_near: near(telling.second),
  };
}

/** How much of the question a text tells, by weight, 0 to 1. */
function shareOf(weights: Weights, vocabulary: Vocabulary): number {
  let held = 0;
  let total = 0;
  for (const [term, weight] of weights) {
    held += creditOf(term, vocabulary) * weight;
    total += weight;
  }
  return total === 0 ? 0 : held / total;
}
