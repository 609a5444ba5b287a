import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { projectRoot } from '../../platform/project-root.ts';
import { CONFIDENCE_SIGNALS, measureSignals } from '../../server/retrieval/estimate-confidence.ts';
import { readQuestionFeatures } from '../../server/retrieval/rerank/question-features.ts';
import { formsOf, weighOwnTerms } from '../../server/retrieval/search-query.ts';
import { containsAny } from '../../server/evaluation/score-answer.ts';
import { groupOf, readAnswerItems, type AnswerItem } from '../demo-items.ts';
import { fitLogistic, predict, type Fitted } from '../fit-logistic.ts';
import { createRandom } from '../random.ts';
import {
  areaUnderCurve,
  bootstrapInterval,
  calibrationError,
  errorByChance,
  type Prediction,
} from './calibration.ts';
import { prepareDemo } from './demo-bank.ts';
import { readJudgedCollection } from './judged-collection.ts';
import { createMemoryIndex, type MemoryIndex } from './memory-index.ts';

// Trains `server/retrieval/confidence-model.ts` on judged collections (`--data <folder>`) and on the tuning part of
// the demo bank's questions. A question that documents answer counts twice: as it is, and as if they were not there.
// The held-out part of the demo's questions is only measured.

/** What is known of a question: its signals, in a fixed order, whether the right chunk is there, what it counts for. */
interface Example {
  readonly set: string;
  /** What must not be learned from where this is measured. */
  readonly group: string;
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
const HELD_OUT_BINS = 5;
const FOLDS = 6;
const DEMO = 'demo';

const names = values.collections.split(',');
const demo = await listDemoExamples();
const examples = [...names.flatMap(listJudgedExamples), ...demo.tuning];
for (const name of names) {
  const model = fit(examples.filter(({ set }) => set !== name));
  const held = examples.filter(({ set }) => set === name);
  print(`${name}, left out: ${describe(predictAll(held, model), BINS)}`);
}
print(`demo, tuning part, cross-validated: ${describeWithChance(crossValidate(), BINS)}`);
const model = fit(examples);
const heldOut = predictAll(demo.heldOut, model);
print(`demo, held-out part: ${describeWithChance(heldOut, HELD_OUT_BINS)}`);
await writeModel(model);

/** By models that have seen no question about the same document. */
function crossValidate(): readonly Prediction[] {
  const groups = [...new Set(demo.asked.map(({ group }) => group))];
  const foldOf = ({ group }: Example) => groups.indexOf(group) % FOLDS;
  return Array.from({ length: FOLDS }, (_, fold) => {
    const others = examples.filter((one) => one.set !== DEMO || foldOf(one) !== fold);
    return predictAll(
      demo.asked.filter((one) => foldOf(one) === fold),
      fit(others),
    );
  }).flat();
}

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
    const where = { index, set: name, group: name };
    return [there, absent].flatMap((how) => readExample(text, { ...where, ...how }));
  });
}

async function listDemoExamples() {
  const chunks = await prepareDemo();
  const index = createMemoryIndex(chunks.map((chunk) => ({ ...chunk, document: chunk.source })));
  const items = readAnswerItems();
  const list = (part: AnswerItem['part']) => {
    const asked = items.filter((item) => item.part === part);
    const perQuestion = 1 / Math.sqrt(asked.length);
    return asked.flatMap((item) => {
      const isSource = (at: number) => item.sources.includes(chunks[at]?.source ?? '');
      const isRight = (at: number) =>
        isSource(at) && containsAny(chunks[at]?.text ?? '', item.quotes);
      const read = (how: { readonly skip: (at: number) => boolean; readonly weight: number }) =>
        readExample(item.question, { index, set: DEMO, group: groupOf(item), isRight, ...how });
      return {
        asAsked: read({ skip: () => false, weight: perQuestion }),
        absent:
          item.sources.length === 0
            ? []
            : read({ skip: isSource, weight: perQuestion * WEIGHT_OF_ABSENT }),
      };
    });
  };
  const [tuning, heldOut] = [list('tuning'), list('held_out')];
  return {
    tuning: tuning.flatMap(({ asAsked, absent }) => [...asAsked, ...absent]),
    asked: tuning.flatMap(({ asAsked }) => asAsked),
    heldOut: heldOut.flatMap(({ asAsked }) => asAsked),
  };
}

function readExample(
  question: string,
  how: {
    readonly index: MemoryIndex;
    readonly set: string;
    readonly group: string;
    readonly isRight: (chunk: number) => boolean;
    readonly skip: (chunk: number) => boolean;
    readonly weight: number;
  },
): readonly Example[] {
  const { index, set, group, isRight, skip, weight } = how;
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
  return [{ set, group, signals: inOrder, isRight: selected.some(isRight), weight }];
}

function describe(predicted: readonly Prediction[], bins: number): string {
  const error = calibrationError(predicted, bins);
  return `area under the curve ${areaUnderCurve(predicted).toFixed(3)}, calibration error ${error.toFixed(3)} in ${bins} bins`;
}

function describeWithChance(predicted: readonly Prediction[], bins: number): string {
  const random = createRandom(1);
  const measure = (sample: readonly Prediction[]) => calibrationError(sample, bins);
  const [lowest, highest] = bootstrapInterval(predicted, measure, random);
  const chance = errorByChance(predicted, bins, random);
  const interval = `95 % bootstrap interval ${lowest.toFixed(3)}–${highest.toFixed(3)}`;
  return `${describe(predicted, bins)} (${interval}; ${chance.toFixed(3)} by chance alone), ${predicted.length} questions`;
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
  version: 'logistic@3',
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

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
