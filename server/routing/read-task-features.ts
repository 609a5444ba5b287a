import { findInstructions } from './find-instructions.ts';
import { TASK_CUES } from './task-cues.ts';
import { countBuckets } from '../../core/classify/count-buckets.ts';
import type { InputParts } from '../../core/classify/feature-weights.ts';
import {
  hashName,
  hashNgrams,
  normaliseForNgrams,
  readWords,
  type NgramSettings,
} from '../../core/classify/hash-ngrams.ts';

/** What somebody asks for, and the text that it is to be done with, where it is given apart. */
export interface TaskInput {
  readonly instruction: string;
  readonly context: string;
}

export const TASK_BUCKETS = 2 ** 20;

const WORDS: NgramSettings = {
  maxWords: 3,
  minCharacters: 0,
  maxCharacters: 0,
  pairsWithin: 0,
  buckets: TASK_BUCKETS,
};
/** A longer instruction holds the text that it speaks of: what it asks for stands at its start or its end. */
const LONG_CHARS = 320;

/** The words of the instruction, and the build of the input, as features of a linear model. */
export function readTaskFeatures({ instruction, context }: TaskInput): InputParts {
  const text = instruction.trim();
  const isLong = text.length > LONG_CHARS;
  const segments = isLong ? findInstructions(text) : [text];
  const edges = segments.map((segment) => readWords(normaliseForNgrams(segment)));
  const words: number[] = [];
  for (const edge of edges) {
    hashNgrams(edge, { field: '', ...WORDS }, (bucket) => words.push(bucket));
  }
  const marks = new Map<number, number>();
  for (const mark of readMarks({ text, context, segments, edges, isLong })) {
    marks.set(hashName(mark, TASK_BUCKETS), 1);
  }
  const cues = new Map<number, number>();
  const asked = segments.join('\n');
  for (const [name, pattern] of TASK_CUES)
    if (pattern.test(asked)) {
      cues.set(hashName('cue ' + name, TASK_BUCKETS), 1);
      const given = context.trim() !== '' ? 'context' : isLong ? 'long' : 'short';
      cues.set(hashName('cue ' + name + given, TASK_BUCKETS), 1);
    }
  return [countBuckets(words), marks, cues];
}

function readMarks(of: {
  readonly text: string;
  readonly segments: readonly string[];
  readonly context: string;
  readonly edges: readonly (readonly string[])[];
  readonly isLong: boolean;
}): readonly string[] {
  const { text, context, edges, isLong } = of;
  const first = edges[0] ?? [];
  const last = edges.at(-1) ?? [];
  const hasContext = context.trim() !== '';
  const given = hasContext ? 'context' : isLong ? 'long' : 'short';
  const size = Math.min(8, Math.floor(Math.log2(1 + first.length)));
  return [
    `given ${given}`,
    `size ${size} ${given}`,
    `context size ${Math.floor(Math.log2(1 + context.length))}`,
    `starts ${first[0] ?? ''} ${given}`,
    `starts ${first.slice(0, 2).join(' ')} ${given}`,
    `starts ${first.slice(0, 3).join(' ')}`,
    `ends ${last.at(-1) ?? ''} ${given}`,
    `ends ${last.slice(-2).join(' ')}`,
    `ends ${last.slice(-3).join(' ')}`,
    `questions ${Math.min(2, count(text, /\?/g))} ${given}`,
    `lines ${Math.min(3, count(text, /\n/g))}`,
    `commas ${Math.min(6, count(first.join(' '), /,/g))} ${given}`,
    `or ${first.includes('or')} ${given}`,
    `quoted ${/["“].+["”]/.test(text)}`,
    `capital ${/^[A-Z]/.test(text)} ${given}`,
    ...(hasContext
      ? [
          `references ${Math.min(3, count(context, /\[\d+\]/g))}`,
          `context lines ${Math.min(5, count(context, /\n/g))}`,
          `context ends ${/[.!?"]\s*$/.test(context)}`,
          `context trailing ${/\s$/.test(context)}`,
          `context numbers ${Math.min(6, Math.floor(Math.log2(1 + count(context, /\d+/g))))}`,
          `instruction capitals ${Math.min(4, count(text.slice(1), /\b[A-Z]/g))}`,
          `starts alike ${
            readWords(normaliseForNgrams(context.slice(0, 60)))
              .slice(0, 6)
              .filter((w) => w.length > 3 && first.includes(w)).length
          }`,
          `shared ${Math.round((5 * first.filter((w) => w.length > 3 && context.toLowerCase().includes(w)).length) / Math.max(1, first.filter((w) => w.length > 3).length))}`,
          `list ${/^\s*(?:[-*•]|\d+[.)])\s/m.test(context)}`,
        ]
      : []),
    ...(isLong
      ? Array.from(text.matchAll(/(?:^|\n)\s*([A-Z][\w ]{2,24}):/g))
          .slice(0, 6)
          .map((m) => `label ${m[1]?.toLowerCase()}`)
      : []),
  ];
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
