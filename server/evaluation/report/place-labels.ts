export interface PlotMark {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** From the middle of a mark to its label. */
const GAP = 9;
const LINE = 14;
/** Of the report's font, a little more than most letters take. */
const LETTER = 6.5;

/** A place for each label, beside its mark and within the width, or as many lines below as others are in its way. */
export function placeLabels(marks: readonly PlotMark[], width: number): readonly PlacedLabel[] {
  const taken: Box[] = marks.map(({ x, y }) => ({ left: x - GAP / 2, right: x + GAP / 2, y }));
  return marks.map(({ x, y, label }) => {
    const length = label.length * LETTER;
    const anchor = x + GAP + length > width ? 'end' : 'start';
    const left = anchor === 'start' ? x + GAP : x - GAP - length;
    let box = { left, right: left + length, y };
    while (taken.some((other) => overlap(box, other))) box = { ...box, y: box.y + LINE / 2 };
    taken.push(box);
    return { x: anchor === 'start' ? box.left : box.right, y: box.y, anchor };
  });
}

function overlap(one: Box, other: Box): boolean {
  const isBeside = one.right <= other.left || other.right <= one.left;
  return !isBeside && Math.abs(one.y - other.y) < LINE;
}
