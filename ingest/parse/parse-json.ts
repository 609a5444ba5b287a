import { messageOf } from '../../platform/errors.ts';
import { decodeText } from './decode-text.ts';
import { appendJson, appendRecord } from './json-blocks.ts';
import { type ParsedDocument, type ParseLimits, ParseRefusal } from './parsed-document.ts';
import { PARSER_VERSIONS } from '../../core/index-versions.ts';
import { parseJsonAsWritten } from './scan-json.ts';
import { createTextBuilder } from './text-builder.ts';

/** Objects become sections of `path: value` lines, lists of flat objects table rows. */
export function parseJson(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const text = decodeText(bytes);
  const builder = createTextBuilder(limits);
  const value = readValue(text, (problem) => {
    const line = lineOfProblem(text, problem);
    return `Expected JSON, but ${problem}${line === null ? '' : ` (line ${line})`}. A file with one value a line is JSON Lines (.jsonl).`;
  });
  appendJson(builder, value);
  return {
    parser: PARSER_VERSIONS['application/json'],
    title: readTitle(value),
    pageCount: null,
    ...builder.finish(),
  };
}

/** One value a line; blank lines are skipped, and a line that is no JSON refuses the file by its number. */
export function parseJsonLines(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const builder = createTextBuilder(limits);
  let isFirst = true;
  for (const [index, line] of decodeText(bytes).split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = readValue(
      line,
      (problem) => `Expected one JSON value a line, but in line ${index + 1} ${problem}.`,
    );
    appendRecord(builder, value, isFirst);
    isFirst = false;
  }
  return {
    parser: PARSER_VERSIONS['application/x-ndjson'],
    title: null,
    pageCount: null,
    ...builder.finish(),
  };
}

function readValue(text: string, describe: (problem: string) => string): unknown {
  try {
    return parseJsonAsWritten(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const problem = messageOf(error).replace(/^./, (letter) => letter.toLowerCase());
    throw new ParseRefusal('unreadable', describe(withoutContent(problem)));
  }
}

/** Newer runtimes quote the text around the mistake, which may be long. */
function withoutContent(problem: string): string {
  return problem.replace(
    /,? ?(?:\.\.\.)?"[\s\S]*"(?:\.\.\.)? is not valid JSON$/,
    ' is not valid JSON',
  );
}

function lineOfProblem(text: string, problem: string): number | null {
  const position = /position (\d+)/.exec(problem)?.[1];
  return position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
}

function readTitle(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const title = 'title' in value ? value.title : null;
  return typeof title === 'string' ? title : null;
}
