import { sql, type SQL } from 'drizzle-orm';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  binaryBigintArray,
  binaryByteaArray,
  binaryIntArray,
  binaryTextArray,
  binaryUuidArray,
  binaryVector,
  binaryVectorArray,
} from '../../db/binary-array.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

/** What the database holds of an array, each element as text. */
async function textOf(array: SQL): Promise<readonly (string | null)[]> {
  const { rows } = await opened.database.executor.execute<{ element: string | null }>(
    sql`select element::text from unnest(${array}) with ordinality as sent (element, position) order by position`,
  );
  return rows.map((row) => row.element);
}

/** Postgres has no text with a zero in it, and a lone surrogate is no text. */
const text = fc
  .string({ unit: 'binary' })
  .map((value) => value.replaceAll('\0', '').toWellFormed());

describe('a binary array', () => {
  it('brings every text as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text), async (values) => {
        expect(await textOf(binaryTextArray(values))).toEqual(values);
      }),
      { numRuns: 50 },
    );
    const awkward = ['', '{}', '"', '\\', 'NULL', ',', 'ä€😀', "'; drop table chunks"];
    expect(await textOf(binaryTextArray(awkward))).toEqual(awkward);
  });

  it('brings bytes as they are', async () => {
    const values = [Buffer.alloc(0), Buffer.from([0, 255, 92]), Buffer.alloc(10_000, 7)];
    const sent = await textOf(binaryByteaArray(values));
    expect(sent).toEqual(values.map((value) => `\\x${value.toString('hex')}`));
  });

  it('brings numbers and nulls', async () => {
    const integers = [0, -1, 2_147_483_647, null, -2_147_483_648];
    expect(await textOf(binaryIntArray(integers))).toEqual(
      integers.map((value) => (value === null ? null : String(value))),
    );
    const large = [0, -7, Number.MAX_SAFE_INTEGER];
    expect(await textOf(binaryBigintArray(large))).toEqual(large.map(String));
  });

  it('brings ids, and refuses what is none', async () => {
    const ids = ['01890000-0000-7000-8000-0000000000ff', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    expect(await textOf(binaryUuidArray(ids))).toEqual(ids);
    expect(() => binaryUuidArray(['01890000'])).toThrow(TypeError);
    expect(() => binaryUuidArray(['not-an-id'])).toThrow(TypeError);
  });

  it('brings vectors of any dimensions', async () => {
    const vectors = [Float32Array.of(1, -0.5), Float32Array.of(0.25), new Float32Array(384)];
    const sent = await textOf(binaryVectorArray(vectors));
    expect(sent).toEqual(vectors.map((vector) => JSON.stringify([...vector])));
  });

  it('brings one vector as it is', async () => {
    expect(await textOf(sql`array[${binaryVector(Float32Array.of(1, -0.5))}]`)).toEqual([
      '[1,-0.5]',
    ]);
  });

  it('has a vector that is not finite refused', async () => {
    for (const value of [Number.NaN, Infinity]) {
      await expect(textOf(binaryVectorArray([Float32Array.of(value)]))).rejects.toThrow(
        /Failed query/,
      );
    }
  });

  it('refuses a number that is not a whole one', () => {
    expect(() => binaryIntArray([0.5])).toThrow(TypeError);
    expect(() => binaryIntArray([2 ** 31])).toThrow(RangeError);
    expect(() => binaryBigintArray([0.5])).toThrow(RangeError);
  });

  it('can be empty', async () => {
    const empty = [
      binaryTextArray([]),
      binaryByteaArray([]),
      binaryUuidArray([]),
      binaryIntArray([]),
    ];
    for (const array of [...empty, binaryBigintArray([]), binaryVectorArray([])]) {
      expect(await textOf(array)).toEqual([]);
    }
  });
});
