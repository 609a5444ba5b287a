/** A regular expression without what only backtracking can match; characters are UTF-16 code units. */
export type PatternNode =
  | { readonly kind: 'unit'; readonly matches: (unit: string) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'either'; readonly parts: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly part: PatternNode;
      readonly least: number;
      /** Null for no limit. */
      readonly most: number | null;
    };

export interface ParsedPattern {
  readonly node: PatternNode;
  readonly isAnchoredAtStart: boolean;
  readonly isAnchoredAtEnd: boolean;
}

const MAX_REPEAT = 100;
const MAX_GROUPS = 20;
const CLASS_ESCAPES = 'dDwWsS';
const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Says of a pattern what is wrong with it. */
export class PatternComplaint extends Error {
  override readonly name = 'PatternComplaint';
}

/** Throws `PatternComplaint` for what is no regular expression or needs backtracking. */
export function parsePattern(pattern: string): ParsedPattern {
  const isAnchoredAtStart = pattern.startsWith('^');
  const isAnchoredAtEnd = /(?:^|[^\\])(?:\\\\)*\$$/u.test(pattern);
  const from = isAnchoredAtStart ? 1 : 0;
  const inner = pattern.slice(from, isAnchoredAtEnd ? -1 : undefined);
  const reader = { text: inner, at: 0, depth: 0 };
  const node = readEither(reader);
  if (reader.at < inner.length) complain(`has a ")" too many at ${reader.at + from}`);
  return { node, isAnchoredAtStart, isAnchoredAtEnd };
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

function readEither(reader: Reader): PatternNode {
  const parts = [readSequence(reader)];
  while (reader.text[reader.at] === '|') {
    reader.at += 1;
    parts.push(readSequence(reader));
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'either', parts };
}

function readSequence(reader: Reader): PatternNode {
  const parts: PatternNode[] = [];
  for (let next = reader.text[reader.at]; next !== undefined; next = reader.text[reader.at]) {
    if (next === '|' || next === ')') break;
    parts.push(readQuantified(readAtom(reader, next), reader));
  }
  return { kind: 'sequence', parts };
}

function readAtom(reader: Reader, first: string): PatternNode {
  reader.at += 1;
  if (first === '(') return readGroup(reader);
  if (first === '[') return unitOf(readClass(reader));
  if (first === '.') return unitOf((unit) => unit !== '\n');
  if (first === '\\') return unitOf(readEscape(reader));
  if ('^$'.includes(first)) return complain(`may have ${first} only at its very ends`);
  if ('*+?{}]'.includes(first)) return complain(`has a misplaced ${first}`);
  return unitOf((unit) => unit === first);
}

function unitOf(matches: (unit: string) => boolean): PatternNode {
  return { kind: 'unit', matches };
}

function readGroup(reader: Reader): PatternNode {
  reader.depth += 1;
  if (reader.depth > MAX_GROUPS) complain('has too many groups in each other');
  if (reader.text[reader.at] === '?') {
    if (reader.text[reader.at + 1] !== ':') complain('must do without lookaround and named groups');
    reader.at += 2;
  }
  const node = readEither(reader);
  if (reader.text[reader.at] !== ')') complain('has a "(" that is not closed');
  reader.at += 1;
  reader.depth -= 1;
  return node;
}

function readQuantified(part: PatternNode, reader: Reader): PatternNode {
  const match = /^(?:[*+?]|\{(\d{1,3})(,(\d{1,3})?)?\})\??/u.exec(reader.text.slice(reader.at));
  if (match === null) return part;
  reader.at += match[0].length;
  const [quantifier, low, comma, high] = match;
  if (quantifier.startsWith('{')) {
    const least = Number(low);
    const most = comma === undefined ? least : high === undefined ? null : Number(high);
    if (least > MAX_REPEAT || (most ?? 0) > MAX_REPEAT || (most ?? least) < least) {
      complain(`must repeat at most ${MAX_REPEAT} times`);
    }
    return { kind: 'repeat', part, least, most };
  }
  const least = quantifier.startsWith('+') ? 1 : 0;
  return { kind: 'repeat', part, least, most: quantifier.startsWith('?') ? 1 : null };
}

function readClass(reader: Reader): (unit: string) => boolean {
  const { text } = reader;
  const isNegated = text[reader.at] === '^';
  if (isNegated) reader.at += 1;
  const tests: ((unit: string) => boolean)[] = [];
  for (let first = true; text[reader.at] !== ']' || first; first = false) {
    const low = readClassUnit(reader);
    if (typeof low !== 'string' || text[reader.at] !== '-' || text[reader.at + 1] === ']') {
      tests.push(typeof low === 'string' ? (unit) => unit === low : low);
      continue;
    }
    reader.at += 1;
    const high = readClassUnit(reader);
    if (typeof high !== 'string' || high < low) return complain('has a range that is none');
    tests.push((unit) => unit >= low && unit <= high);
  }
  reader.at += 1;
  return (unit) => tests.some((test) => test(unit)) !== isNegated;
}

/** One character of a class, or what stands for many. */
function readClassUnit(reader: Reader): string | ((unit: string) => boolean) {
  const unit = reader.text[reader.at];
  if (unit === undefined) return complain('has a "[" that is not closed');
  reader.at += 1;
  if (unit !== '\\') return unit;
  const escaped = reader.text[reader.at] ?? '';
  const test = readEscape(reader);
  return CLASS_ESCAPES.includes(escaped) ? test : (CONTROLS.get(escaped) ?? escaped);
}

function readEscape(reader: Reader): (unit: string) => boolean {
  const escaped = reader.text[reader.at];
  if (escaped === undefined) return complain('ends in a backslash');
  reader.at += 1;
  if (CLASS_ESCAPES.includes(escaped)) {
    const inClass = CLASS_TESTS[escaped.toLowerCase()] ?? /./u;
    const isNegated = escaped !== escaped.toLowerCase();
    return (unit) => inClass.test(unit) !== isNegated;
  }
  const literal = CONTROLS.get(escaped) ?? escaped;
  if (/[\p{L}\p{N}]/u.test(escaped) && !CONTROLS.has(escaped)) {
    return complain(`must do without \\${escaped}`);
  }
  return (unit) => unit === literal;
}

const CLASS_TESTS: Readonly<Record<string, RegExp>> = { d: /[0-9]/u, w: /[A-Za-z0-9_]/u, s: /\s/u };

function complain(message: string): never {
  throw new PatternComplaint(message);
}
