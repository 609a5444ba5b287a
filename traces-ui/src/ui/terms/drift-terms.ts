import type { DriftFactor } from '../../../../contract/drift-attribution.ts';
import type { DriftEventKind, DriftMeasure } from '../../../../contract/drift.ts';
import { formatCost, formatCount, formatDuration, formatScore } from '../format.ts';

interface MeasureTerm {
  readonly label: string;
  /** What a mean of it looks like; shares are percentages. */
  readonly show: (value: number) => string;
  /** Of shares: the one that is followed; without it, the most frequent. */
  readonly followed?: string;
}

const toCount = (value: number) => formatCount(Math.round(value));

export const DRIFT_MEASURE_TERMS: Readonly<Record<DriftMeasure, MeasureTerm>> = {
  task: { label: 'Kinds of question', show: formatScore },
  novelty: { label: 'Novelty of questions', show: formatScore },
  familiar_words: { label: 'Familiar words', show: formatScore },
  question_length: { label: 'Length of questions', show: toCount },
  confidence: { label: 'Confidence of retrieval', show: formatScore },
  top_score: { label: 'Best score', show: formatScore },
  status: { label: 'Abstained', show: formatScore, followed: 'abstained' },
  refusal: { label: 'Refused', show: formatScore, followed: 'yes' },
  verdict: { label: 'Verified', show: formatScore, followed: 'verified' },
  answer_length: { label: 'Length of answers', show: toCount },
  model: { label: 'Model', show: formatScore },
  latency: { label: 'Latency', show: formatDuration },
  cost: { label: 'Cost', show: formatCost },
  feedback: { label: 'Rated down', show: formatScore, followed: 'down' },
};

export const DRIFT_EVENT_WORDS: Readonly<Record<DriftEventKind, string>> = {
  configuration: 'Configuration',
  policy: 'Policy',
  prompt: 'Prompt',
  code: 'Release',
  model_version: 'Model version',
  documents_published: 'Documents published',
  documents_retired: 'Documents retired',
  documents_reread: 'Documents read anew',
  chunking: 'Chunking',
  language: 'Language',
  embedding: 'Embedding',
  access: 'Access',
  circuit: 'Circuit',
};

export const DRIFT_FACTOR_WORDS: Readonly<Record<DriftFactor, string>> = {
  documents: 'Documents',
  settings: 'Settings',
  prompt: 'Prompt',
  model: 'Model',
  questions: 'Questions',
};

/** Answers in a window. */
export const DRIFT_WINDOWS = {
  '50': '50',
  '200': '200',
  '500': '500',
  '1000': '1,000',
} as const;
export type DriftWindowSize = keyof typeof DRIFT_WINDOWS;
