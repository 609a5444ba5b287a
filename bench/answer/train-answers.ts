import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { projectRoot } from '../../platform/project-root.ts';
import { containsAny } from '../../server/evaluation/score-answer.ts';
import { chooseSentences } from '../../server/generation/choose-sentences.ts';
import { ANSWER_SIGNALS, measureAnswer } from '../../server/generation/estimate-answer.ts';
import { listCandidates } from '../../server/generation/list-candidates.ts';
import {
  measureSentences,
  SENTENCE_SIGNALS,
  type MeasuredSentence,
} from '../../server/generation/measure-sentences.ts';
import { readQuestion } from '../../server/generation/read-question.ts';
import { rankMeasured } from '../../server/generation/score-sentences.ts';
import { fitLogistic, predict, type Fitted, type WeightedRow } from '../fit-logistic.ts';
import { areaUnderCurve } from '../retrieval/calibration.ts';
import { openDemo } from './demo-evidence.ts';
import { groupOf, readAnswerItems, type AnswerItem } from '../demo-items.ts';

// Trains `server/generation/sentence-model.ts` and `answer-model.ts` on the tuning questions about the demo's
// documents. A question that the documents answer counts twice: as it is, and as if those that answer it were not
// there. What is measured here comes from models that have seen no question about the same document.

/** A part of a question as it is answered. */
interface Case {
  readonly item: AnswerItem;
  readonly isAbsent: boolean;
  readonly question: ReturnType<typeof readQuestion>;
  readonly chunks: readonly (readonly ReturnType<typeof listCandidates>[number][])[];
  readonly confidence: number | undefined;
  readonly sentences: readonly MeasuredSentence[];
  readonly isRight: (sentence: MeasuredSentence) => boolean;
}

const FOLDS = 6;
/** There are many more of these than people would ask. */
const WEIGHT_OF_ABSENT = 0.25;

const retrieve = await openDemo();
const cases = readAnswerItems()
  .filter(({ part }) => part === 'tuning')
  .flatMap((item) => [
    ...listCases(item, false),
    ...(item.sources.length > 0 ? listCases(item, true) : []),
  ]);
const groups = [...new Set(cases.map(({ item }) => groupOf(item)))];
const rows = range(FOLDS).flatMap((fold) => {
  const ranker = fitRanker(cases.filter((one) => foldOf(one) !== fold));
  return cases.filter((one) => foldOf(one) === fold).flatMap((one) => readAnswer(one, ranker));
});
const predicted = range(FOLDS).flatMap((fold) => {
  const model = fitLogistic(rows.filter((row) => row.fold !== fold));
  return rows
    .filter((row) => row.fold === fold)
    .map((row) => ({ ...row, isRight: row.isPositive, probability: predict(model, row.values) }));
});
const asked = predicted.filter(({ isAbsent }) => !isAbsent);
process.stdout.write(
  `${rows.length} cases; a quote is right in ${rows.filter(({ isPositive }) => isPositive).length}. Area under the curve ${areaUnderCurve(predicted).toFixed(3)}, of questions as they were asked ${areaUnderCurve(asked).toFixed(3)}.\n`,
);
for (const from of [0.3, 0.35, 0.4, 0.45, 0.5]) {
  const given = asked.filter(({ probability }) => probability >= from);
  const unanswerable = asked.filter(({ item }) => item.sources.length === 0);
  const abstained = unanswerable.filter(({ probability }) => probability < from);
  process.stdout.write(
    `From ${from}: ${given.filter(({ isRight }) => isRight).length} right of ${asked.length - unanswerable.length}, ${abstained.length} of ${unanswerable.length} abstained.\n`,
  );
}
await writeModel('sentence-model.ts', {
  name: 'SENTENCE_MODEL',
  version: 'pairwise@1',
  signals: SENTENCE_SIGNALS,
  model: fitRanker(cases),
});
await writeModel('answer-model.ts', {
  name: 'ANSWER_MODEL',
  version: 'logistic@1',
  signals: ANSWER_SIGNALS,
  model: fitLogistic(rows),
});

