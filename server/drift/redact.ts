import { detectSensitive } from '../routing/detect-sensitive.ts';
import type { Detector } from '../routing/sensitive/detector.ts';

export interface Redacted {
  readonly text: string;
  readonly count: number;
}

/** The text with the type of each sensitive entity in the entity's place. */
export function redact(text: string, ownDetectors: readonly Detector[]): Redacted {
  const { entities } = detectSensitive(text, ownDetectors);
  let redacted = '';
  let from = 0;
  for (const { type, char_start: start, char_end: end } of entities) {
    redacted += `${text.slice(from, start)}[${type}]`;
    from = Math.max(from, end);
  }
  return { text: redacted + text.slice(from), count: entities.length };
}
