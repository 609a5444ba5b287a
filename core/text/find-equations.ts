/** A calculation as a text states it: `3 × 25 = 75`, or in steps, `2 + 3 × 4 = 2 + 12 = 14`. */
export interface Equation {
  /** Of the whole equation, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** Of its first side. */
  readonly operands: readonly number[];
  readonly operators: readonly Operator[];
  /** What the first side comes to; null where it divides by zero. */
  readonly computed: number | null;
  /** What the text says it comes to: the last side. */
  readonly stated: number;
  /** Whether all sides come to the same, as far as they are written out. */
  readonly isRight: boolean;
}

export type Operator = '+' | '-' | '*' | '/';

/** More than this is not a calculation that a person would follow, and is read by nothing here. */
const MAX_CHARS = 20_000;
/** A calculation stands in one line. */
const GAP = String.raw`[^\S\n]`;
const NUMBER = String.raw`[$€£]?\d{1,15}(?:,\d{3})*(?:\.\d{1,15})?(?:${GAP}?%)?`;
/** A unit or a noun may stand behind a figure: “3 days × 25 euros”. A letter may stand for a number, and is none. */
const WORD = String.raw`(?!x\b)\p{L}[\p{L}-]{1,20}(?!\p{L})`;
const NOUN = String.raw`(?:${GAP}{0,2}${WORD}(?:${GAP}{1,2}${WORD}){0,2})?`;
const SIGN = String.raw`${GAP}{0,2}(?:[+*/×÷−–-]|x(?=${GAP}|[$€£(]?\d))${GAP}{0,2}`;
const OPERAND = String.raw`\({0,3}${NUMBER}${NOUN}(?:\){1,3}${NOUN})?`;
const SIDE = String.raw`-?${OPERAND}(?:${SIGN}${OPERAND}){0,12}`;
const EQUATION = new RegExp(
  String.raw`(?<![\p{L}\d.,])(?<![/*+×÷−–-]${GAP}?)${SIDE}(?:${GAP}{0,2}=${GAP}{0,2}${SIDE}){1,6}(?!\p{L})`,
  'giu',
);
const TOKEN = new RegExp(String.raw`${NUMBER}|[()]|[+*/×÷−–-]|(?<!\p{L})x(?!\p{L})`, 'giu');
const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '–': '-',
  '*': '*',
  x: '*',
  X: '*',
  '×': '*',
  '/': '/',
  '÷': '/',
};

/** The calculations of a text that state what they come to, in their order. */
export function findEquations(text: string): readonly Equation[] {
  return [...text.slice(0, MAX_CHARS).matchAll(EQUATION)].flatMap((match) => {
    const sides = match[0].split('=').map((side) => side.match(TOKEN) ?? []);
    const values = sides.map(compute);
    const [first = []] = sides;
    const [computed] = values;
    const stated = values.at(-1);
    const operators = first.flatMap((token) => OPERATORS[token] ?? []);
    if (operators.length === 0 || stated === undefined || stated === null) return [];
    if (computed === undefined) return [];
    return [
      {
        start: match.index,
        end: match.index + match[0].length,
        operands: first.filter((token) => /\d/.test(token)).map(readNumber),
        operators,
        computed,
        stated,
        isRight: values.every((value) => typeof value === 'number' && comesTo(value, stated)),
      },
    ];
  });
}

/** The last digit that is written may be rounded either way, a rate meant in percent, and `9-17` the time between. */
function comesTo(value: number, stated: number): boolean {
  return [value, -value, value / 100].some((meant) => isNear(meant, stated));
}

function isNear(value: number, stated: number): boolean {
  const decimals = (String(stated).split('.')[1] ?? '').length;
  return Math.abs(value - stated) <= Math.max(10 ** -decimals, 1e-9 * Math.abs(stated)) * ROUNDING;
}

/** Of the last digit that is written. */
const ROUNDING = 0.999;

function readNumber(written: string): number {
  const value = Number(written.replaceAll(/[$€£,%\s]/g, ''));
  return written.includes('%') ? value / 100 : value;
}

/** By precedence, then from the left; undefined for what is no calculation. */
function compute(tokens: readonly string[]): number | null | undefined {
  let at = 0;
  let isDividedByZero = false;
  const value = sum();
  if (value === undefined || at < tokens.length) return undefined;
  return isDividedByZero ? null : value;

  function sum(): number | undefined {
    return chain(product, ['+', '-']);
  }
  function product(): number | undefined {
    return chain(factor, ['*', '/']);
  }
  function factor(): number | undefined {
    const token = tokens[at];
    if (token === undefined) return undefined;
    at += 1;
    if (OPERATORS[token] === '-') {
      const negated = factor();
      return negated === undefined ? undefined : -negated;
    }
    if (/\d/.test(token)) return readNumber(token);
    if (token !== '(') return undefined;
    const inner = sum();
    if (tokens[at] !== ')') return undefined;
    at += 1;
    return inner;
  }
  function chain(
    part: () => number | undefined,
    operators: readonly Operator[],
  ): number | undefined {
    let result = part();
    for (;;) {
      const operator = OPERATORS[tokens[at] ?? ''];
      if (result === undefined || operator === undefined || !operators.includes(operator)) {
        return result;
      }
      at += 1;
      const right = part();
      if (right === undefined) return undefined;
      if (operator === '/' && right === 0) isDividedByZero = true;
      result = apply(operator, result, right);
    }
  }
}

function apply(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}
