import { findEquations, type Equation } from '../../../core/text/find-equations.ts';
import { findNumberWords } from '../../../core/text/number-words.ts';

/** What is read of a draft that works something out. */
export interface Reasoning {
  readonly question: string;
  /** Without markers of citations. */
  readonly draft: string;
  readonly equations: readonly Equation[];
  /** The figures of the question, and those and the numbers that it writes out. */
  readonly figures: readonly number[];
  readonly asked: readonly number[];
  readonly told: readonly number[];
}

/** Signs that a draft works its answer out rightly, or that it does not; in the model's order. */
export const REASONING_SIGNALS = [
  'wrong_calculation',
  'no_calculation',
  'calculations',
  'multiplications',
  'calculations_per_figure',
  'question_length',
  'comparison',
  'figure_left_out',
  'unexplained_figures',
  'fractional_result',
  'fraction_of_a_count',
  'answer_not_calculated',
  'loose_results',
  'doubt',
  'ended',
] as const;
export type ReasoningSignal = (typeof REASONING_SIGNALS)[number];

const FIGURE = /\d+(?:,\d{3})*(?:\.\d+)?/g;
const COMPARISON = /\b(?:more|less|fewer|older|younger|longer|shorter)\b/i;
const COUNT_ASKED = /\bhow many\b/i;
/** These come in parts, too. */
const MEASURE = /\b(?:percent|average|hours?|miles?|pounds?|liters?|litres?|dollars?)\b|[%$€£]/i;
const DOUBT =
  /\b(?:however|but|assum\p{L}+|can(?:'|’)?t|cannot|impossible|not enough|unknown|round\p{L}*)\b/iu;
const ENDED = /\d[^\n]{0,12}$|[.!]$/;
/** They stand for themselves, and for 100 % and counting on. */
const UNDERSTOOD = [1, 2, 100];
/** How many of the smaller unit are in the larger one that is named. */
const CONVERSIONS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:half|halves|twice|double)\b/i, 2],
  [/\b(?:thirds?|triple|thrice)\b/i, 3],
  [/\bquarters?\b/i, 4],
  [/\bweek/i, 7],
  [/\b(?:days?|daily)\b/i, 24],
  [/\b(?:hours?|minutes?)\b/i, 60],
  [/\b(?:years?|months?|annual|dozen)/i, 12],
];

export function readReasoning(question: string, draft: string): Reasoning {
  const figures = figuresOf(question);
  return {
    question,
    draft,
    equations: findEquations(draft),
    figures,
    asked: [...figures, ...findNumberWords(question).map(({ value }) => value)],
    told: figuresOf(draft),
  };
}

export function measureReasoning(reasoning: Reasoning): Readonly<Record<ReasoningSignal, number>> {
  const { question, draft, equations, figures, asked, told } = reasoning;
  const answer = told.at(-1);
  const results = new Set(equations.map(({ stated }) => stated));
  const isCount = COUNT_ASKED.test(question) && !MEASURE.test(question);
  return {
    wrong_calculation: Number(equations.some(({ isRight }) => !isRight)),
    no_calculation: Number(equations.length === 0),
    calculations: Math.log1p(equations.length),
    multiplications: Math.log1p(
      equations.flatMap(({ operators }) => operators).filter((operator) => operator === '*').length,
    ),
    calculations_per_figure: results.size / (asked.length + 1),
    question_length: Math.log1p(question.length),
    comparison: Number(COMPARISON.test(question)),
    figure_left_out: Number(figures.some((figure) => !told.includes(figure))),
    unexplained_figures: Math.log1p(countUnexplained(reasoning)),
    fractional_result: Number(equations.some(({ stated }) => !Number.isInteger(stated))),
    fraction_of_a_count: Number(isCount && answer !== undefined && !Number.isInteger(answer)),
    answer_not_calculated: Number(
      equations.length > 0 && answer !== undefined && !results.has(answer),
    ),
    loose_results: looseShare(equations),
    doubt: Number(DOUBT.test(draft)),
    ended: Number(ENDED.test(draft.trimEnd())),
  };
}

function figuresOf(text: string): readonly number[] {
  return (text.match(FIGURE) ?? []).map((figure) => Number(figure.replaceAll(',', '')));
}

/** Operands that neither the question nor a result before them gives. */
function countUnexplained({ question, equations, asked }: Reasoning): number {
  const known = new Set([...asked, ...UNDERSTOOD]);
  for (const [unit, count] of CONVERSIONS) if (unit.test(question)) known.add(count);
  let unexplained = 0;
  for (const { operands, stated } of equations) {
    for (const operand of operands) {
      if (!known.has(operand) && !known.has(Math.round(operand * 100))) unexplained += 1;
    }
    known.add(stated);
  }
  return unexplained;
}

/** The share of the results, but for the last one, with which nothing is calculated. */
function looseShare(equations: readonly Equation[]): number {
  if (equations.length < 2) return 0;
  const used = new Set(equations.flatMap(({ operands }) => operands));
  const loose = equations.slice(0, -1).filter(({ stated }) => !used.has(stated));
  return loose.length / (equations.length - 1);
}
