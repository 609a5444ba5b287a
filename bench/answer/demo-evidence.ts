import { estimateConfidence } from '../../server/retrieval/estimate-confidence.ts';
import { listPartScores } from '../../server/retrieval/rank-candidates.ts';
import { readPartFeatures, scorePartsLexically } from '../../server/retrieval/read-parts.ts';
import { weighOwnTerms } from '../../server/retrieval/search-query.ts';
import type { PartToAnswer } from '../../server/generation/extract-answer.ts';
import type { QuotableChunk } from '../../server/generation/list-candidates.ts';
import { prepareDemo } from '../retrieval/demo-bank.ts';
import { createMemoryIndex } from '../retrieval/memory-index.ts';

/** What is given to whoever answers a question, and from which document each chunk is. */
export interface Evidence {
  readonly parts: readonly PartToAnswer[];
  readonly chunks: readonly QuotableChunk[];
  readonly sources: readonly string[];
}

/** Retrieval over the demo's documents in this process; `without` leaves out documents, as if they were not there. */
export async function openDemo(): Promise<
  (question: string, without?: readonly string[]) => Evidence
> {
  const chunks = await prepareDemo();
  const index = createMemoryIndex(chunks.map((chunk) => ({ ...chunk, document: chunk.source })));
  return (question, without = []) => {
    const isLeftOut = (at: number) => without.includes(chunks[at]?.source ?? '');
    const found = index.retrieve(question, { skip: isLeftOut });
    if (found === null) return { parts: [{ question, confidence: 0 }], chunks: [], sources: [] };
    const { query, statistics, ranked, lexical } = found;
    const kept = new Set(found.selected);
    const selected = ranked.map(({ chunk }) => chunk).filter(({ number }) => kept.has(number));
    const lexicalScores = scorePartsLexically(query, lexical);
    const features = readPartFeatures(query, weighOwnTerms(query, statistics));
    const finalScores = listPartScores(ranked, features.length);
    const parts = features.map((part, at) => ({
      question: query.parts.length === 1 ? question : (query.parts[at]?.text ?? question),
      rarity: new Map(part.terms.map(({ term, weight }) => [term, weight])),
      confidence: estimateConfidence({
        question: part,
        selected: selected.map((chunk) => index.features.read(chunk)),
        lexicalScores: lexicalScores[at] ?? [],
        finalScores: finalScores[at] ?? [],
      }),
    }));
    return {
      parts,
      chunks: selected.map(({ title, headingPath, text }, at) => ({
        marker: at + 1,
        title,
        heading_path: [...headingPath],
        text,
      })),
      sources: selected.map(({ source }) => source ?? ''),
    };
  };
}
