import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { endSync, findSourceEntries, markEntryGone } from '../../../db/queries/sync-runs.ts';
import { openTestDatabase } from '../../support/database.ts';
import { FOLLOWED_SOURCE, seedWorld } from './workspace-world.ts';

it('does not remember an entry as gone for a worker that has lost the sync', async () => {
  await using opened = await openTestDatabase();
  const { database, sync } = await seedWorld(opened.database, { name: 'own', secret: 'secret' });
  const ours = { ...sync, sourceId: sync.source.id };
  const mark = (lease: typeof ours) => markEntryGone(database, lease, FOLLOWED_SOURCE);
  const known = async () => [...(await findSourceEntries(database, sync.source.id)).keys()];
  expect(await mark({ ...ours, token: uuidv7() })).toBe(false);
  expect(await known()).toEqual([FOLLOWED_SOURCE]);
  expect(await mark(ours)).toBe(true);
  expect(await known()).toEqual([]);
});

it('plans no next sync for a worker that has lost this one', async () => {
  await using opened = await openTestDatabase();
  const { database, sync } = await seedWorld(opened.database, { name: 'own', secret: 'secret' });
  const ours = { ...sync, sourceId: sync.source.id };
  const nextSyncAt = async () => {
    const { rows } = await database.executor.execute<{ next_sync_at: string | null }>(
      sql`select next_sync_at::text from sources where id = ${sync.source.id}`,
    );
    return rows[0]?.next_sync_at ?? null;
  };
  await database.executor.execute(
    sql`update sources set interval_seconds = 60, next_sync_at = null where id = ${sync.source.id}`,
  );
  await endSync(database, { ...ours, token: uuidv7() }, { status: 'done', error: null });
  expect(await nextSyncAt()).toBeNull();
  await endSync(database, ours, { status: 'done', error: null });
  expect(await nextSyncAt()).not.toBeNull();
});
