import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { MAX_PAGE_LIMIT } from '../contract/page.ts';

/** For an option that may be repeated. */
export function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

/** Makes a parser of a whole number between two bounds. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < minimum || value > maximum)
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
    return value;
  };
}

/** Makes a parser of a number between two bounds. */
export function numberWithin(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= minimum && value <= maximum))
      throw new InvalidArgumentError(`It must be a number from ${minimum} to ${maximum}.`);
    return value;
  };
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('It must be a number of at least 0.');
  return value;
}

/** A day or a time, as the API takes it: UTC in ISO 8601. */
export function timestamp(text: string): string {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds))
    throw new InvalidArgumentError('It must be a date or a time, like 2026-03-01T00:00:00Z.');
  return new Date(milliseconds).toISOString();
}

/** An instant at which documents are looked at: a day stands for its end, when all of it had happened. */
export function endOfDayOrTime(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return timestamp(text);
  if (!z.iso.date().safeParse(text).success)
    throw new InvalidArgumentError('It must be a day that the calendar has, like 2026-03-01.');
  return `${text}T23:59:59.999Z`;
}

/** The option of every command that looks at documents as they stood. */
export function addAsOf(command: Command): Command {
  return command.option(
    '--as-of <time>',
    'from the documents as they stood then: a time, with Z or an offset such as +01:00, or a day, which stands for its end in UTC',
    endOfDayOrTime,
  );
}

/** The options of every command that lists something. */
export function addPageOptions(command: Command): Command {
  return command
    .option('--limit <n>', 'how many to show', wholeNumber(1, MAX_PAGE_LIMIT))
    .option('--cursor <cursor>', 'go on after the page that printed this cursor')
    .option('--json', 'print the answer of the server as JSON');
}

export interface PageOptions {
  readonly limit?: number;
  readonly cursor?: string;
  readonly json?: boolean;
}
