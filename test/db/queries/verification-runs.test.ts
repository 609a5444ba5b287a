import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { VerificationRunId, type TraceId } from '../../../contract/ids.ts';
import { saveTrace } from '../../../db/queries/traces.ts';
import {
  cancelVerificationRun,
  endVerificationRun,
  findAnswersToVerify,
  findVerificationRun,
  insertVerificationRun,
  leaseVerificationRun,
  saveVerificationResult,
  type LeasedRun,
} from '../../../db/queries/verification-runs.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { EVERYONE } from './seed-workspace.ts';
import { seedWorld, traceOf, type World } from './workspace-world.ts';

const ADMIN = { reader: EVERYONE, isAdmin: true, onlyApiKeyId: null };
let opened: TestDatabase;
let world: World;
beforeAll(async () => {
  opened = await openTestDatabase();
  world = await seedWorld(opened.database, { name: 'verifying', secret: 'secret' });
  await endVerificationRun(world.database, world.verificationRun, {
    status: 'done',
    failure: null,
  });
  for (let count = 0; count < 2; count += 1) {
    await saveTrace(world.database, traceOf(world, 'complete'));
  }
});
afterAll(() => opened.close());

async function start(): Promise<VerificationRunId> {
  const id = VerificationRunId.parse(uuidv7());
  const times = { createdAt: new Date(), to: new Date(Date.now() + 60_000) };
  const run = { id, apiKeyId: world.apiKeyId, upTo: 'builtin', ...times } as const;
  await insertVerificationRun(world.database, run, ADMIN);
  return id;
}

const lease = () => leaseVerificationRun(opened.database, { token: uuidv7(), seconds: 60 });
const answersOf = (run: LeasedRun) =>
  findAnswersToVerify(world.database, run, { by: ADMIN, limit: 100 });
const save = (run: LeasedRun, traceId: TraceId) =>
  saveVerificationResult(
    world.database,
    { ...run, seconds: 60 },
    { traceId, changedClaims: 2, failure: 'It could not be checked.' },
  );

async function leased(): Promise<LeasedRun> {
  const run = await lease();
  if (run === null) throw new Error('Nothing is to be leased.');
  return run;
}

it('can be taken over in the very instant in which it is given up, however that is rounded', async () => {
  const id = await start();
  for (let count = 0; count < 10; count += 1) {
    await opened.database.executor.transaction(async (executor) => {
      // `now()` stands still in a transaction.
      const database = { ...opened.database, executor };
      for (const token of [uuidv7(), uuidv7()]) {
        expect((await leaseVerificationRun(database, { token, seconds: 0 }))?.id).toBe(id);
      }
    });
  }
  await cancelVerificationRun(world.database, id);
});

it('goes on behind the last answer when another server takes a run over, and the first can write no more', async () => {
  const id = await start();
  const first = await leased();
  expect(await lease()).toBeNull();
  const [one, two, ...others] = await answersOf(first);
  if (one === undefined || two === undefined) throw new Error('There are no answers.');
  expect(await save(first, one)).toBe(true);
  await opened.database.pool.query(
    `update verification_runs set lease_until = now() - interval '1 second' where id = $1`,
    [id],
  );
  const second = await leased();
  expect(second.id).toBe(id);
  expect(await answersOf(second)).toEqual([two, ...others]);
  expect(await save(first, two)).toBe(false);
  expect(await save(second, two)).toBe(true);
  expect(await findVerificationRun(world.database, id)).toMatchObject({
    total_answers: 2 + others.length,
    failed_answers: 2,
    changed_answers: 2,
    changed_claims: 4,
  });
  expect(await endVerificationRun(world.database, second, { status: 'done', failure: null })).toBe(
    true,
  );
  expect(await lease()).toBeNull();
});

it('takes no result once it has been cancelled', async () => {
  const id = await start();
  const run = await leased();
  const [one] = await answersOf(run);
  await cancelVerificationRun(world.database, id);
  expect(one !== undefined && (await save(run, one))).toBe(false);
  expect(await findVerificationRun(world.database, id)).toMatchObject({
    status: 'cancelled',
    checked_answers: 0,
  });
  expect(await lease()).toBeNull();
});
