import { v7 as uuidv7 } from 'uuid';
import * as canaries from '../../../../db/queries/canaries.ts';
import * as steer from '../../../../db/queries/steer-canaries.ts';
import type { WorkspaceDatabase } from '../../../../db/workspace-database.ts';
import { canaryRounds } from '../../../../db/schema/canaries.ts';
import { EVERYONE } from '../seed-workspace.ts';
import type { QueryCalls } from './query-call.ts';

const MODEL = 'model';
const HASH = 'hash';

function answerOf(roundId: string): canaries.NewCanaryAnswer {
  return {
    roundId,
    question: 0,
    repetition: 0,
    asked: 'How long is a leave?',
    classification: 'public',
    answer: 'Five days.',
    costUsd: 0,
    answeredAt: new Date('2026-03-01T00:00:00Z'),
  };
}

/** A round that is being worked on, with an answer. */
async function seedRound(
  database: WorkspaceDatabase,
): Promise<{ readonly id: string; readonly leaseToken: string }> {
  const { workspaceId } = database;
  const id = uuidv7();
  const leaseToken = uuidv7();
  await database.executor.insert(canaryRounds).values({
    workspaceId,
    id,
    model: MODEL,
    kind: 'baseline',
    status: 'running',
    questionsHash: HASH,
    leaseToken,
    leaseUntil: new Date(Date.now() + 60_000),
  });
  await canaries.insertCanaryAnswer(database, answerOf(id));
  return { id, leaseToken };
}

function end(
  database: WorkspaceDatabase,
  lease: { readonly id: string; readonly leaseToken: string },
) {
  return steer.endCanaryRound(database, lease, {
    kind: 'baseline',
    verdict: 'recorded',
    detail: 'All came.',
    questionsHash: HASH,
    baselineId: null,
    changed: null,
    distance: null,
    ownDistance: null,
    pValue: null,
  });
}

export const CANARY_CALLS: QueryCalls = {
  queueCanaryRound: (database, { apiKeyId }) =>
    steer.queueCanaryRound(database, {
      id: uuidv7(),
      model: MODEL,
      kind: 'check',
      requestedBy: { apiKeyId, name: 'key' },
      unlessSince: new Date(0),
    }),
  renewCanaryRound: async (database) =>
    steer.renewCanaryRound(database, await seedRound(database), 60),
  endCanaryRound: async (database) => end(database, await seedRound(database)),
  insertCanaryAnswer: async (database) => {
    await seedRound(database);
    return 'inserted';
  },
  listCanaryAnswers: async (database) => {
    const { id: roundId } = await seedRound(database);
    const by = { reader: EVERYONE, isAdmin: false };
    return canaries.listCanaryAnswers(database, { roundId, classes: ['public'], by });
  },
  listCanaryRounds: async (database) => {
    await seedRound(database);
    const page = { model: MODEL, limit: 10, before: null };
    const rounds = await canaries.listCanaryRounds(database, page);
    return rounds.map((round) => ({ ...round, id: null }));
  },
  findCanaryRound: async (database) => {
    const { id } = await seedRound(database);
    const round = await canaries.findCanaryRound(database, id);
    return round === null ? null : { ...round, id: null };
  },
  findBaselineId: async (database) => {
    const lease = await seedRound(database);
    await end(database, lease);
    const found = await canaries.findBaselineId(database, { model: MODEL, questionsHash: HASH });
    return found === lease.id;
  },
};
