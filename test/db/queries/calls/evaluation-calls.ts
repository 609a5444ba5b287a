import { v7 as uuidv7 } from 'uuid';
import type { Observation } from '../../../../contract/evaluation-result.ts';
import { EvaluationVariant } from '../../../../contract/evaluation-variant.ts';
import { GoldItem } from '../../../../contract/gold-set.ts';
import { DocumentId, EvaluationId, GoldDraftId, GoldSetId } from '../../../../contract/ids.ts';
import type { Database } from '../../../../db/client.ts';
import * as evaluations from '../../../../db/queries/evaluations.ts';
import * as goldDrafts from '../../../../db/queries/gold-drafts.ts';
import * as goldSets from '../../../../db/queries/gold-sets.ts';
import * as steer from '../../../../db/queries/steer-evaluation.ts';
import * as write from '../../../../db/queries/write-gold-sets.ts';
import { EVERYONE, type SeededWorkspace } from '../seed-workspace.ts';
import type { QueryCalls } from './query-call.ts';

const BY = { reader: EVERYONE, isAdmin: false };
const TRACE_READER = { ...BY, onlyApiKeyId: null };
const LEASE_SECONDS = 60;

export const GOLD_SET = 'seeded';
export const VARIANT = 'configured';
export const FAILED: Observation = { kind: 'failed', code: 'internal', detail: 'broke' };

export function goldItemOf(secret: string, id = 'one'): GoldItem {
  return GoldItem.parse({
    id,
    input: `What is ${secret}?`,
    expected: { accepted_answers: [secret] },
    sources: [{ path: 'badges' }],
  });
}

function newDraft(item: GoldItem, id = GoldDraftId.parse(uuidv7())) {
  return {
    id,
    template: 'definition',
    model: null,
    trace_id: null,
    item,
    document_id: DocumentId.parse(uuidv7()),
    document_version: 1,
    quote: item.input,
    char_start: 0,
    char_end: item.input.length,
  } as const;
}

/** A set of one item, a draft for it, and a run over it that is leased and has a result which failed. */
export async function seedEvaluation(
  open: Database,
  { database, apiKeyId }: SeededWorkspace,
  secret: string,
): Promise<{
  readonly evaluationId: EvaluationId;
  readonly goldSetId: GoldSetId;
  readonly evaluationLease: string;
  readonly goldDraftId: GoldDraftId;
}> {
  const goldSetId = GoldSetId.parse(uuidv7());
  const evaluationId = EvaluationId.parse(uuidv7());
  const evaluationLease = uuidv7();
  await write.insertGoldSetVersion(database, {
    id: goldSetId,
    name: GOLD_SET,
    note: secret,
    createdBy: 'key',
    baseVersion: null,
    items: [goldItemOf(secret)],
    by: BY,
  });
  await evaluations.insertEvaluation(database, {
    id: evaluationId,
    goldSetId,
    version: 1,
    part: null,
    variants: [EvaluationVariant.parse({ name: VARIANT })],
    concurrency: 1,
    itemCount: 1,
    apiKeyId,
    apiKeyName: secret,
    codeVersion: 'test',
  });
  await evaluations.insertEvaluationResult(database, {
    runId: evaluationId,
    variant: VARIANT,
    itemId: 'one',
    traceId: null,
    configHash: secret,
    observation: FAILED,
  });
  const goldDraftId = GoldDraftId.parse(uuidv7());
  await goldDrafts.insertGoldDrafts(database, {
    goldSet: GOLD_SET,
    createdBy: 'key',
    drafts: [newDraft(goldItemOf(secret, secret), goldDraftId)],
  });
  const leased = await steer.leaseEvaluation(open, {
    token: evaluationLease,
    seconds: 3_600,
  });
  if (leased?.id !== evaluationId) throw new Error('Another run was waiting.');
  return { evaluationId, goldSetId, evaluationLease, goldDraftId };
}

function newSet(goldSetId = GoldSetId.parse(uuidv7())) {
  return { id: goldSetId, note: '', createdBy: 'key' };
}

