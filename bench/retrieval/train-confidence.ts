import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { extractTerms } from '../../core/text/terms.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { CONFIDENCE_SIGNALS, measureSignals } from '../../server/retrieval/estimate-confidence.ts';
import {
  readChunkFeatures,
  type ChunkFeatures,
} from '../../server/retrieval/rerank/chunk-features.ts';
import { readQuestionFeatures } from '../../server/retrieval/rerank/question-features.ts';
import { rerankCandidates } from '../../server/retrieval/rerank/rerank-candidates.ts';
import { buildSearchQuery, weighOwnTerms } from '../../server/retrieval/search-query.ts';
import { readJudgedCollection, type JudgedCollection } from './judged-collection.ts';

// Trains `server/retrieval/confidence-model.ts` on judged collections (`--data <folder>`): each question once as it
// is, and once as if the documents that answer it were not there.

interface Example {
  readonly collection: string;
  readonly signals: readonly number[];
  readonly isRight: boolean;
  readonly weight: number;
}

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/retrieval' },
    collections: { type: 'string', default: 'cranfield,cisi,cacm,covidqa' },
  },
});

const SELECTED = 8;
const DEPTH = 100;
/** People ask four times about what is there for each time about what is not: an assumption, not a measurement. */
const WEIGHT_OF_ABSENT = 0.25;
const ROUNDS = 4_000;
const STEP = 0.5;
const RIDGE = 1e-3;

const names = values.collections.split(',');
const examples = names.flatMap((name) => {
  const collection = readJudgedCollection(values.data, name);
  if (collection === null) throw new Error(`${values.data} does not hold ${name}.`);
  return listExamples(collection);
});
for (const name of names) {
  const model = train(examples.filter(({ collection }) => collection !== name));
  const held = examples.filter(({ collection }) => collection === name);
  process.stdout.write(`${name} left out: ${describe(held, model)}\n`);
}
const model = train(examples);
process.stdout.write(`all, seen: ${describe(examples, model)}\n`);
await writeModel(model);

function listExamples({ name, documents, questions }: JudgedCollection): readonly Example[] {
  const features = documents.map(({ title, text }) =>
    readChunkFeatures({ title, headingPath: [], text }),
  );
  const texts = documents.map(({ title, text }) => `${title}\n${text}`);
  const index = indexTerms(texts.map(extractTerms));
  const perCollection = 1 / Math.sqrt(questions.length);
  return questions.flatMap(({ text, relevant }) =>
    [true, false].flatMap((isThere) => {
      const isRelevant = (at: number) => relevant.has(documents[at]?.id ?? '');
      const skip = (at: number) => !isThere && isRelevant(at);
      const found = retrieve(text, { index, features, texts, skip });
      if (found === null) return [];
      const weight = perCollection * (isThere ? 1 : WEIGHT_OF_ABSENT);
      const isRight = found.selected.some(isRelevant);
      return [{ collection: name, signals: found.signals, isRight, weight }];
    }),
  );
}

