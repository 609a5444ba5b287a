import { CsvError, parse } from 'csv-parse/sync';
import { describeIssue } from '../../contract/describe-issue.ts';
import { GoldItem, MAX_GOLD_ITEMS } from '../../contract/gold-set.ts';
import { AppError, messageOf } from '../../platform/errors.ts';
import { parseJson } from '../http/parse-json.ts';
import { refuseHostileValues } from '../http/refuse-hostile-values.ts';
import { unflattenRow } from './unflatten-row.ts';

/** An item and the line of the file that it begins on. */
export interface ReadGoldItem {
  readonly line: number;
  readonly item: GoldItem;
}

interface Row {
  readonly line: number;
  readonly value: unknown;
}

interface Complaint {
  readonly line: number;
  readonly message: string;
}

/** What stands where bytes were no UTF-8. */
const UNREADABLE = '\u{FFFD}';
const MAX_COMPLAINTS = 50;
const MAX_LINE_CHARS = 200_000;
/** Of one row. */
const JSON_LIMITS = { jsonDepth: 20, jsonValues: 10_000 };

/**
 * Reads a file of gold items. Throws `AppError('invalid_value')` that names each line which is none, and nothing of
 * the file is taken then.
 */
export function readGoldFile(content: string, format: 'jsonl' | 'csv'): readonly ReadGoldItem[] {
  const complaints: Complaint[] = [];
  const text = content.replace(/^\u{FEFF}/u, '');
  const rows = format === 'csv' ? readCsv(text) : readLines(text, complaints);
  const items = rows.flatMap((row) => readItem(row, complaints));
  complaints.push(...findRepeatedIds(items));
  if (complaints.length > 0) throw refuse(complaints);
  if (items.length === 0) throw refuse([{ line: 1, message: 'the file holds no item' }]);
  return items;
}

function readLines(text: string, complaints: Complaint[]): readonly Row[] {
  return text.split(/\r\n|\n|\r/u).flatMap((source, index) => {
    if (source.trim() === '') return [];
    const line = index + 1;
    try {
      if (source.length > MAX_LINE_CHARS)
        throw new Error(`it is longer than ${MAX_LINE_CHARS} characters`);
      const value = parseJson(Buffer.from(source, 'utf8'), JSON_LIMITS);
      return [
        { line, value: isRecord(value) && 'question' in value ? unflattenRow(value) : value },
      ];
    } catch (error) {
      complaints.push({ line, message: messageOf(error).replace(/^The body/u, 'it') });
      return [];
    }
  });
}

function readCsv(text: string): readonly Row[] {
  try {
    const records: unknown[] = parse(text, {
      columns: (names: string[]) => readColumns(names),
      delimiter: delimiterOf(text),
      skip_empty_lines: true,
      info: true,
      max_record_size: MAX_LINE_CHARS,
      to: MAX_GOLD_ITEMS + 1,
    });
    return records.flatMap((record) => {
      if (!isRecord(record) || !isRecord(record['info']) || !isRecord(record['record'])) return [];
      // The reader counts the lines up to the end of a record.
      const line = Number(record['info']['lines']);
      return [{ line, value: unflattenRow(record['record']) }];
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const lines: unknown = Reflect.get(error, 'lines');
    throw refuse([{ line: typeof lines === 'number' ? lines : 1, message: error.message }]);
  }
}

/** Spreadsheets of countries with a decimal comma separate columns by semicolons. */
function delimiterOf(text: string): string {
  const head = /^[^\r\n]*/u.exec(text)?.[0] ?? '';
  const countOf = (delimiter: string) => head.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, each) => (countOf(each) > countOf(best) ? each : best));
}

function readColumns(names: readonly string[]): string[] {
  const columns = names.map((name) => name.trim());
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) !== at);
  if (twice !== undefined) {
    throw refuse([{ line: 1, message: `the column ${twice} is there twice` }]);
  }
  return columns;
}

function readItem({ line, value }: Row, complaints: Complaint[]): readonly ReadGoldItem[] {
  if (JSON.stringify(value).includes(UNREADABLE)) {
    complaints.push({ line, message: 'has characters that were not readable as UTF-8' });
    return [];
  }
  try {
    refuseHostileValues(value);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [field] = error.fields;
    complaints.push({ line, message: `${field?.path ?? ''} ${field?.message ?? error.message}` });
    return [];
  }
  const result = GoldItem.safeParse(value, { error: describeIssue });
  if (result.success) return [{ line, item: result.data }];
  for (const { path, message } of result.error.issues) {
    complaints.push({ line, message: `${path.map(String).join('.')} ${message}`.trim() });
  }
  return [];
}

function findRepeatedIds(items: readonly ReadGoldItem[]): readonly Complaint[] {
  const lines = new Map<string, number>();
  const repeated: Complaint[] = [];
  for (const { line, item } of items) {
    const first = lines.get(item.id);
    if (first === undefined) lines.set(item.id, line);
    else repeated.push({ line, message: `id ${item.id} is that of line ${first}, too` });
  }
  return repeated;
}

function refuse(complaints: readonly Complaint[]): AppError {
  const ordered = complaints.toSorted((left, right) => left.line - right.line);
  const count = new Set(complaints.map(({ line }) => line)).size;
  const lines = count === 1 ? 'a line is' : `${count} lines are`;
  return new AppError('invalid_value', `The file is not stored: ${lines} no item.`, {
    fields: ordered
      .slice(0, MAX_COMPLAINTS)
      .map(({ line, message }) => ({ path: '/content', message: `line ${line}: ${message}` })),
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
