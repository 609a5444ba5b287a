import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { packTrees } from '../../core/statistics/pack-trees.ts';
import type { Tree } from '../../core/statistics/trees.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { containsAny } from '../../server/evaluation/score-answer.ts';
import { chooseSentences } from '../../server/generation/choose-sentences.ts';
import { ANSWER_SIGNALS, measureAnswer } from '../../server/generation/estimate-answer.ts';
import { listCandidates } from '../../server/generation/list-candidates.ts';
import {
  measureSentences,
  type MeasuredSentence,
} from '../../server/generation/measure-sentences.ts';
import { readQuestion } from '../../server/generation/read-question.ts';
import { rankMeasured, type SentenceModel } from '../../server/generation/score-sentences.ts';
import { fitLogistic, predict } from '../fit-logistic.ts';
import { areaUnderCurve } from '../retrieval/calibration.ts';
import { openDemo } from './demo-evidence.ts';
import { fitRanker } from './fit-ranker.ts';
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
const DIGITS = 5;
const MADE_BY =
  '/** Made by bench/answer/train-answers.ts from the tuning questions about the demo bank: see there. */';

const retrieve = await openDemo();
const cases = readAnswerItems()
  .filter(({ part }) => part === 'tuning')
  .flatMap((item) => [
    ...listCases(item, false),
    ...(item.sources.length > 0 ? listCases(item, true) : []),
  ]);
const groups = [...new Set(cases.map(({ item }) => groupOf(item)))];
const rows = range(FOLDS).flatMap((fold) => {
  const ranker = fit(cases.filter((one) => foldOf(one) !== fold));
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
for (const from of [0.3, 0.35, 0.4, 0.425, 0.45, 0.475, 0.5, 0.55, 0.6]) {
  const given = asked.filter(({ probability }) => probability >= from);
  const unanswerable = asked.filter(({ item }) => item.sources.length === 0);
  const abstained = unanswerable.filter(({ probability }) => probability < from);
  process.stdout.write(
    `From ${from}: ${given.filter(({ isRight }) => isRight).length} right of ${asked.length - unanswerable.length}, ${abstained.length} of ${unanswerable.length} abstained.\n`,
  );
}
const sentenceModel = fit(cases);
await writeModule(
  'sentence-model.ts',
  `import { unpackTrees } from '../../core/statistics/pack-trees.ts';

${MADE_BY}
export const SENTENCE_MODEL = {
  version: 'pairwise-trees@1',
  coefficients: ${writeNumbers(sentenceModel.coefficients)},
  trees: { base: 0, trees: unpackTrees('${packTrees(sentenceModel.trees.trees.map(roundTree))}') },
};
`,
);
const answerModel = fitLogistic(rows);
await writeModule(
  'answer-model.ts',
  `${MADE_BY}
export const ANSWER_MODEL = {
  version: 'logistic@2',
  intercept: ${round(answerModel.intercept)},
  coefficients: ${writeNumbers(Object.fromEntries(ANSWER_SIGNALS.map((name, at) => [name, answerModel.coefficients[at] ?? 0])))},
} as const;
`,
);

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

function fit(given: readonly Case[]): SentenceModel {
  const answered = given.filter(({ isAbsent, item }) => !isAbsent && item.sources.length > 0);
  return fitRanker(
    answered.map(({ sentences, isRight }) => ({ sentences, isRight: sentences.map(isRight) })),
  );
}

function readAnswer(one: Case, ranker: SentenceModel) {
  const { item, isAbsent, question, chunks, confidence, sentences } = one;
  const scored = rankMeasured(sentences, ranker);
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

function writeNumbers(numbers: Readonly<Record<string, number>>): string {
  const parts = Object.entries(numbers).map(([name, value]) => `${name}: ${round(value)},`);
  return `{ ${parts.join(' ')} }`;
}

function roundTree({ signals, bounds, values }: Tree): Tree {
  return { signals, bounds: bounds.map(round), values: values.map(round) };
}

function round(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

async function writeModule(file: string, text: string): Promise<void> {
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
