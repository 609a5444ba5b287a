import type { PageOfVersion } from '../../../contract/document-version.ts';
import type { MarkKind } from '../ui/mark-kind.ts';
import type { TextRange } from '../ui/split-text.ts';

/** A box on a page; all of it in percent of the page's size, from its top left corner. */
export interface PageBox {
  readonly kind: MarkKind;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Layout = Pick<PageOfVersion, 'width' | 'height' | 'lines'>;

/**
 * Where ranges of the stored text stand on a page: one box for each line that they meet. The layout knows
 * lines and not letters, so of a line that a range covers in part the box covers as large a part.
 */
export function placeBoxes(
  layout: Layout,
  ranges: readonly TextRange<MarkKind>[],
): readonly PageBox[] {
  const across = 100 / layout.width;
  const down = 100 / layout.height;
  return ranges.flatMap((range) =>
    layout.lines.flatMap((line) => {
      const length = line.char_end - line.char_start;
      const start = Math.max(range.start, line.char_start);
      const end = Math.min(range.end, line.char_end);
      if (start >= end) return [];
      const before = (start - line.char_start) / length;
      return [
        {
          kind: range.label,
          left: (line.x + line.width * before) * across,
          top: line.y * down,
          width: ((line.width * (end - start)) / length) * across,
          height: line.height * down,
        },
      ];
    }),
  );
}

/** Whether the range, or some of it, stands on the page. */
export function isOnPage(
  { lines }: Pick<PageOfVersion, 'lines'>,
  range: Pick<TextRange<unknown>, 'start' | 'end'>,
): boolean {
  return lines.some((line) => line.char_start < range.end && line.char_end > range.start);
}
