import { synonymsOf } from '../../core/text/everyday-synonyms.ts';
import { fuseHits, type FusedHit, type FusionSettings } from './fuse-hits.ts';
import type { LexicalHit } from './search-legs.ts';
import { formsOf, type QuestionPart, type SearchQuery } from './search-query.ts';
import { readQuestionFeatures, type QuestionFeatures } from './rerank/question-features.ts';

/** The features of each part of a question, with the weights of that part's terms and of their synonyms. */
export function readPartFeatures(
  query: SearchQuery,
  weights: ReadonlyMap<string, number>,
): readonly QuestionFeatures[] {
  const forms = formsOf(query);
  if (query.parts.length === 1) return [readQuestionFeatures(query, { weights, formsOf: forms })];
  return query.parts.map((part) => {
    const belongs = termsOf(part, forms);
    const own = new Map([...weights].filter(([term]) => belongs.has(term)));
    return readQuestionFeatures(part, { weights: own, formsOf: forms });
  });
}

/** A part of a question as its chunks are ranked for it. */
export interface RankedPart {
  readonly features: QuestionFeatures;
  /** What fusion gives a hit for this part. */
  readonly fusedFor: (hit: FusedHit) => number;
}

/**
 * The parts with what fusion gives each hit for them. Of several, each does without the keywords that are another's
 * alone; the vector is of the whole question.
 */
export function readRankedParts(
  query: SearchQuery,
  read: {
    readonly weights: ReadonlyMap<string, number>;
    readonly hits: readonly FusedHit[];
    readonly how: FusionSettings;
  },
): readonly RankedPart[] {
  const features = readPartFeatures(query, read.weights);
  if (features.length === 1) {
    return features.map((part) => ({ features: part, fusedFor: ({ fused }) => fused }));
  }
  const forms = formsOf(query);
  const terms = query.parts.map((part) => termsOf(part, forms));
  const owned = new Set(terms.flatMap((ofPart) => [...ofPart]));
  return features.map((part, index) => {
    const isKept = (term: string) => terms[index]?.has(term) === true || !owned.has(term);
    const fused = fuseForTerms(isKept, read);
    return { features: part, fusedFor: ({ chunkNumber }) => fused.get(chunkNumber) ?? 0 };
  });
}

/** Both legs fused anew, as if only these terms had been searched for. */
function fuseForTerms(
  isKept: (term: string) => boolean,
  { hits, how }: { readonly hits: readonly FusedHit[]; readonly how: FusionSettings },
): ReadonlyMap<number, number> {
  const lexical = hits
    .flatMap(({ chunkNumber, lexical: hit }) =>
      hit === null ? [] : [{ chunkNumber, hit, score: scoreTerms(hit, isKept) }],
    )
    .filter(({ score }) => score > 0)
    .toSorted((left, right) => right.score - left.score || left.chunkNumber - right.chunkNumber)
    .map(({ chunkNumber, hit, score }, index) => {
      return [chunkNumber, { ...hit, score, rank: index + 1 }] as const;
    });
  const dense = hits.flatMap(({ chunkNumber, dense: hit }) =>
    hit === null ? [] : [[chunkNumber, hit] as const],
  );
  const fused = fuseHits({ lexical: new Map(lexical), dense: new Map(dense) }, how);
  return new Map(fused.map((hit) => [hit.chunkNumber, hit.fused]));
}

function scoreTerms({ contributions }: LexicalHit, isKept: (term: string) => boolean): number {
  return contributions.reduce((sum, { term, score }) => sum + (isKept(term) ? score : 0), 0);
}

/** What BM25 gives each hit for each part of a question, best first. */
export function scorePartsLexically(
  query: SearchQuery,
  hits: Iterable<LexicalHit>,
): readonly (readonly number[])[] {
  const found = [...hits];
  if (query.parts.length === 1) return [found.map(({ score }) => score)];
  const forms = formsOf(query);
  return query.parts.map((part) => {
    const belongs = termsOf(part, forms);
    return found
      .map((hit) => scoreTerms(hit, (term) => belongs.has(term)))
      .toSorted((left, right) => right - left);
  });
}

function termsOf(
  { sequence }: QuestionPart,
  forms: (term: string) => readonly string[],
): ReadonlySet<string> {
  return new Set(sequence.flatMap((term) => [...forms(term), ...synonymsOf(term)]));
}
