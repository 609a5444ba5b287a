import type { Span } from '../../core/text/spans.ts';

/** A sentence that people marked as supported, and all the text it may rest on. */
export interface Original {
  readonly text: string;
  readonly evidence: string;
}

/** The sentence after the edit; the span is what was written. */
export interface Edit {
  readonly text: string;
  readonly span: Span;
}

export function replaceSpan(text: string, { start, end }: Span, written: string): Edit {
  return {
    text: text.slice(0, start) + written + text.slice(end),
    span: { start, end: start + written.length },
  };
}

/** One of the items by chance; null of none. `random` gives numbers in [0, 1). */
export function pick<Item>(items: readonly Item[], random: () => number): Item | null {
  return items[Math.floor(random() * items.length)] ?? null;
}
