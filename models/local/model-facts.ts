import { createHash } from 'node:crypto';

/** How a model wants to be asked; it is a fact of the model, and part of what its vectors depend on. */
export interface ModelFacts {
  readonly pooling: 'mean' | 'cls';
  readonly questionPrefix: string;
  readonly documentPrefix: string;
}

const MEAN: ModelFacts = { pooling: 'mean', questionPrefix: '', documentPrefix: '' };
const SEARCH_INSTRUCTION: ModelFacts = {
  pooling: 'cls',
  questionPrefix: 'Represent this sentence for searching relevant passages: ',
  documentPrefix: '',
};
const QUERY_AND_PASSAGE: ModelFacts = {
  pooling: 'mean',
  questionPrefix: 'query: ',
  documentPrefix: 'passage: ',
};

/** By the model's name without its owner, as their model cards state it. */
const KNOWN_MODELS: ReadonlyMap<string, ModelFacts> = new Map([
  ['bge-small-en-v1.5', SEARCH_INSTRUCTION],
  ['bge-base-en-v1.5', SEARCH_INSTRUCTION],
  ['bge-large-en-v1.5', SEARCH_INSTRUCTION],
  ['snowflake-arctic-embed-xs', SEARCH_INSTRUCTION],
  ['snowflake-arctic-embed-s', SEARCH_INSTRUCTION],
  ['e5-small-v2', QUERY_AND_PASSAGE],
  ['e5-base-v2', QUERY_AND_PASSAGE],
  ['multilingual-e5-small', QUERY_AND_PASSAGE],
  ['multilingual-e5-base', QUERY_AND_PASSAGE],
  [
    'nomic-embed-text-v1.5',
    { ...QUERY_AND_PASSAGE, questionPrefix: 'search_query: ', documentPrefix: 'search_document: ' },
  ],
  ['all-MiniLM-L6-v2', MEAN],
  ['gte-small', MEAN],
]);

/** The facts of a model: what is configured, else what is known, else mean pooling without prefixes. */
export function factsOf(model: string, configured: Partial<ModelFacts> = {}): ModelFacts {
  const name = model.split('/').at(-1) ?? model;
  return { ...(KNOWN_MODELS.get(name) ?? MEAN), ...configured };
}

/** Distinguishes vectors of one model that were made in different ways. */
export function profileVersion(dtype: string, revision: string, facts: ModelFacts): string {
  const { pooling, questionPrefix, documentPrefix } = facts;
  const made = JSON.stringify([pooling, questionPrefix, documentPrefix]);
  const digest = createHash('sha256').update(made).digest('hex').slice(0, 8);
  return [dtype, revision, digest].join('-');
}
