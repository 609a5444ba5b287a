import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkGivenDatabase } from '../../db/check-given-database.ts';
import { startPeer } from '../process/database-peer.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

describe('a database that an operator names', () => {
  it('is accepted when it can be worked with', async () => {
    await expect(checkGivenDatabase(opened.connectionString)).resolves.toBeUndefined();
  });

  it.each([
    [{ state: '57P03', message: 'the database system is starting up' }, 'starting up'],
    [null, 'it did not answer in time'],
  ])('is refused when its server says %o', async (refusal, reason) => {
    await using peer = await startPeer(refusal);
    await expect(checkGivenDatabase(peer.url)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(reason),
    });
  });
});
