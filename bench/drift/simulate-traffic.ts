import type { MeasuredAnswer } from '../../core/drift/measured-answer.ts';

/** What simulated traffic is made of; a change of it is drift. Tasks have shares, all else follows from the task. */
export interface Traffic {
  readonly tasks: readonly (readonly [string, number])[];
  /** Share of questions about something else altogether. */
  readonly foreign: number;
  /** Answers become so much longer, and refusals are so likely: a model that was changed by its provider. */
  readonly answerScale: number;
  readonly refusal: number;
  /** Taken from the confidence of every retrieval: documents that are missing. */
  readonly confidenceLoss: number;
}

export const ORDINARY: Traffic = {
  tasks: [
    ['grounded_qa', 0.62],
    ['extraction', 0.12],
    ['summarization', 0.1],
    ['reasoning', 0.09],
    ['generation', 0.07],
  ],
  foreign: 0,
  answerScale: 1,
  refusal: 0.01,
  confidenceLoss: 0,
};

/** Ten of a hundred requests go from the most frequent task to the second. */
export const MIX_SHIFT: Traffic = {
  ...ORDINARY,
  tasks: ORDINARY.tasks.map(([task, share], place) => [
    task,
    share + (place === 0 ? -0.1 : place === 1 ? 0.1 : 0),
  ]),
};

export const FOREIGN: Traffic = { ...ORDINARY, foreign: 0.1 };
export const NEW_MODEL: Traffic = { ...ORDINARY, answerScale: 1.15, refusal: 0.03 };
export const LOST_DOCUMENTS: Traffic = { ...ORDINARY, confidenceLoss: 0.06 };

const MEAN_LOG_CHARS: Readonly<Record<string, number>> = {
  grounded_qa: 5.3,
  extraction: 5.6,
  summarization: 6.4,
  reasoning: 6,
  generation: 6.6,
};
const USD_PER_CHAR = 2e-6;

/** One request and what came of it. The measures hang together as they do in use: a foreign question finds little. */
export function simulateAnswer(traffic: Traffic, random: () => number): MeasuredAnswer {
  const isForeign = random() < traffic.foreign;
  const task = drawTask(traffic, random);
  const confidence = clamp(
    (isForeign ? 0.35 : 0.78) - traffic.confidenceLoss + 0.15 * normal(random),
  );
  const isAbstained = random() < (isForeign ? 0.7 : 0.06 + 0.3 * Math.max(0, 0.5 - confidence));
  const isRefusal = !isAbstained && random() < traffic.refusal;
  const chars = Math.round(
    isAbstained || isRefusal
      ? 80
      : Math.exp((MEAN_LOG_CHARS[task] ?? 5.5) + 0.45 * normal(random)) * traffic.answerScale,
  );
  const isLarge = task === 'reasoning' || random() < 0.15;
  return {
    task,
    novelty: clamp(isForeign ? 0.9 + 0.08 * normal(random) : random()),
    familiarWords: clamp((isForeign ? 0.6 : 0.92) + 0.09 * normal(random)),
    questionLength: Math.round(Math.exp(4.1 + 0.5 * normal(random))),
    confidence,
    topScore: clamp(confidence + 0.08 * normal(random)),
    status: isAbstained ? 'abstained' : random() < 0.03 ? 'needs_review' : 'answered',
    isRefusal,
    verdict: isAbstained ? 'not_applicable' : drawVerdict(confidence, random),
    answerLength: chars,
    model: isLarge ? 'large' : 'small',
    totalMs: Math.exp(5.4 + (isLarge ? 0.9 : 0) + 0.35 * normal(random)) + chars / 2,
    costUsd: isAbstained ? 0 : (isLarge ? 6 : 1) * USD_PER_CHAR * (chars + 1_200),
    rating: random() < 0.05 ? (random() < 0.2 ? 'down' : 'up') : null,
  };
}

function drawTask({ tasks }: Traffic, random: () => number): string {
  let left = random();
  for (const [task, share] of tasks) {
    left -= share;
    if (left < 0) return task;
  }
  return tasks[0]?.[0] ?? 'grounded_qa';
}

function drawVerdict(confidence: number, random: () => number): string {
  const supported = 0.7 + 0.25 * confidence;
  const draw = random();
  return draw < supported ? 'verified' : draw < 0.97 ? 'partly_verified' : 'unverified';
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Of the standard normal distribution (G. E. P. Box and M. E. Muller, 1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
