import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../db/client.ts';
import { publishVersion } from '../../../db/queries/publish-version.ts';
import { inWorkspace } from '../../../db/workspace-database.ts';
import { sha256 } from '../../../platform/hash.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { readLexicalIndex, recountLexicalIndex } from './recount.ts';
import {
  draftChunks,
  enqueue,
  leaseNext,
  publicationOf,
  publishChunks,
  seedWorkspace,
  versionOf,
} from './seed-workspace.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

/** One chunk more than a transaction stores. */
const TEXTS = Array.from({ length: 1_001 }, (_, index) => `rule ${index}`);
const BYTES = Buffer.from('a large document');

/** An executor that waits for something else before its transaction of that number, from 0. */
function interrupted(executor: Executor, number: number, meanwhile: () => Promise<void>): Executor {
  let count = 0;
  return new Proxy(executor, {
    get(target, name) {
      if (name === 'transaction') {
        return async (...given: Parameters<Executor['transaction']>) => {
          count += 1;
          if (count - 1 === number) await meanwhile();
          return target.transaction(...given);
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('a version that is stored in several transactions', { timeout: 60_000 }, () => {
  it.each([
    ['its text', 0],
    ['its first chunks', 1],
    ['its last chunks', 2],
    ['its postings', 3],
    ['the switch', 4],
  ])('is stored once when another worker takes over before %s', async (_what, number) => {
    const workspace = await seedWorkspace(opened.database, `steps-${number}`);
    const { workspaceId } = workspace.database;
    await enqueue(workspace, { source: 'large', bytes: BYTES, sha256: sha256(BYTES) });
    const slow = await leaseNext(opened.database, -1);
    const takeOver = async () => {
      const job = await leaseNext(opened.database);
      expect(job.id).toBe(slow.id);
      const chunks = draftChunks(TEXTS);
      const published = await publishChunks(workspace, { job, chunks, bytes: BYTES });
      expect(published).toMatchObject({ kind: 'published', version: 1, added: TEXTS.length });
    };
    const executor = interrupted(opened.database.executor, number, takeOver);
    const outcome = await publishVersion(
      inWorkspace({ ...opened.database, executor }, workspaceId),
      versionOf(workspace, { job: slow, chunks: draftChunks(TEXTS), bytes: BYTES }),
      publicationOf(slow),
    );
    expect(outcome).toEqual({ kind: 'lease_lost' });
    const staged = await opened.database.pool.query(
      'select id from lexical_segments where workspace_id = $1 and staged_for is not null',
      [workspaceId],
    );
    expect(staged.rows).toEqual([]);
    expect(await readLexicalIndex(opened.database, workspaceId)).toEqual(
      await recountLexicalIndex(opened.database, workspaceId),
    );
  });
});
