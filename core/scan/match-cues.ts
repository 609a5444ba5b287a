import type { Cue, InjectionCode } from './cue.ts';
import { CUES } from './injection-cues.ts';

/** A cue that was met in a text. */
export interface CueHit {
  readonly start: number;
  readonly end: number;
  readonly code: InjectionCode;
  readonly weight: number;
  /** The same for every hit of one cue. */
  readonly cue: string;
}

interface CompiledCue extends Cue {
  readonly pattern: RegExp;
}

/** More hits than this in one text tell nothing new. */
const MAX_HITS = 2_000;
const KEY_CHARS = 2;
const MAX_LOOK_BACK = 160;

const OPENINGS = new RegExp(
  String.raw`\b(?:${[...new Set(CUES.flatMap(({ opening }) => alternativesOf(opening)))].map(widenSpaces).join('|')})`,
  'g',
);
const CUES_BY_KEY = groupByKey();

/** Finds the cues in a text that is already in lower case. One pass looks for openings, few of which go on. */
export function matchCues(text: string): readonly CueHit[] {
  const hits: CueHit[] = [];
  OPENINGS.lastIndex = 0;
  while (hits.length < MAX_HITS) {
    const opening = OPENINGS.exec(text);
    if (opening === null) break;
    const start = opening.index;
    for (const cue of CUES_BY_KEY.get(text.slice(start, start + KEY_CHARS)) ?? []) {
      cue.pattern.lastIndex = start;
      if (!cue.pattern.test(text)) continue;
      const { code, weight } = cue;
      const from = cue.rest.startsWith('(?<=') ? startOfSentence(text, start) : start;
      hits.push({ start: from, end: cue.pattern.lastIndex, code, weight, cue: cue.pattern.source });
    }
    OPENINGS.lastIndex = start + KEY_CHARS;
  }
  return hits;
}

/** Where a cue looks back, all that was said up to it belongs to it. */
function startOfSentence(text: string, position: number): number {
  const before = text.slice(Math.max(0, position - MAX_LOOK_BACK), position);
  const end = /.*[.!?\n] {0,3}(?=\S)/s.exec(before)?.[0].length ?? 0;
  return position - before.length + end;
}

function groupByKey(): ReadonlyMap<string, readonly CompiledCue[]> {
  const groups = new Map<string, CompiledCue[]>();
  for (const cue of CUES) {
    const pattern = new RegExp(widenSpaces(`(?:${cue.opening})${cue.rest}`), 'y');
    const keys = alternativesOf(cue.opening).map((opening) => opening.slice(0, KEY_CHARS));
    for (const key of new Set(keys)) {
      if (!/^[a-zà-ÿ][a-zà-ÿ' ]$/.test(key)) throw new Error(`A cue cannot open with ${key}`);
      groups.set(key, [...(groups.get(key) ?? []), { ...cue, pattern }]);
    }
  }
  return groups;
}

/** The alternatives of a pattern that are not inside of parentheses. */
function alternativesOf(pattern: string): readonly string[] {
  const alternatives = [''];
  let depth = 0;
  for (const character of pattern) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === '|' && depth === 0) alternatives.push('');
    else alternatives[alternatives.length - 1] += character;
  }
  return alternatives;
}

/** Lets every space outside of a character class be up to three. */
function widenSpaces(pattern: string): string {
  return pattern.replace(/\[[^\]]*\]| \?| /g, (part) => {
    if (part === ' ') return ' {1,3}';
    return part === ' ?' ? ' {0,3}' : part;
  });
}
