import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { projectRoot } from '../../platform/project-root.ts';
import { CONFIDENCE_SIGNALS, measureSignals } from '../../server/retrieval/estimate-confidence.ts';
import { readQuestionFeatures } from '../../server/retrieval/rerank/question-features.ts';
import { formsOf, weighOwnTerms } from '../../server/retrieval/search-query.ts';
import { fitLogistic, predict, type Fitted } from '../fit-logistic.ts';
import { createRandom } from '../random.ts';
import {
  areaUnderCurve,
  bootstrapInterval,
  calibrationError,
  errorByChance,
  type Prediction,
} from './calibration.ts';
import { holdsAnswer, prepareDemo, readDemoQuestions } from './demo-bank.ts';
import { readJudgedCollection } from './judged-collection.ts';
import { createMemoryIndex, type MemoryIndex } from './memory-index.ts';

// Trains `server/retrieval/confidence-model.ts` on judged collections (`--data <folder>`) and on the tuning part of
// the demo bank's questions. A question of a judged collection counts twice: as it is, and as if the documents that
// answer it were not there. The held-out part of the demo's questions is only measured.

/** What is known of a question: its signals, in a fixed order, whether the right chunk is there, what it counts for. */
interface Example {
  readonly set: string;
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

/** People ask four times about what is there for each time about what is not: an assumption, not a measurement. */
const WEIGHT_OF_ABSENT = 0.25;
const BINS = 10;
/** The demo's parts have some eighty questions: more bins would hold too few. */
const DEMO_BINS = 5;
const TUNING = 'demo, tuning part';

const names = values.collections.split(',');
const demo = await listDemoExamples();
const examples = [...names.flatMap(listJudgedExamples), ...demo.tuning];
for (const name of [...names, TUNING]) {
  const model = fit(examples.filter(({ set }) => set !== name));
  const held = examples.filter(({ set }) => set === name);
  process.stdout.write(`${name}, left out: ${describe(held, model, BINS)}\n`);
}
const model = fit(examples);
process.stdout.write(`all, seen: ${describe(examples, model, BINS)}\n`);
process.stdout.write(`demo, held-out part: ${describeWithChance(demo.heldOut, model)}\n`);
await writeModel(model);

function fit(given: readonly Example[]): Fitted {
  return fitLogistic(
    given.map(({ signals, isRight, weight }) => ({ values: signals, isPositive: isRight, weight })),
  );
}

function listJudgedExamples(name: string): readonly Example[] {
  const collection = readJudgedCollection(values.data, name);
  if (collection === null) throw new Error(`${values.data} does not hold ${name}.`);
  const { documents, questions } = collection;
  const index = createMemoryIndex(
    documents.map(({ id, title, text }) => ({
      document: id,
      title,
      classification: 'internal',
      headingPath: [],
      text,
      tokenCount: 0,
    })),
  );
  const perQuestion = 1 / Math.sqrt(questions.length);
  return questions.flatMap(({ text, relevant }) => {
    const answers = (at: number) => relevant.has(documents[at]?.id ?? '');
    const there = { isRight: answers, skip: () => false, weight: perQuestion };
    const absent = { isRight: answers, skip: answers, weight: perQuestion * WEIGHT_OF_ABSENT };
    return [there, absent].flatMap((how) => readExample(text, { index, set: name, ...how }));
  });
}

async function listDemoExamples() {
  const chunks = await prepareDemo();
  const index = createMemoryIndex(chunks.map((chunk) => ({ ...chunk, document: chunk.source })));
  const questions = readDemoQuestions();
  const list = (part: 'tuning' | 'held_out', set: string) => {
    const asked = questions.filter((question) => question.part === part);
    return asked.flatMap((question) => {
      const isRight = (at: number) => {
        const chunk = chunks[at];
        return chunk !== undefined && holdsAnswer(question, chunk);
      };
      const weight = 1 / Math.sqrt(asked.length);
      return readExample(question.question, { index, set, isRight, skip: () => false, weight });
    });
  };
  return { tuning: list('tuning', TUNING), heldOut: list('held_out', 'held out') };
}

function readExample(
  question: string,
  how: {
    readonly index: MemoryIndex;
    readonly set: string;
    readonly isRight: (chunk: number) => boolean;
    readonly skip: (chunk: number) => boolean;
    readonly weight: number;
  },
): readonly Example[] {
  const { index, set, isRight, skip, weight } = how;
  const found = index.retrieve(question, { skip });
  if (found === null) return [];
  const { query, statistics, ranked, selected, lexical } = found;
  const kept = new Set(selected);
  const signals = measureSignals({
    question: readQuestionFeatures(query, {
      weights: weighOwnTerms(query, statistics),
      formsOf: formsOf(query),
    }),
    selected: ranked
      .filter(({ chunk }) => kept.has(chunk.number))
      .map(({ chunk }) => index.features.read(chunk)),
    lexicalScores: lexical.map(({ score }) => score),
    finalScores: ranked.map(({ finalScore }) => finalScore),
  });
  if (signals === null) return [];
  const inOrder = CONFIDENCE_SIGNALS.map((name) => signals[name]);
  return [{ set, signals: inOrder, isRight: selected.some(isRight), weight }];
}

function describe(held: readonly Example[], model: Fitted, bins: number): string {
  const predicted = predictAll(held, model);
  const error = calibrationError(predicted, bins);
  return `area under the curve ${areaUnderCurve(predicted).toFixed(3)}, calibration error ${error.toFixed(3)}`;
}

function describeWithChance(held: readonly Example[], model: Fitted): string {
  const predicted = predictAll(held, model);
  const random = createRandom(1);
  const measure = (sample: readonly Prediction[]) => calibrationError(sample, DEMO_BINS);
  const [lowest, highest] = bootstrapInterval(predicted, measure, random);
  const chance = errorByChance(predicted, DEMO_BINS, random);
  const interval = `95 % bootstrap interval ${lowest.toFixed(3)}–${highest.toFixed(3)}`;
  return `${describe(held, model, DEMO_BINS)} (${interval}; ${chance.toFixed(3)} by chance alone), ${held.length} questions`;
}

function predictAll(held: readonly Example[], model: Fitted): readonly Prediction[] {
  return held.map(({ signals, isRight, weight }) => ({
    probability: predict(model, signals),
    isRight,
    weight,
  }));
}

async function writeModel({ intercept, coefficients }: Fitted): Promise<void> {
  const parts = CONFIDENCE_SIGNALS.map(
    (name, at) => `${name}: ${(coefficients[at] ?? 0).toPrecision(4)},`,
  );
  const text = `/** Made by bench/retrieval/train-confidence.ts from judged collections and the demo bank: see there. */
export const CONFIDENCE_MODEL = {
  version: 'logistic@2',
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
