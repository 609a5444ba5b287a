import { describe, expect, it } from 'vitest';
import { judgeBeside } from './evidence.ts';

type Pair = [claim: string, source: string];

describe('a number in a script without spaces', () => {
  it.each<Pair>([
    ['年假为25天', '员工年假为25天。'],
    ['员工每年享有25天年假', '员工每年享有25天年假。病假为10天。'],
    ['有給休暇は20日です', '正社員の有給休暇は20日です。'],
    ['保修期为24个月', '本产品的保修期为24个月。'],
  ])('supports the same number: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('supported');
  });

  it.each<Pair>([
    ['年假为25天', '年假为30天。'],
    ['员工每年享有30天年假', '员工每年享有25天年假。病假为10天。'],
    ['有給休暇は30日です', '正社員の有給休暇は20日です。'],
    ['费用为600元', '每月费用为500元。'],
  ])('is contradicted by another: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('contradicted');
  });
});
