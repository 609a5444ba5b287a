import { describe, expect, it } from 'vitest';
import { judgeBeside } from './evidence.ts';

type Pair = [claim: string, source: string];

describe('two words that changed places', () => {
  it.each<Pair>([
    ['The landlord pays the tenant', 'The tenant pays the landlord.'],
    ['A reports to B', 'B reports to A.'],
    ['Team A reports to Team B', 'Team B reports to Team A.'],
    ['The employee owes the company the money', 'The company owes the employee the money.'],
    ['The tenant pays the deposit to the landlord', 'The landlord pays the deposit to the tenant.'],
    [
      'The seller shall indemnify the buyer',
      'The buyer shall indemnify the seller for all losses.',
    ],
  ])('are no support: %s', (claim, source) => {
    const { verdict, codes } = judgeBeside(claim, source);
    expect(verdict).toBe('contradicted');
    expect(codes).toContain('role_swapped');
  });

  it.each<Pair>([
    ['The landlord is paid by the tenant', 'The tenant pays the landlord.'],
    ['Ana works with Ben', 'Ben works with Ana.'],
    ['Cats and dogs are allowed', 'Dogs and cats are allowed.'],
    ['Berlin is the capital of Germany', 'The capital of Germany is Berlin.'],
    ['In May the tenant pays the rent', 'The tenant pays the rent in May.'],
    ['The tenant pays the landlord', 'The landlord pays the agent. The tenant pays the landlord.'],
  ])('are not seen in another order of the same: %s', (claim, source) => {
    expect(judgeBeside(claim, source).codes).not.toContain('role_swapped');
  });
});

const OFFICES = 'The Paris office is led by Tom. The Madrid office is led by Ana.';
const PRICES = '| Plan | Price |\n| --- | --- |\n| Standard | €30 |\n| Premium | €50 |';
const LEAVE =
  '## Annual leave\n\nEmployees get 25 days.\n\n## Sick leave\n\nEmployees get 10 days.';

describe('a value of one of two sentences of the same pattern', () => {
  it.each<Pair>([
    ['The Madrid office is led by Tom', OFFICES],
    ['The price of the Premium plan is €30', PRICES],
    ['The price of the Standard plan is €50', PRICES],
    ['Employees get 25 days of sick leave', LEAVE],
  ])('is not that of the other: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('contradicted');
  });

  it.each<Pair>([
    ['The Madrid office is led by Ana', OFFICES],
    ['The Paris office is led by Tom', OFFICES],
    ['The office in Madrid is led by Ana', OFFICES],
    ['The Madrid office is led by Ana and the Paris office by Tom', OFFICES],
    ['The price of the Premium plan is €50', PRICES],
    ['The Standard plan costs €30 and the Premium plan costs €50', PRICES.replace('Price', 'Cost')],
    ['Employees get 10 days of sick leave', LEAVE],
  ])('is that of its own: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('supported');
  });
});
