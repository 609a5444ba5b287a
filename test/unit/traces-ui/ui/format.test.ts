import { describe, expect, it } from 'vitest';
import { chooseWindow } from '../../../../traces-ui/src/ui/text-window.ts';
import { describePlace } from '../../../../traces-ui/src/ui/describe-place.ts';
import {
  formatBytes,
  formatCost,
  formatDuration,
  formatHash,
  formatPercent,
  formatQuantity,
  formatScore,
} from '../../../../traces-ui/src/ui/format.ts';

describe('numbers with their units', () => {
  it.each([
    [0, '0 ms'],
    [0.42, '0.4 ms'],
    [38.4, '38 ms'],
    [1_240, '1.24 s'],
    [125_000, '2 min 5 s'],
    [12_000_000, '3 h 20 min'],
    [190_800_000, '2 d 5 h'],
  ])('writes %d ms as %s', (ms, expected) => expect(formatDuration(ms)).toBe(expected));

  it.each([
    [0, '$0'],
    [0.000_000_1, '< $0.000001'],
    [0.000_42, '$0.00042'],
    [0.0148, '$0.015'],
    [12.5, '$12.50'],
  ])('writes %d dollars as %s', (usd, expected) => expect(formatCost(usd)).toBe(expected));

  it.each([
    [812, '812 B'],
    [14_210, '14.2 kB'],
    [3_100_000, '3.1 MB'],
  ])('writes %d bytes as %s', (bytes, expected) => expect(formatBytes(bytes)).toBe(expected));

  it.each([
    [14.21, '14.2'],
    [1.5, '1.50'],
    [0.7812, '0.781'],
    [0.0325, '0.0325'],
    [-0.0325, '-0.0325'],
    [0, '0.000'],
  ])('writes the score %d as %s', (score, expected) => expect(formatScore(score)).toBe(expected));

  it('writes shares, quantities and hashes', () => {
    expect(formatPercent(0.667)).toBe('67 %');
    expect(formatQuantity(1, 'chunk')).toBe('1 chunk');
    expect(formatQuantity(1_234, 'chunk')).toBe('1,234 chunks');
    expect(formatHash('0123456789abcdef0123')).toBe('01234567…0123');
  });
});

describe('chooseWindow', () => {
  it('shows a text of ordinary length whole', () => {
    expect(chooseWindow(60_000, 59_000)).toEqual({ start: 0, end: 60_000 });
  });

  it('shows the surroundings of the focus in a very long text', () => {
    expect(chooseWindow(1_000_000, 500_000)).toEqual({ start: 480_000, end: 520_000 });
    expect(chooseWindow(1_000_000, 999_999)).toEqual({ start: 960_000, end: 1_000_000 });
    expect(chooseWindow(1_000_000, 0)).toEqual({ start: 0, end: 40_000 });
  });
});

describe('describePlace', () => {
  it('leaves out a first heading that repeats the title', () => {
    expect(describePlace(['Leave', 'Carers', 'Pay'], 'Leave')).toBe('Carers › Pay');
    expect(describePlace(['Carers'], 'Leave')).toBe('Carers');
    expect(describePlace([], 'Leave')).toBe('');
  });
});
