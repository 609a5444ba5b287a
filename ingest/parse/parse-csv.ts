import { CsvError, parse, type Options } from 'csv-parse/sync';
import { isColumnName } from './column-names.ts';
import { decodeText } from './decode-text.ts';
import { type ParsedDocument, type ParseLimits, ParseRefusal } from './parsed-document.ts';
import { PARSER_VERSIONS } from '../../core/index-versions.ts';
import { writeRow } from './table-rows.ts';
import { createTextBuilder } from './text-builder.ts';

const MAX_LINE_CHARS = 1_000_000;

/** Each row becomes one block that repeats the names of its columns. */
export function parseCsv(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const text = decodeText(bytes);
  refuseLongLine(text);
  const delimiter = detectDelimiter(text);
  const header = readHeader(text, delimiter);
  const builder = createTextBuilder(limits);
  readRecords(text, {
    delimiter,
    from: header === null ? 1 : 2,
    on_record: (record: readonly string[]) => {
      builder.append({ kind: 'table_row', text: writeRow(header, record) });
      return null;
    },
  });
  return { parser: PARSER_VERSIONS['text/csv'], title: null, pageCount: null, ...builder.finish() };
}

/** Nothing of a record can be written before its end is found, which takes the reader a second a megabyte. */
function refuseLongLine(text: string): void {
  for (let start = 0; start < text.length;) {
    const lineEnd = text.indexOf('\n', start);
    const end = lineEnd < 0 ? text.length : lineEnd;
    if (end - start > MAX_LINE_CHARS)
      throw new ParseRefusal(
        'too_large',
        `A line of the CSV holds ${(end - start).toLocaleString('en')} characters; at most ${MAX_LINE_CHARS.toLocaleString('en')} are read. Check its line ends.`,
      );
    start = end + 1;
  }
}

/**
 * The first row names the columns when its cells are all filled and different, and none is a number but
 * for years behind the first.
 */
function readHeader(text: string, delimiter: string): readonly string[] | null {
  const rows = readRecords(text, { delimiter, to: 2 });
  const first = rows[0];
  if (first === undefined || rows.length < 2) return null;
  const names = first.map((name) => name.trim());
  const isHeader =
    names.every((name, index) => isColumnName(name, index)) && new Set(names).size === names.length;
  return isHeader ? names : null;
}

/** The separator that occurs most often in the first line outside quotes. */
function detectDelimiter(text: string): string {
  const firstLine = text.trimStart().split('\n', 1)[0] ?? '';
  const unquoted = firstLine.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: unquoted.split(delimiter).length,
  }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

function readRecords(text: string, options: Options): readonly (readonly string[])[] {
  try {
    return parse(text, {
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      ...options,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ParseRefusal(
      'unreadable',
      `Expected CSV, but ${error.message}. Check the quotation marks near that line.`,
    );
  }
}
