import type { DatabaseError, Pool } from 'pg';

export interface StressResult {
  readonly operations: number;
  readonly problems: readonly string[];
}

const CALLERS = 24;

/** Mixes transactions, SQL errors, named statements and large rows over one pool. */
export async function stressPool(pool: Pool, operations: number): Promise<StressResult> {
  const problems: string[] = [];
  let next = 0;
  const caller = async () => {
    while (next < operations) {
      const number = next;
      next += 1;
      try {
        await perform(pool, number, (problem) => problems.push(`${number}: ${problem}`));
      } catch (error) {
        problems.push(`${number}: ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return { operations, problems };
}

type Report = (problem: string) => void;

async function perform(pool: Pool, number: number, report: Report): Promise<void> {
  const kinds = [insertInTransaction, divideByZero, addNamed, failInTransaction, selectArray];
  await kinds[number % kinds.length]?.(pool, number, report);
}

/** Even numbers are rolled back, so that the rows at the end are known. */
async function insertInTransaction(pool: Pool, number: number, report: Report): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('insert into stress values ($1, $2)', [number, `row ${number}`]);
    const { rows } = await client.query('select label from stress where id = $1', [number]);
    if (rows[0]?.label !== `row ${number}`) report(`read ${JSON.stringify(rows)}`);
    await client.query(number % 2 === 0 ? 'rollback' : 'commit');
  } finally {
    client.release();
  }
}

async function divideByZero(pool: Pool, number: number, report: Report): Promise<void> {
  const outcome = await pool.query('select $1::int / 0', [number]).then(
    () => 'no error',
    (error: DatabaseError) => error.code,
  );
  if (outcome !== '22012') report(`expected 22012, got ${outcome}`);
}

async function addNamed(pool: Pool, number: number, report: Report): Promise<void> {
  const { rows } = await pool.query({
    name: 'add_one',
    text: 'select $1::int + 1 as sum',
    values: [number],
  });
  if (rows[0]?.sum !== number + 1) report(`added to ${JSON.stringify(rows)}`);
}

async function failInTransaction(pool: Pool, _: number, report: Report): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const failed = await client.query('select no_such_column').then(
      () => false,
      () => true,
    );
    if (!failed) report('selected a column that does not exist');
    await client.query('rollback');
  } finally {
    client.release();
  }
}

async function selectArray(pool: Pool, number: number, report: Report): Promise<void> {
  const size = (number % 50) + 1;
  const { rows } = await pool.query(
    'select $1::text as label, array_agg(n) as numbers from generate_series(1, $2::int) n',
    [`ä${number}`, size],
  );
  if (rows[0]?.label !== `ä${number}` || rows[0]?.numbers.length !== size) {
    report(`selected ${JSON.stringify(rows)}`);
  }
}
