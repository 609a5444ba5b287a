import type { RerankFeatures } from '../../../../contract/retrieval.ts';

interface FeatureTerm {
  readonly name: keyof RerankFeatures;
  readonly label: string;
  readonly meaning: string;
}

/** What the reranker looks at, the weightiest first. */
export const FEATURE_TERMS: readonly FeatureTerm[] = [
  { name: 'fused', label: 'Fused score', meaning: 'Both legs together.' },
  {
    name: 'characters',
    label: 'Characters',
    meaning: 'Runs of four characters that it shares with the question.',
  },
  {
    name: 'span',
    label: 'Best ten words',
    meaning: 'How much of the question ten words in a row hold.',
  },
  {
    name: 'feedback',
    label: 'Like the best',
    meaning: 'How much it is about what the best five are about.',
  },
  { name: 'exact', label: 'To the letter', meaning: 'Identifiers and quoted phrases in it.' },
  { name: 'neighbours', label: 'Phrases', meaning: 'Words side by side in both.' },
  { name: 'proximity', label: 'Nearness', meaning: 'Words of the question near each other.' },
  { name: 'title', label: 'Title', meaning: 'How much of the question its headings hold.' },
  { name: 'coverage', label: 'Coverage', meaning: 'How much of the question it holds at all.' },
];
