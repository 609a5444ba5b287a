import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  expireReservations,
  findSpends,
  reserveSpend,
  settleSpend,
  type Budget,
} from '../../../db/queries/budgets.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { seedWorkspace, type SeededWorkspace } from './seed-workspace.ts';

const DAY = '2026-03-01';
const KEY: Budget = { scope: 'key', subject: 'one', limitUsd: 1 };
const OTHER_KEY: Budget = { scope: 'key', subject: 'another', limitUsd: 100 };
const WORKSPACE: Budget = { scope: 'workspace', subject: '*', limitUsd: 2 };

let opened: TestDatabase;
let workspace: SeededWorkspace;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'spender');
});
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.database.pool.query('delete from budget_reservations');
  await opened.database.pool.query('delete from budget_days');
});

function reserve(amountUsd: number, budgets: readonly Budget[] = [KEY], id: string = uuidv7()) {
  return reserveSpend(workspace.database, {
    id,
    day: DAY,
    budgets,
    amountUsd,
    expiresInMs: 60_000,
  });
}

function settle(id: string, costUsd: number, budgets: readonly Budget[] = [KEY]) {
  return settleSpend(workspace.database, { id, day: DAY, budgets, costUsd });
}

function findAll(budgets: readonly Budget[]) {
  return findSpends(workspace.database, { day: DAY, budgets });
}

async function countReservations(): Promise<number> {
  const { rows } = await opened.database.pool.query('select 1 from budget_reservations');
  return rows.length;
}

describe('a reservation', () => {
  it('is granted up to the limit exactly, and refused beyond it', async () => {
    const asked = Array.from({ length: 10 }, () => 0.1);
    for (const amount of asked) expect((await reserve(amount)).isGranted).toBe(true);

    expect(await reserve(0.000_000_1)).toEqual({
      isGranted: false,
      spends: [{ ...KEY, spentUsd: 0, reservedUsd: 1 }],
    });
    expect(await findAll([KEY])).toEqual([{ ...KEY, spentUsd: 0, reservedUsd: 1 }]);
  });

  it('is made in all of its budgets or in none', async () => {
    expect((await reserve(1.5, [OTHER_KEY, WORKSPACE])).isGranted).toBe(true);
    expect((await reserve(0.6, [KEY, WORKSPACE])).isGranted).toBe(false);
    expect((await reserve(0.5, [KEY, WORKSPACE])).isGranted).toBe(true);

    expect(await findAll([KEY, WORKSPACE])).toEqual([
      { ...KEY, spentUsd: 0, reservedUsd: 0.5 },
      { ...WORKSPACE, spentUsd: 0, reservedUsd: 2 },
    ]);
  });

  it('leaves every other day alone', async () => {
    await reserve(1);
    const tomorrow = { day: '2026-03-02', budgets: [KEY] };

    expect(await findSpends(workspace.database, tomorrow)).toEqual([
      { ...KEY, spentUsd: 0, reservedUsd: 0 },
    ]);
  });
});

describe('500 reservations at once', () => {
  it('never exceed the limit of any budget, and use it up', async () => {
    const asked = Array.from({ length: 500 }, (_, index) =>
      reserve(0.01, [index % 2 === 0 ? KEY : OTHER_KEY, WORKSPACE]),
    );
    const granted = (await Promise.all(asked)).filter(({ isGranted }) => isGranted).length;

    expect(granted).toBe(200);
    expect(await countReservations()).toBe(400);
    const [other, key, all] = await findAll([KEY, OTHER_KEY, WORKSPACE]);
    expect(key?.reservedUsd).toBeLessThanOrEqual(KEY.limitUsd);
    expect((key?.reservedUsd ?? 0) + (other?.reservedUsd ?? 0)).toBeCloseTo(2, 12);
    expect(all).toEqual({ ...WORKSPACE, spentUsd: 0, reservedUsd: 2 });
  });

  it('never spend more while others are settled for less', async () => {
    const calls = Array.from({ length: 500 }, async () => {
      const id = uuidv7();
      const { isGranted } = await reserve(0.02, [KEY, WORKSPACE], id);
      if (isGranted) await settle(id, 0.005, [KEY, WORKSPACE]);
      const [spend] = await findAll([KEY]);
      expect((spend?.spentUsd ?? 0) + (spend?.reservedUsd ?? 0)).toBeLessThanOrEqual(1);
      return isGranted;
    });
    const granted = (await Promise.all(calls)).filter(Boolean).length;

    expect(await findAll([KEY, WORKSPACE])).toMatchObject([
      { spentUsd: expect.closeTo(granted * 0.005, 12), reservedUsd: 0 },
      { spentUsd: expect.closeTo(granted * 0.005, 12), reservedUsd: 0 },
    ]);
    expect(await countReservations()).toBe(0);
  });
});

describe('a settlement', () => {
  it('counts what the call did cost, and gives the rest back', async () => {
    const id = uuidv7();
    await reserve(0.9, [KEY], id);
    await settle(id, 0.25);

    expect(await findAll([KEY])).toEqual([{ ...KEY, spentUsd: 0.25, reservedUsd: 0 }]);
    expect((await reserve(0.75)).isGranted).toBe(true);
  });

  it('counts the cost of a call whose reservation has run out', async () => {
    const id = uuidv7();
    await reserve(0.9, [KEY], id);
    await opened.database.pool.query('update budget_reservations set expires_at = now()');
    await expireReservations(opened.database);
    await settle(id, 0.25);

    expect(await findAll([KEY])).toEqual([{ ...KEY, spentUsd: 0.25, reservedUsd: 0 }]);
  });
});

describe('a reservation that nobody settles', () => {
  it('is given back once its time is over, and no other is', async () => {
    const leaked = uuidv7();
    await reserve(0.5, [KEY, WORKSPACE], leaked);
    await reserve(0.25, [KEY, WORKSPACE]);
    await opened.database.pool.query(
      'update budget_reservations set expires_at = now() where id = $1',
      [leaked],
    );
    await expireReservations(opened.database);

    expect(await findAll([KEY, WORKSPACE])).toMatchObject([
      { reservedUsd: 0.25 },
      { reservedUsd: 0.25 },
    ]);
    expect(await countReservations()).toBe(2);
  });
});