export const EVALUATION_CALLS: QueryCalls = {
  listGoldSets: (database) => goldSets.listGoldSets(database, { by: BY, limit: 100, after: null }),
  findGoldSet: async (database, { goldSetId }) => {
    const found = await goldSets.findGoldSet(database, { name: GOLD_SET, version: null, by: BY });
    // Both workspaces have a set of this name.
    return found?.id === goldSetId ? found : null;
  },
  listGoldSetVersions: (database, { goldSetId: id }) =>
    goldSets.listGoldSetVersions(database, { id, by: BY, limit: 100, before: null }),
  listGoldItems: (database, { goldSetId: id }) =>
    goldSets.listGoldItems(database, {
      id,
      version: 1,
      part: null,
      by: BY,
      limit: 100,
      after: null,
    }),
  countGoldItems: (database, { goldSetId: id }) =>
    goldSets.countGoldItems(database, { id, version: 1, part: null, by: BY }),
  findSourceClasses: (database) => goldSets.findSourceClasses(database, ['badges', 'nowhere']),
  findUnknownSources: (database) =>
    goldSets.findUnknownSources(database, { sources: ['badges', 'nowhere'], by: BY }),
  insertGoldSetVersion: (database) =>
    write.insertGoldSetVersion(database, {
      ...newSet(),
      name: GOLD_SET,
      baseVersion: 1,
      items: [goldItemOf('other', 'two')],
      by: BY,
    }),
  addGoldItem: (database) =>
    write.addGoldItem(database, { ...newSet(), name: GOLD_SET, item: goldItemOf('other', 'two') }),
  insertGoldDrafts: async (database) => {
    const added = await goldDrafts.insertGoldDrafts(database, {
      goldSet: GOLD_SET,
      createdBy: 'key',
      drafts: [newDraft(goldItemOf('other', 'two'))],
    });
    return added.map(({ item }) => item);
  },
  listGoldDrafts: (database) =>
    goldDrafts.listGoldDrafts(database, {
      goldSet: GOLD_SET,
      status: 'draft',
      by: BY,
      limit: 100,
      after: null,
    }),
  findGoldDraft: (database, { goldDraftId: id }) =>
    goldDrafts.findGoldDraft(database, { goldSet: GOLD_SET, id, by: BY }),
  decideGoldDraft: (database, { goldDraftId: id }) =>
    goldDrafts.decideGoldDraft(database, {
      id,
      status: 'approved',
      item: goldItemOf('other', 'two'),
      decidedBy: 'key',
    }),
  findDraftedItems: (database) => goldDrafts.findDraftedItems(database, GOLD_SET),
  insertEvaluation: (database, { goldSetId, apiKeyId }) =>
    evaluations.insertEvaluation(database, {
      id: EvaluationId.parse(uuidv7()),
      goldSetId,
      version: 1,
      part: null,
      variants: [EvaluationVariant.parse({ name: VARIANT })],
      concurrency: 1,
      itemCount: 1,
      apiKeyId,
      apiKeyName: 'key',
      codeVersion: 'test',
    }),
  listEvaluations: (database) =>
    evaluations.listEvaluations(database, { goldSet: null, limit: 100, before: null }),
  findEvaluation: (database, { evaluationId: id }) => evaluations.findEvaluation(database, id),
  insertEvaluationResult: (database, { evaluationId: runId }) =>
    evaluations.insertEvaluationResult(database, {
      runId,
      variant: 'another',
      itemId: 'one',
      traceId: null,
      configHash: 'test',
      observation: FAILED,
    }),
  listRecordedKeys: (database, { evaluationId }) =>
    evaluations.listRecordedKeys(database, evaluationId),
  listEvaluationResults: (database, { evaluationId: runId }) =>
    evaluations.listEvaluationResults(database, { runId, items: ['one'], by: TRACE_READER }),
  renewEvaluation: (database, { evaluationId: id, evaluationLease: leaseToken }) =>
    steer.renewEvaluation(database, { id, leaseToken }, LEASE_SECONDS),
  endEvaluation: (database, { evaluationId: id, evaluationLease: leaseToken }) =>
    steer.endEvaluation(database, { id, leaseToken }, null),
  cancelEvaluation: (database, { evaluationId }) => steer.cancelEvaluation(database, evaluationId),
  resumeEvaluation: async (database, { evaluationId }) => {
    await steer.cancelEvaluation(database, evaluationId);
    return steer.resumeEvaluation(database, evaluationId);
  },
};
