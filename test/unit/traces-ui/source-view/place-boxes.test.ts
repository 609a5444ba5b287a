import { describe, expect, it } from 'vitest';
import { isOnPage, placeBoxes } from '../../../../traces-ui/src/source-view/place-boxes.ts';

const layout = {
  width: 200,
  height: 400,
  lines: [
    { char_start: 100, char_end: 120, x: 20, y: 40, width: 100, height: 10 },
    { char_start: 120, char_end: 130, x: 20, y: 60, width: 50, height: 10 },
  ],
};

describe('placeBoxes', () => {
  it('draws a box over each line that a range covers, in percent of the page', () => {
    expect(placeBoxes(layout, [{ start: 0, end: 500, label: 'strong' }])).toEqual([
      { kind: 'strong', left: 10, top: 10, width: 50, height: 2.5 },
      { kind: 'strong', left: 10, top: 15, width: 25, height: 2.5 },
    ]);
  });

  it('covers as large a part of a line as the range does', () => {
    expect(placeBoxes(layout, [{ start: 110, end: 115, label: 'soft' }])).toEqual([
      { kind: 'soft', left: 35, top: 10, width: 12.5, height: 2.5 },
    ]);
  });

  it('draws nothing for a range that only touches a line', () => {
    expect(placeBoxes(layout, [{ start: 130, end: 140, label: 'strong' }])).toEqual([]);
    expect(placeBoxes(layout, [{ start: 90, end: 100, label: 'strong' }])).toEqual([]);
  });
});

describe('isOnPage', () => {
  it('tells whether any of the range stands on the page', () => {
    expect(isOnPage(layout, { start: 129, end: 200 })).toBe(true);
    expect(isOnPage(layout, { start: 130, end: 200 })).toBe(false);
  });
});
