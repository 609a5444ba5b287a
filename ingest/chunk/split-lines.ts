import type { Part } from './part.ts';

const LINE_COST = 0.1;
const CHARS_PER_LEVEL = 4;
const MAX_LEVEL = 3;
const MAX_LABEL_CHARS = 120;

const CLOSES = /^(?:[)}\]]|end\b|else\b)/;
/** What ends nothing that began above it at the same indentation: brackets that close, and comments. */
const GOES_ON = /^(?:[)}\]#*]|\/[/*]|--)/;
/** What encloses the lines below it without a name. */
const BRANCHES =
  /^(?:if|else|elif|for|while|do|switch|case|try|catch|except|finally|with|end|begin|return)\b/;

interface OpenLine {
  readonly indent: number;
  readonly label: string;
}

/**
 * Lines of code. The best place to part them is behind a blank line, before what stands farthest left; a
 * line's context is the outermost and the innermost declaration that enclose it, told by indentation.
 */
export function splitLines(text: string, block: Part): readonly Part[] {
  const open: OpenLine[] = [];
  let isBehindBlankLine = false;
  const parts: Part[] = [];
  for (let start = block.start; start < block.end;) {
    const lineEnd = endOfLine(text, start, block.end);
    const content = text.slice(start, lineEnd).trimEnd();
    const code = content.trimStart();
    if (code !== '') {
      const indent = content.length - code.length;
      const context = enclose(open, { indent, code });
      const cutCost =
        parts.length === 0 ? block.cutCost : costBefore({ code, indent, isBehindBlankLine });
      const end = start + content.length;
      parts.push({ start, end, cutCost, context, innerContext: context });
    }
    isBehindBlankLine = code === '';
    start = lineEnd + 1;
  }
  return parts;
}

/** Ends what the line does not stand inside of, and says what still encloses it. */
function enclose(
  open: OpenLine[],
  line: { readonly indent: number; readonly code: string },
): readonly string[] {
  const goesOn = GOES_ON.test(line.code);
  const limit = goesOn ? line.indent + 1 : line.indent;
  while ((open.at(-1)?.indent ?? -1) >= limit) open.pop();
  const context = contextOf(open);
  if (!goesOn && !BRANCHES.test(line.code))
    open.push({ indent: line.indent, label: shorten(line.code) });
  return context;
}

function contextOf(open: readonly OpenLine[]): readonly string[] {
  const [outermost] = open;
  const innermost = open.at(-1);
  if (outermost === undefined || innermost === undefined) return [];
  return innermost === outermost ? [outermost.label] : [outermost.label, innermost.label];
}

function costBefore(line: {
  readonly code: string;
  readonly indent: number;
  readonly isBehindBlankLine: boolean;
}): number {
  const depth = Math.min(MAX_LEVEL, line.indent / CHARS_PER_LEVEL);
  const steps = depth + (line.isBehindBlankLine ? 0 : 2) + (CLOSES.test(line.code) ? 2 : 0);
  return LINE_COST * steps;
}

function endOfLine(text: string, start: number, limit: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 || end > limit ? limit : end;
}

function shorten(code: string): string {
  return code.length <= MAX_LABEL_CHARS
    ? code
    : `${code.slice(0, MAX_LABEL_CHARS).toWellFormed()}…`;
}
