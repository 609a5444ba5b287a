/** A stretch of text to be marked; offsets are UTF-16 code units, end exclusive. */
export interface TextRange<Label> {
  readonly start: number;
  readonly end: number;
  readonly label: Label;
}

export interface TextPart<Label> {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The labels of all ranges that cover this part, in the order given. */
  readonly labels: readonly Label[];
}

/**
 * Cuts a text at the borders of the ranges, so that each part is covered by the same ranges from its
 * first character to its last. Ranges may overlap; what lies outside the text is cut off.
 */
export function splitText<Label>(
  text: string,
  ranges: readonly TextRange<Label>[],
): readonly TextPart<Label>[] {
  const inside = ranges
    .map((range) => ({
      ...range,
      start: Math.max(0, range.start),
      end: Math.min(text.length, range.end),
    }))
    .filter((range) => range.start < range.end);
  const borders = new Set([0, text.length, ...inside.flatMap((range) => [range.start, range.end])]);
  const sorted = [...borders].toSorted((a, b) => a - b);
  return sorted.slice(1).map((end, index) => {
    const start = sorted[index] ?? 0;
    const covering = inside.filter((range) => range.start <= start && range.end >= end);
    return {
      start,
      end,
      text: text.slice(start, end),
      labels: covering.map((range) => range.label),
    };
  });
}
