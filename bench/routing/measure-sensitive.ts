import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { detectSensitive } from '../../server/routing/detect-sensitive.ts';
import { createRandom } from '../random.ts';
import { generateSensitive } from './generate-sensitive.ts';

/** What a public set calls the types that are detected by their form; names and places are not. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  CREDIT_CARD: ['payment_card'],
  IBAN_CODE: ['iban'],
  US_SSN: ['us_ssn'],
  EMAIL_ADDRESS: ['email'],
  PHONE_NUMBER: ['phone'],
  IP_ADDRESS: ['ip_address'],
  US_DRIVER_LICENSE: ['driver_licence'],
};
/** What has many forms, and is found by some of them. */
const FORMLESS: ReadonlySet<string> = new Set([
  'date_of_birth',
  'postal_address',
  'health_of_person',
]);
const ADDRESS = 'STREET_ADDRESS';
const Row = z.object({
  text: z.string(),
  spans: z.array(z.object({ start: z.number(), end: z.number(), type: z.string() })),
});

export interface Recall {
  readonly what: string;
  readonly found: number;
  readonly there: number;
}

export interface SensitiveMeasure {
  readonly byType: readonly Recall[];
  readonly documents: { readonly recall: number; readonly precision: number } | null;
  readonly generated: readonly Recall[];
  /** Of texts that hold nothing. */
  readonly falseAlarms: number;
  /** Of the processor's time. */
  readonly millisecondsPerKilobyte: number;
}

/** On a public judged set where it is there, on values of our own making, and on clean questions. */
export function measureSensitive(file: string, clean: readonly string[]): SensitiveMeasure {
  const rows = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => Row.parse(JSON.parse(line)))
    : [];
  const spans = rows.flatMap(({ text, spans }) => {
    const { entities } = detectSensitive(text);
    return spans
      .filter(({ type }) => TYPES[type] !== undefined || type === ADDRESS)
      .map(({ start, end, type }) => ({
        type,
        isFound: entities.some(
          (entity) =>
            entity.char_start < end &&
            start < entity.char_end &&
            (TYPES[type] ?? ['postal_address']).includes(entity.type),
        ),
      }));
  });
  const samples = generateSensitive(createRandom(17)).map(({ type, evasion, text }) => ({
    type: evasion === 'none' ? type : `evasion: ${evasion}`,
    isFound: detectSensitive(text).entities.some((entity) => entity.type === type),
  }));
  const texts = [...rows.map(({ text }) => text), ...clean];
  const before = process.cpuUsage();
  for (const text of texts) detectSensitive(text);
  const elapsedMs = process.cpuUsage(before).user / 1000;
  const kilobytes = texts.reduce((sum, text) => sum + text.length, 0) / 1024;
  return {
    byType: countByType(spans),
    documents: rows.length === 0 ? null : measureDocuments(rows),
    generated: countByType(samples),
    falseAlarms:
      clean.filter((text) => detectSensitive(text).entities.length > 0).length / clean.length,
    millisecondsPerKilobyte: elapsedMs / kilobytes,
  };
}

function measureDocuments(rows: readonly z.infer<typeof Row>[]) {
  const judged = rows.map(({ text, spans }) => ({
    isSensitive: spans.some(({ type }) => TYPES[type] !== undefined),
    isFlagged: detectSensitive(text).entities.some(({ type }) => !FORMLESS.has(type)),
  }));
  const right = judged.filter(({ isSensitive, isFlagged }) => isSensitive && isFlagged).length;
  return {
    recall: right / judged.filter(({ isSensitive }) => isSensitive).length,
    precision: right / judged.filter(({ isFlagged }) => isFlagged).length,
  };
}

function countByType(
  found: readonly { readonly type: string; readonly isFound: boolean }[],
): readonly Recall[] {
  return [...new Set(found.map(({ type }) => type))].map((what) => {
    const ofType = found.filter(({ type }) => type === what);
    return { what, found: ofType.filter(({ isFound }) => isFound).length, there: ofType.length };
  });
}
