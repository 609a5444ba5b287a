import express, { type Request, type Response } from 'express';
import { AppError, messageOf } from '../../platform/errors.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { HttpLimits } from './limits.ts';
import { parseJson } from './parse-json.ts';
import { refuseEncoding, runMiddleware, withinTime } from './read-body.ts';
import { refuseHostileValues } from './refuse-hostile-values.ts';

/** A line that is not blank: what it says, or why it says nothing. */
export type SentLine =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly refusal: string };

export interface SentLines {
  readonly lines: readonly SentLine[];
  /** Of the bytes: what makes two requests the same. */
  readonly sha256: string;
}

export type ReadLines = (request: Request, response: Response) => Promise<SentLines>;

const NEWLINE = 0x0a;

export function isLines(request: Request): boolean {
  const type = request.headers['content-type'] ?? '';
  return /^application\/(?:x-ndjson|jsonl|ndjson)\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type);
}

/** Each line is read by itself, as a JSON body would be. @throws (the returned function) AppError or HttpRefusal */
export function createLinesReader(limits: HttpLimits): ReadLines {
  const readRaw = express.raw({ type: () => true, limit: limits.jsonBytes, inflate: false });
  return async (request, response) => {
    refuseEncoding(request);
    await withinTime(limits.bodyTimeoutMs, runMiddleware(readRaw, request, response));
    const sent: unknown = request.body;
    const bytes = Buffer.isBuffer(sent) ? sent : Buffer.alloc(0);
    return { lines: splitLines(bytes, limits), sha256: sha256Hex(bytes) };
  };
}

function splitLines(bytes: Buffer, limits: HttpLimits): readonly SentLine[] {
  const lines: SentLine[] = [];
  let start = 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    const content = bytes.subarray(start, end);
    if (!isBlank(content)) lines.push({ line, ...readLine(content, limits) });
    if (lines.length > limits.lines) {
      throw new AppError('too_large', `A batch may have at most ${limits.lines} lines.`);
    }
    start = end + 1;
  }
  return lines;
}

function readLine(content: Buffer, limits: HttpLimits) {
  try {
    const value = parseJson(content, limits);
    refuseHostileValues(value);
    return { value };
  } catch (error) {
    return { refusal: describeRefusal(error) };
  }
}

function describeRefusal(error: unknown): string {
  if (!(error instanceof AppError)) throw error;
  const [field] = error.fields;
  if (field !== undefined) return `${field.path} ${field.message}`;
  return messageOf(error).replace('The body', 'The line');
}

/** Spaces, tabs and what is left of a line end of Windows. */
function isBlank(content: Buffer): boolean {
  return content.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
