import type { Finding } from '../../../contract/finding.ts';
import { findInjections } from '../../../core/scan/find-injections.ts';

export const MAX_EXCERPT_CHARS = 200;

export interface HiddenPart {
  readonly code: string;
  /** How it was hidden, in words. */
  readonly detail: string;
  /** All of what was hidden. */
  readonly text: string;
  readonly page: number | null;
}

/** The finding for text that a parser left out; the excerpt shows what instructs a model, if anything does. */
export function hiddenTextFinding(part: HiddenPart): Finding {
  const { code, detail, page } = part;
  const excerpt = excerptOf(part.text);
  return { kind: 'hidden_text', code, detail, char_start: null, char_end: null, page, excerpt };
}

function excerptOf(hidden: string): string {
  const text = hidden.replace(/\s+/g, ' ').trim();
  const instruction = findInjections(text)[0];
  const start =
    instruction === undefined || instruction.end <= MAX_EXCERPT_CHARS
      ? 0
      : Math.max(0, Math.min(instruction.start - 20, text.length - MAX_EXCERPT_CHARS));
  return text.slice(start, start + MAX_EXCERPT_CHARS).toWellFormed();
}