function listCases(item: AnswerItem, isAbsent: boolean): readonly Case[] {
  const { parts, chunks, sources } = retrieve(item.question, isAbsent ? item.sources : []);
  // What another document says as well is not absent.
  if (isAbsent && chunks.some(({ text }) => containsAny(text, item.accepted))) return [];
  const candidates = chunks.map(listCandidates);
  return parts.map(({ question: text, confidence, rarity }) => {
    const question = readQuestion(text, rarity);
    return {
      item,
      isAbsent,
      question,
      chunks: candidates,
      confidence,
      sentences: measureSentences(question, candidates),
      isRight: ({ candidate }) =>
        !isAbsent &&
        item.sources.includes(sources[candidate.chunk.marker - 1] ?? '') &&
        containsAny(candidate.text, item.accepted),
    };
  });
}

function foldOf({ item }: Case): number {
  return groups.indexOf(groupOf(item)) % FOLDS;
}

/** By pairs of a sentence that answers and one that does not; each question counts the same (Burges et al. 2005). */
function fitRanker(given: readonly Case[]): Fitted {
  const pairs = given.flatMap(({ sentences, isRight }): readonly WeightedRow[] => {
    const right = sentences.filter(isRight);
    const wrong = sentences.filter((sentence) => !isRight(sentence));
    const weight = 1 / (2 * right.length * wrong.length);
    return right.flatMap((better) =>
      wrong.flatMap((worse) => {
        const values = SENTENCE_SIGNALS.map((name) => better.signals[name] - worse.signals[name]);
        return [
          { values, isPositive: true, weight },
          { values: values.map((value) => -value), isPositive: false, weight },
        ];
      }),
    );
  });
  return fitLogistic(pairs);
}

function readAnswer(one: Case, ranker: Fitted) {
  const { item, isAbsent, question, chunks, confidence, sentences } = one;
  const coefficients = Object.fromEntries(
    SENTENCE_SIGNALS.map((name, at) => [name, ranker.coefficients[at] ?? 0]),
  );
  const scored = rankMeasured(sentences, (name) => coefficients[name] ?? 0);
  const chosen = chooseSentences(scored, chunks);
  const signals = measureAnswer({ question, chunks, scored, chosen, confidence });
  if (signals === null) return [];
  const quoted = chosen.map(({ candidate }) => candidate.text).join('\n');
  return [
    {
      item,
      isAbsent,
      fold: foldOf(one),
      values: ANSWER_SIGNALS.map((name) => signals[name]),
      isPositive: !isAbsent && containsAny(quoted, item.accepted),
      weight: isAbsent ? WEIGHT_OF_ABSENT : 1,
    },
  ];
}

async function writeModel(
  file: string,
  {
    name,
    version,
    signals,
    model,
  }: {
    readonly name: string;
    readonly version: string;
    readonly signals: readonly string[];
    readonly model: Fitted;
  },
): Promise<void> {
  const parts = signals.map((signal, at) => {
    return `${signal}: ${(model.coefficients[at] ?? 0).toPrecision(4)},`;
  });
  // Only differences of a ranker's scores mean anything.
  const intercept = version.startsWith('pairwise')
    ? ''
    : `intercept: ${model.intercept.toPrecision(4)},`;
  const text = `/** Made by bench/answer/train-answers.ts from the tuning questions about the demo bank: see there. */
export const ${name} = {
  version: '${version}',
  ${intercept}
  coefficients: { ${parts.join(' ')} },
} as const;
`;
  const formatted = await format(text, {
    parser: 'typescript',
    singleQuote: true,
    printWidth: 100,
  });
  writeFileSync(join(projectRoot, 'server', 'generation', file), formatted);
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, at) => at);
}
