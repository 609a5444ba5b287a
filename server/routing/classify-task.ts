import type { RouteSignals, Task } from '../../contract/routing.ts';

/** A cue in the question that speaks for a task, and how strongly. */
interface Cue {
  readonly task: Task;
  readonly pattern: RegExp;
  readonly weight: number;
}

const CUES: readonly Cue[] = [
  {
    task: 'summarization',
    pattern: /\b(?:summari[sz]e|summary|tl;?dr|in short|key points|main points|sum up)\b/i,
    weight: 3,
  },
  {
    task: 'extraction',
    pattern:
      /\b(?:extract|list (?:all|every|the)|pull out|find all|which names|give me the list)\b/i,
    weight: 2,
  },
  {
    task: 'classification',
    pattern:
      /\b(?:classify|categori[sz]e|which category|label (?:this|the)|is this (?:a|an) .{1,40} or )\b/i,
    weight: 3,
  },
  {
    task: 'generation',
    pattern:
      /\b(?:write|draft|compose|rewrite|translate|brainstorm|come up with)\b.{0,40}\b(?:e-?mail|letter|reply|message|post|story|poem|text|article|slogans?|ideas?|names?)\b/i,
    weight: 3,
  },
  {
    task: 'reasoning',
    pattern:
      /\b(?:calculate|compute|work out|how much (?:would|will|in total)|step by step|prove|compare|difference between|pros and cons|what happens if)\b/i,
    weight: 2,
  },
  {
    task: 'grounded_qa',
    pattern:
      /^\s*(?:who|whom|whose|what|when|where|which|why|how|can|could|may|do|does|did|is|are|am|was|were|will|should|must|has|have)\b|\?\s*$/i,
    weight: 1.5,
  },
  {
    task: 'grounded_qa',
    pattern: /\b(?:our|we|my|policy|procedure|handbook|form|allowance|entitled)\b/i,
    weight: 0.5,
  },
];

/** What every question starts with: this service answers from documents. */
const PRIOR: ReadonlyMap<Task, number> = new Map([['grounded_qa', 1]]);
const SHOWN = 3;

/** Names the task from readable cues. The confidence is the winner's share after a softmax. */
export function classifyTask(question: string): RouteSignals['task'] {
  const scores = new Map<Task, number>(PRIOR);
  for (const { task, pattern, weight } of CUES) {
    if (pattern.test(question)) scores.set(task, (scores.get(task) ?? 0) + weight);
  }
  const exponentials = [...scores].map(([task, score]) => ({ task, mass: Math.exp(score) }));
  const total = exponentials.reduce((sum, { mass }) => sum + mass, 0);
  const ranked = exponentials
    .map(({ task, mass }) => ({ task, confidence: mass / total }))
    .toSorted((left, right) => right.confidence - left.confidence);
  const [best] = ranked;
  return {
    value: best?.task ?? 'grounded_qa',
    confidence: best?.confidence ?? 0,
    top: ranked.slice(0, SHOWN),
  };
}
