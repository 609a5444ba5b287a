import { describe, expect, it } from 'vitest';
import { judgeBeside } from './evidence.ts';

type Pair = [claim: string, source: string];

describe('a denial that has no verb of its own', () => {
  it.each<Pair>([
    ['Staff never work from home', 'Staff work in the office and never from home.'],
    ['Staff do not work from home', 'Staff work in the office and never from home.'],
    ['The warranty does not cover labour', 'The warranty covers parts but not labour.'],
    ['Discounts do not apply to magazines', 'Discounts apply to books, not to magazines.'],
    ['The shuttle does not run on Sundays', 'The shuttle runs on weekdays and not on Sundays.'],
  ])('denies with the verb before it: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('supported');
  });

  it.each<Pair>([
    ['Staff work from home', 'Staff work in the office and never from home.'],
    ['Staff never work in the office', 'Staff work in the office and never from home.'],
    ['The warranty does not cover parts', 'The warranty covers parts but not labour.'],
    [
      'The warranty does not cover parts but covers labour',
      'The warranty covers parts but not labour.',
    ],
    ['Discounts do not apply to books', 'Discounts apply to books, not to magazines.'],
    ['The shuttle runs on Sundays', 'The shuttle runs on weekdays and not on Sundays.'],
    ['The shuttle does not run on weekdays', 'The shuttle runs on weekdays and not on Sundays.'],
  ])('denies nothing else: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('contradicted');
  });
});

describe('a denial before another clause', () => {
  it.each<Pair>([
    [
      'Guests may park in the yard',
      'Guests may not park in the yard, but the garage is open to them.',
    ],
    ['Trainees must register', 'Trainees need not register.'],
  ])('is left out all the same: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('contradicted');
  });

  it.each<Pair>([
    ['Guests may park in the garage', 'Guests may not park in the yard but in the garage.'],
    ['Cash is accepted on Fridays', 'Cash is not accepted but on Fridays.'],
  ])('may go on with what holds instead: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).not.toBe('contradicted');
  });
});

describe('how often and which', () => {
  it.each<Pair>([
    ['The audit takes place twice a year', 'The audit takes place once a year.'],
    ['Reports are sent weekly to the board', 'Reports are sent monthly to the board.'],
    ['The fee is charged in the same month', 'The fee is charged in the following month.'],
    ['The boiler is checked once a year', 'The boiler is checked twice a year.'],
  ])('is what the source says: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('contradicted');
  });
});

describe('a condition', () => {
  it.each<Pair>([
    [
      'Taxis are reimbursed even if no bus was missed',
      'Taxis are reimbursed only if a bus was missed.',
    ],
    [
      'Invoices are paid whether or not they are signed',
      'Invoices are paid only when they are signed.',
    ],
    ['All parcels are weighed at the gate', 'All parcels above 20 kg are weighed at the gate.'],
    ['Every trip is insured', 'Every trip longer than three days is insured.'],
  ])('is not left out: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).not.toBe('supported');
  });

  it.each<Pair>([
    ['Taxis are reimbursed if a bus was missed', 'Taxis are reimbursed only if a bus was missed.'],
    [
      'All parcels above 20 kg are weighed at the gate',
      'All parcels above 20 kg are weighed at the gate.',
    ],
    [
      'Parcels of more than 20 kg are all weighed at the gate',
      'All parcels above 20 kg are weighed at the gate.',
    ],
    ['All visitors are over 18', 'All visitors are over 18.'],
  ])('may be said in other words: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('supported');
  });
});

describe('two denials', () => {
  it.each<Pair>([
    ['Minors must not be left unattended', 'Minors must be attended at all times.'],
    ['Samples must not be sent without a label', 'Samples must be sent with a label.'],
  ])('take each other back: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).not.toBe('contradicted');
  });

  it('leave one where the source has one: not unattended', () => {
    const source = 'Minors must not be left unattended in the hall.';
    expect(judgeBeside('Minors must be left unattended in the hall', source).verdict).toBe(
      'contradicted',
    );
  });
});
