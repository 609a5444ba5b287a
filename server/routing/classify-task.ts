import { decodeClassifier } from '../../core/classify/encoded-classifier.ts';
import { openClassifier } from '../../core/classify/linear-classifier.ts';
import { Task, type RouteSignals } from '../../contract/routing.ts';
import { readTaskFeatures } from './read-task-features.ts';
import { TASK_MODEL } from './task-model.ts';
import { weighReasoning } from './weigh-reasoning.ts';

export interface TaskQuestion {
  readonly question: string;
  /** The text that it is to be done with, if the caller gives one; empty otherwise. */
  readonly context: string;
  /** Whether documents are searched for what is asked: then nobody asks what is not to stand in them. */
  readonly isSearched: boolean;
}

const SHOWN = 3;
/** What documents are searched for is a question to them, unless much speaks for another task. */
const QUESTION_PRIOR = 3;
/** Fewer words hardly say what is to be done: they are a search. */
const FOUR_WORDS = /\S\s+\S+\s+\S+\s+\S/;
const SEARCH_PRIOR = 20;
/** Somebody asks about their own affairs at an organisation: no general knowledge answers that. */
const OWN_AFFAIRS: readonly RegExp[] = [
  /\b(?:employees?|staff|polic(?:y|ies)|entitled|hr|payroll|pay ?slips?|intranet|it desk|help ?desk|line manager)\b/i,
  /\b(?:do|can|am|may|must|will|would) (?:i|we)\b.{0,60}\b(?:get|claim|book|request|apply|order|report|entitled|allowed|need|expense|take|access|cancel|told|paid)\b/i,
  /\b(?:my|our) (?:manager|contract|leave|pay|salary|account|card|badge|laptop|notebook|expenses?|desk|office|team|department|probation|pension|transfer|payment|password|vpn)\b/i,
];
const OWN_SHARE = 0.8;
/** What is to be done with documents that are searched; the examples only ask it of a text that they give. */
const ORDERS: readonly (readonly [Task, RegExp])[] = [
  [
    'summarization',
    /^\W*(?:please |can you |could you )?(?:summari[sz]e|sum up|recap|condense|shorten)\b|\btl;? ?dr\b|\b(?:summary|overview|gist|key points|main points) of\b/i,
  ],
  [
    'extraction',
    /\b(?:extract|pull out|find (?:all|every))\b|^\W*(?:please |can you |could you )?list\b|\bgive me (?:a|the) list\b/i,
  ],
  [
    'generation',
    /^\W*(?:please |can you |could you )?(?:write|draft|compose|rewrite|translate|brainstorm)\b/i,
  ],
  ['classification', /^\W*(?:please |can you |could you )?(?:classify|categori[sz]e)\b/i],
];
/** Outweighs what the model can say, which is 1 times a prior of 3. */
const ORDER_MASS = 4;

const TASKS: ReadonlyMap<string, Task> = new Map(Task.options.map((task) => [task, task]));
const classifier = openClassifier(decodeClassifier(TASK_MODEL));

/** What the model of tasks makes of a question. */
export type TaskReading = ReturnType<typeof classifier.classify>;

export function readTask({ question, context }: TaskQuestion): TaskReading {
  return classifier.classify(readTaskFeatures({ instruction: question, context }));
}

/** Names the task: by a linear model of words and build, rules for reasoning, and whether documents are searched. */
export function classifyTask(
  asked: TaskQuestion,
  { ranked }: TaskReading = readTask(asked),
): RouteSignals['task'] {
  const { question, context } = asked;
  const masses = new Map<Task, number>();
  for (const { label, probability } of ranked) masses.set(toTask(label), probability);
  if (context.trim() === '') groundQuestions(masses, asked);
  const reasoning = weighReasoning(question);
  const sum = [...masses.values()].reduce((total, mass) => total + mass, 0);
  for (const [task, mass] of masses) masses.set(task, (mass / sum) * (1 - reasoning));
  if (reasoning > 0) masses.set('reasoning', reasoning);
  const top = [...masses]
    .map(([task, confidence]) => ({ task, confidence: Math.min(1, confidence) }))
    .toSorted((left, right) => right.confidence - left.confidence);
  const [best] = top;
  return {
    value: best?.task ?? 'grounded_qa',
    confidence: best?.confidence ?? 0,
    top: top.slice(0, SHOWN),
  };
}

/** Whether a question is one to documents cannot be read from it alone. */
function groundQuestions(masses: Map<Task, number>, { question, isSearched }: TaskQuestion): void {
  const open = masses.get('open_qa') ?? 0;
  const grounded = masses.get('grounded_qa') ?? 0;
  if (isSearched) {
    masses.delete('open_qa');
    const ordered = ORDERS.filter(([, order]) => order.test(question));
    const isBare = ordered.length === 0 && !FOUR_WORDS.test(question);
    masses.set('grounded_qa', (grounded + open) * (isBare ? SEARCH_PRIOR : QUESTION_PRIOR));
    for (const [task] of ordered) masses.set(task, (masses.get(task) ?? 0) + ORDER_MASS);
  } else if (OWN_AFFAIRS.some((sign) => sign.test(question))) {
    masses.set('grounded_qa', grounded + open * OWN_SHARE);
    masses.set('open_qa', open * (1 - OWN_SHARE));
  }
}

function toTask(label: string): Task {
  return TASKS.get(label) ?? 'grounded_qa';
}
