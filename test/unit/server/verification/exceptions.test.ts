import { describe, expect, it } from 'vitest';
import { judgeBeside } from './evidence.ts';

type Pair = [claim: string, source: string];

describe('what the source excepts', () => {
  it.each<Pair>([
    ['The warranty covers parts and labour', 'The warranty covers parts but not labour.'],
    ['The warranty covers labour', 'The warranty covers parts but not labour.'],
    ['The warranty covers labour', 'The warranty covers parts, not labour.'],
    ['The plan includes dental care', 'The plan includes eye care but excludes dental care.'],
    ['Interns get a bonus', 'All employees except interns get a bonus.'],
    ['Gift cards can be returned', 'All items other than gift cards can be returned.'],
  ])('is no support for it: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('contradicted');
  });

  it.each<Pair>([
    ['All employees get a bonus', 'Employees get a bonus, except interns.'],
    ['All items can be returned', 'All items other than gift cards can be returned.'],
  ])('may not be left out where all are meant: %s', (claim, source) => {
    const { verdict, codes } = judgeBeside(claim, source);
    expect(verdict).not.toBe('supported');
    expect(codes).toContain('hedge_dropped');
  });

  it.each<Pair>([
    ['The warranty covers parts', 'The warranty covers parts but not labour.'],
    [
      'The warranty covers parts and labour',
      'The warranty covers parts and labour but not travel.',
    ],
    ['Labour is not covered', 'The warranty covers parts but not labour.'],
    ['All employees except interns get a bonus', 'All employees except interns get a bonus.'],
    ['Employees get a bonus', 'All employees except interns get a bonus.'],
  ])('supports what it says: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('supported');
  });
});

describe('how many are meant', () => {
  it.each<Pair>([
    ['All employees get a bonus', 'Some employees get a bonus.'],
    ['Every employee gets a laptop', 'Most employees get a laptop.'],
    ['All employees get a bonus', 'Only managers get a bonus.'],
    ['Employees get a bonus', 'Only managers get a bonus. Employees get a card.'],
    ['Only managers get a bonus', 'All employees get a bonus, also managers.'],
    ['Only managers may approve travel', 'Managers may approve travel.'],
    ['Anyone can use the gym', 'Only members can use the gym.'],
  ])('is not more and not fewer than the source says: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).not.toBe('supported');
  });

  it.each<Pair>([
    ['All employees get a bonus', 'Every employee gets a bonus.'],
    ['Employees get a bonus', 'All employees get a bonus.'],
    ['Managers may approve travel', 'Only managers may approve travel.'],
    ['Only managers get a bonus', 'A bonus is for managers only.'],
    ['All items can be returned within 30 days', 'Items can be returned within 30 days.'],
  ])('is the same in other words: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('supported');
  });
});

describe('what is certain', () => {
  it.each<Pair>([
    ['The fee will rise in May', 'The fee may rise in May.'],
    ['Staff must wear a badge', 'Staff should wear a badge.'],
    ['The office is always open on Monday', 'The office is usually open on Monday.'],
  ])('is not what is only likely or advised: %s', (claim, source) => {
    const { verdict, codes } = judgeBeside(claim, source);
    expect(verdict).not.toBe('supported');
    expect(codes).toContain('hedge_dropped');
  });

  it.each<Pair>([
    ['The fee could rise in May', 'The fee may rise in May.'],
    ['Staff can work from home', 'Staff may work from home.'],
    ['Staff should wear a badge', 'Staff must wear a badge.'],
    ['Staff must wear a badge', 'Staff have to wear a badge.'],
    ['The fee will rise in May', 'The rent may rise in June. The fee will rise in May.'],
  ])('may be said with no more certainty: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('supported');
  });
});
