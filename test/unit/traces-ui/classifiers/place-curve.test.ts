import { describe, expect, it } from 'vitest';
import { placeCurve } from '../../../../traces-ui/src/classifiers/place-curve.ts';

const point = (coverage: number, accuracy: number) => ({
  coverage,
  accuracy,
  min_probability: 0.5,
});

describe('the curve of accuracy by coverage', () => {
  it('goes to the right with coverage and down with accuracy, inside its frame', () => {
    const { points, width, height, lowest } = placeCurve([point(0.5, 0.98), point(1, 0.91)]);
    expect(lowest).toBeCloseTo(0.9, 9);
    const [sure, all] = points;
    expect(sure?.x).toBeLessThan(all?.x ?? 0);
    expect(sure?.y).toBeLessThan(all?.y ?? 0);
    for (const { x, y } of points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(height);
    }
  });

  it('stands where everything is right', () => {
    const { points, lowest } = placeCurve([point(0.5, 1), point(1, 1)]);
    expect(lowest).toBeLessThan(1);
    expect(points.every(({ y }) => Number.isFinite(y))).toBe(true);
  });
});
