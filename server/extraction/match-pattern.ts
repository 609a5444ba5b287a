import type { Span } from '../../core/text/spans.ts';
import { parsePattern, PatternComplaint, type PatternNode } from './parse-pattern.ts';

const MAX_PATTERN = 200;
const MAX_STATES = 2_000;
const MAX_MATCH = 200;

interface State {
  /** Null where it is passed without reading. */
  readonly matches: ((unit: string) => boolean) | null;
  next: number[];
}

/** A pattern that is matched in time linear in the text, whoever wrote it (K. Thompson, 1968). */
export interface Pattern {
  readonly states: readonly State[];
  readonly start: number;
  readonly end: number;
  readonly isAnchoredAtStart: boolean;
  readonly isAnchoredAtEnd: boolean;
}

/** What is wrong with a caller's pattern; null when it can be matched. */
export function checkPattern(pattern: string): string | null {
  if (pattern.length > MAX_PATTERN) return `must have at most ${MAX_PATTERN} characters`;
  try {
    compilePattern(pattern);
    return null;
  } catch (error) {
    if (error instanceof PatternComplaint) return error.message;
    throw error;
  }
}

/** Throws `PatternComplaint`. */
export function compilePattern(pattern: string): Pattern {
  const { node, ...anchors } = parsePattern(pattern);
  const states: State[] = [];
  const end = addState(states, { matches: null, next: [] });
  const start = compile(states, node, end);
  return { states, start, end, ...anchors };
}

/** Whether a value matches, as JSON Schema means it: anywhere in it, but for the anchors. */
export function matchesPattern(pattern: Pattern, value: string): boolean {
  const last = pattern.isAnchoredAtStart ? 0 : value.length;
  for (let start = 0; start <= last; start += 1) {
    const ends = endsFrom(pattern, value, start);
    if (pattern.isAnchoredAtEnd ? ends.includes(value.length) : ends.length > 0) return true;
  }
  return false;
}

/** The longest match at each word of a text: neither end cuts a word. */
export function findPattern(pattern: Pattern, text: string): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}]|[\p{L}\p{N}][-_/.@])\S/gu)) {
    if (index < from) continue;
    const ends = endsFrom(pattern, text, index);
    const end = ends.findLast((each) => each > index && !cutsWord(text, each));
    if (end === undefined) continue;
    spans.push({ start: index, end });
    from = end;
  }
  return spans;
}

function cutsWord(text: string, at: number): boolean {
  return /^[\p{L}\p{N}][-_/@]?[\p{L}\p{N}]/u.test(text.slice(at - 1, at + 2));
}

/** Where matches that begin at `start` may end, in order. */
function endsFrom(pattern: Pattern, text: string, start: number): readonly number[] {
  const ends: number[] = [];
  let current = follow(pattern, [pattern.start]);
  const limit = Math.min(text.length, start + MAX_MATCH);
  for (let at = start; current.length > 0; at += 1) {
    if (current.includes(pattern.end)) ends.push(at);
    if (at >= limit) break;
    const unit = text.charAt(at);
    const read = current.flatMap((id) => {
      const state = pattern.states[id];
      return state?.matches?.(unit) === true ? state.next : [];
    });
    current = follow(pattern, read);
  }
  return ends;
}

/** The states that can be reached without reading, each once. */
function follow({ states }: Pattern, from: readonly number[]): readonly number[] {
  const reached = new Set<number>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    const state = states[id];
    if (state?.matches === null) open.push(...state.next);
  }
  return [...reached];
}

/** Returns the state in which the node begins; it ends in `next`. */
function compile(states: State[], node: PatternNode, next: number): number {
  switch (node.kind) {
    case 'unit':
      return addState(states, { matches: node.matches, next: [next] });
    case 'sequence':
      return node.parts.reduceRight((after, part) => compile(states, part, after), next);
    case 'either':
      return addState(states, {
        matches: null,
        next: node.parts.map((part) => compile(states, part, next)),
      });
    case 'repeat':
      return compileRepeat(states, node, next);
  }
}

function compileRepeat(
  states: State[],
  { part, least, most }: Extract<PatternNode, { kind: 'repeat' }>,
  next: number,
): number {
  let after = next;
  if (most === null) {
    const loop: State = { matches: null, next: [next] };
    after = addState(states, loop);
    loop.next.push(compile(states, part, after));
  } else {
    for (let count = least; count < most; count += 1) {
      after = addState(states, { matches: null, next: [compile(states, part, after), next] });
    }
  }
  for (let count = 0; count < least; count += 1) after = compile(states, part, after);
  return after;
}

function addState(states: State[], state: State): number {
  if (states.length >= MAX_STATES) throw new PatternComplaint('is too large once it is unrolled');
  return states.push(state) - 1;
}