interface TermIndex {
  readonly lengths: readonly number[];
  readonly averageLength: number;
  readonly postings: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

function indexTerms(documents: readonly (readonly string[])[]): TermIndex {
  const postings = new Map<string, Map<number, number>>();
  for (const [at, terms] of documents.entries()) {
    for (const term of terms) {
      const list = postings.get(term) ?? new Map<number, number>();
      list.set(at, (list.get(at) ?? 0) + 1);
      postings.set(term, list);
    }
  }
  const lengths = documents.map((terms) => terms.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return { lengths, averageLength: total / lengths.length, postings };
}

/** The lexical leg, reranking and the best eight, as the service does it but in memory. */
function retrieve(
  text: string,
  from: {
    readonly index: TermIndex;
    readonly features: readonly ChunkFeatures[];
    readonly texts: readonly string[];
    readonly skip: (at: number) => boolean;
  },
) {
  const { index, features, texts, skip } = from;
  const query = buildSearchQuery(text, []);
  const holderCounts = new Map(
    [...query.terms.keys()].flatMap((term) => {
      const count = index.postings.get(term)?.size;
      return count === undefined ? [] : [[term, count] as const];
    }),
  );
  const statistics = { chunkCount: features.length, holderCounts };
  const scores = new Map<number, number>();
  for (const [term, { weight }] of query.terms) {
    const holders = holderCounts.get(term) ?? 0;
    const idf = Math.log(1 + (features.length - holders + 0.5) / (holders + 0.5));
    for (const [at, frequency] of index.postings.get(term) ?? []) {
      if (skip(at)) continue;
      const length = 0.25 + (0.75 * (index.lengths[at] ?? 0)) / index.averageLength;
      const part = (weight * idf * frequency * 2.2) / (frequency + 1.2 * length);
      scores.set(at, (scores.get(at) ?? 0) + part);
    }
  }
  const best = [...scores].toSorted(([, left], [, right]) => right - left).slice(0, DEPTH);
  const [, highest = 0] = best[0] ?? [];
  if (highest === 0) return null;
  const question = readQuestionFeatures(query, weighOwnTerms(query, statistics));
  const reranked = rerankCandidates(
    question,
    best.map(([at, score]) => ({
      features: featuresAt(features, at),
      text: texts[at] ?? '',
      fused: score / highest,
    })),
  );
  const selected = reranked.slice(0, SELECTED).map(({ index: place }) => best[place]?.[0] ?? 0);
  const signals = measureSignals({
    question,
    selected: selected.map((at) => featuresAt(features, at)),
    lexicalScores: best.map(([, score]) => score),
    finalScores: reranked.map(({ score }) => score),
  });
  return signals === null
    ? null
    : { selected, signals: CONFIDENCE_SIGNALS.map((name) => signals[name]) };
}

function featuresAt(features: readonly ChunkFeatures[], at: number): ChunkFeatures {
  const found = features[at];
  if (found === undefined) throw new RangeError(`There is no document ${at}.`);
  return found;
}

interface Model {
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

/** Logistic regression by gradient descent on standardised signals, with a ridge. */
function train(given: readonly Example[]): Model {
  const total = given.reduce((sum, { weight }) => sum + weight, 0);
  const means = CONFIDENCE_SIGNALS.map(
    (_, at) => given.reduce((sum, one) => sum + one.weight * (one.signals[at] ?? 0), 0) / total,
  );
  const spreads = means.map((mean, at) => {
    const square = given.reduce(
      (sum, one) => sum + one.weight * ((one.signals[at] ?? 0) - mean) ** 2,
      0,
    );
    return Math.sqrt(square / total) || 1;
  });
  const scaled = given.map(({ signals, isRight, weight }) => ({
    values: signals.map((value, at) => (value - (means[at] ?? 0)) / (spreads[at] ?? 1)),
    target: Number(isRight),
    weight: weight / total,
  }));
  const slopes = means.map(() => 0);
  let offset = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = slopes.map((slope) => RIDGE * slope);
    let offsetGradient = 0;
    for (const { values: signals, target, weight } of scaled) {
      const logit = signals.reduce((sum, value, at) => sum + value * (slopes[at] ?? 0), offset);
      const error = weight * (1 / (1 + Math.exp(-logit)) - target);
      offsetGradient += error;
      for (const [at, value] of signals.entries())
        gradient[at] = (gradient[at] ?? 0) + error * value;
    }
    for (const at of slopes.keys()) slopes[at] = (slopes[at] ?? 0) - STEP * (gradient[at] ?? 0);
    offset -= STEP * offsetGradient;
  }
  const coefficients = slopes.map((slope, at) => slope / (spreads[at] ?? 1));
  const intercept = coefficients.reduce((sum, one, at) => sum - one * (means[at] ?? 0), offset);
  return { intercept, coefficients };
}

function describe(held: readonly Example[], { intercept, coefficients }: Model): string {
  const predicted = held.map(({ signals, isRight, weight }) => {
    const logit = signals.reduce(
      (sum, value, at) => sum + value * (coefficients[at] ?? 0),
      intercept,
    );
    return { probability: 1 / (1 + Math.exp(-logit)), isRight: Number(isRight), weight };
  });
  return `area under the curve ${areaUnderCurve(predicted).toFixed(3)}, calibration error ${calibrationError(predicted).toFixed(3)}`;
}

interface Prediction {
  readonly probability: number;
  readonly isRight: number;
  readonly weight: number;
}

function areaUnderCurve(predicted: readonly Prediction[]): number {
  const sorted = predicted.toSorted((left, right) => left.probability - right.probability);
  let wrong = 0;
  let right = 0;
  let area = 0;
  for (const { isRight, weight } of sorted) {
    if (isRight === 1) {
      area += weight * wrong;
      right += weight;
    } else wrong += weight;
  }
  return area / (right * wrong);
}

/** Expected calibration error over ten bins of equal weight. */
function calibrationError(predicted: readonly Prediction[]): number {
  const sorted = predicted.toSorted((left, right) => left.probability - right.probability);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const bins = Array.from({ length: 10 }, () => ({ weight: 0, probability: 0, right: 0 }));
  let passed = 0;
  for (const { probability, isRight, weight } of sorted) {
    const bin = bins[Math.min(9, Math.floor((passed / total) * 10))];
    passed += weight;
    if (bin === undefined) continue;
    bin.weight += weight;
    bin.probability += weight * probability;
    bin.right += weight * isRight;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.probability - bin.right), 0) / total;
}

async function writeModel({ intercept, coefficients }: Model): Promise<void> {
  const parts = CONFIDENCE_SIGNALS.map(
    (name, at) => `${name}: ${(coefficients[at] ?? 0).toPrecision(4)},`,
  );
  const text = `/** Made by bench/retrieval/train-confidence.ts from judged collections: see there. */
export const CONFIDENCE_MODEL = {
  version: 'logistic@1',
  intercept: ${intercept.toPrecision(4)},
  coefficients: { ${parts.join(' ')} },
} as const;
`;
  const formatted = await format(text, {
    parser: 'typescript',
    singleQuote: true,
    printWidth: 100,
  });
  writeFileSync(join(projectRoot, 'server', 'retrieval', 'confidence-model.ts'), formatted);
}
