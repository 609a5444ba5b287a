import { z } from 'zod';
import type {
  CreateGoldSet,
  GoldItem,
  GoldSetVersion,
  ToGoldSet,
} from '../../contract/gold-set.ts';
import { MAX_GOLD_ITEMS } from '../../contract/gold-set.ts';
import { GoldSetId, type TraceId } from '../../contract/ids.ts';
import type { ReviewDecision } from '../../contract/review.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import {
  findGoldSet,
  listGoldItems,
  listGoldSets,
  listGoldSetVersions,
  type FoundGoldSet,
} from '../../db/queries/gold-sets.ts';
import { findTraceRecord } from '../../db/queries/traces.ts';
import { addGoldItem, insertGoldSetVersion } from '../../db/queries/write-gold-sets.ts';
import { inTransaction, inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import { findSlips } from '../gold-sets/find-slips.ts';
import { itemOfTrace } from '../gold-sets/item-of-trace.ts';
import { readGoldFile } from '../gold-sets/read-gold-file.ts';
import type { Call, Handlers } from '../http/handlers.ts';
import { requireReview } from '../reviews/describe-review.ts';
import { readDecision } from '../reviews/read-decision.ts';
import type { Services } from '../services.ts';
import { readAnswerRecord } from '../tracing/canonical-record.ts';
import { decodeCursor, toPage } from './cursor.ts';

type GoldSetHandlers = Pick<
  Handlers,
  | 'listGoldSets'
  | 'createGoldSet'
  | 'getGoldSet'
  | 'listGoldSetVersions'
  | 'listGoldItems'
  | 'addTraceToGoldSet'
  | 'addReviewToGoldSet'
>;

export function createGoldSetHandlers(services: Services): GoldSetHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async listGoldSets({ caller, query }) {
      const sets = await listGoldSets(scoped(caller), {
        by: traceReaderFor(caller),
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, z.string()),
      });
      return { body: toPage(sets, query.limit, ({ name }) => name) };
    },

    async createGoldSet(call) {
      return storeGoldSet(call, services);
    },

    async getGoldSet({ caller, params, query }) {
      const database = scoped(caller);
      const set = await requireGoldSet(database, caller, { ...params, ...query });
      return { body: await describeGoldSet(database, caller, { set, lines: new Map() }) };
    },

    async listGoldSetVersions({ caller, params, query }) {
      const database = scoped(caller);
      const { id } = await requireGoldSet(database, caller, params);
      const versions = await listGoldSetVersions(database, {
        id,
        by: traceReaderFor(caller),
        limit: query.limit + 1,
        before: decodeCursor(query.cursor, z.int()),
      });
      return { body: toPage(versions, query.limit, ({ version }) => version) };
    },

    async listGoldItems({ caller, params, query }) {
      const database = scoped(caller);
      const set = await requireGoldSet(database, caller, { ...params, version: query.version });
      const items = await listGoldItems(database, {
        ...set,
        part: null,
        by: traceReaderFor(caller),
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, z.int()),
      });
      const page = toPage(items, query.limit, ({ place }) => place);
      return { body: { ...page, data: page.data.map(({ item }) => item) } };
    },

    async addTraceToGoldSet({ caller, params, body, keepReply }) {
      const record = await requireAnswer(scoped(caller), caller, params.id);
      return addRecorded({ caller, keepReply, record, decision: null, request: body }, services);
    },

    async addReviewToGoldSet({ caller, params, body, keepReply }) {
      const database = scoped(caller);
      const review = await requireReview(database, caller, params.id);
      const decided = await readDecision(database, review.id);
      if (decided === null) throw new AppError('conflict', 'The review is not decided yet.');
      const record = await requireAnswer(database, caller, review.trace_id);
      const { decision } = decided;
      return addRecorded({ caller, keepReply, record, decision, request: body }, services);
    },
  };
}

/** Throws `AppError('not_found')` for a set, or a version, that there is not. */
export async function requireGoldSet(
  database: WorkspaceDatabase,
  caller: Caller,
  wanted: { readonly name: string; readonly version?: number | undefined },
): Promise<FoundGoldSet> {
  const { name, version = null } = wanted;
  const set = await findGoldSet(database, { name, version, by: traceReaderFor(caller) });
  if (set !== null) return set;
  const which = version === null ? '' : ` with a version ${version}`;
  throw new AppError('not_found', `There is no gold set named "${name}"${which}.`);
}

async function storeGoldSet(
  { caller, body, keepReply }: Call<'createGoldSet'>,
  services: Services,
): Promise<{ readonly body: GoldSetVersion; readonly status: 201 }> {
  const { name, note, base_version: baseVersion = null } = body;
  const read = readItems(body);
  const by = traceReaderFor(caller);
  return inTransaction(inWorkspace(services.database, caller.workspaceId), async (transaction) => {
    const version = await insertGoldSetVersion(transaction, {
      id: GoldSetId.parse(services.newId()),
      name,
      note,
      createdBy: caller.keyName,
      baseVersion,
      items: read.map(({ item }) => item),
      by,
    });
    if (version === null) {
      throw new AppError('conflict', `"${name}" has changed since version ${baseVersion}.`);
    }
    const set = await requireGoldSet(transaction, caller, { name, version });
    const lines = new Map(
      read.flatMap(({ line, item }) => (line === null ? [] : [[item.id, line]])),
    );
    const stored = await describeGoldSet(transaction, caller, { set, lines });
    const reply = { body: stored, status: 201 } as const;
    await keepReply(transaction, reply);
    return reply;
  });
}

function readItems(
  body: CreateGoldSet,
): readonly { readonly line: number | null; readonly item: GoldItem }[] {
  if ('content' in body) return readGoldFile(body.content, body.format);
  const ids = body.items.map(({ id }) => id);
  const fields = ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ path: `/items/${index}/id`, message: `there is another item "${id}"` }],
  );
  if (fields.length > 0) {
    throw new AppError('invalid_value', 'Each item needs an id of its own.', { fields });
  }
  return body.items.map((item) => ({ line: null, item }));
}

async function describeGoldSet(
  database: WorkspaceDatabase,
  caller: Caller,
  described: { readonly set: FoundGoldSet; readonly lines: ReadonlyMap<string, number> },
): Promise<GoldSetVersion> {
  const { id, ...set } = described.set;
  const by = traceReaderFor(caller);
  const wanted = { id, version: set.version, part: null, by, limit: MAX_GOLD_ITEMS, after: null };
  const placed = await listGoldItems(database, wanted);
  const items = placed.map(({ item }) => item);
  const warnings = await findSlips(database, items, { by, lines: described.lines });
  return { ...set, warnings: [...warnings] };
}

/** Throws `AppError('not_found')` where the caller may not read the trace, `conflict` where it is of no answer. */
async function requireAnswer(
  database: WorkspaceDatabase,
  caller: Caller,
  id: TraceId,
): Promise<AnswerTraceRecord> {
  const stored = await findTraceRecord(database, { id, by: traceReaderFor(caller) });
  if (stored === null) throw new AppError('not_found', 'There is no such trace.');
  const record = readAnswerRecord(stored);
  if (record === null) throw new AppError('conflict', 'The trace is not that of an answer.');
  return record;
}

function addRecorded(
  added: Pick<Call<'addTraceToGoldSet'>, 'caller' | 'keepReply'> & {
    readonly record: AnswerTraceRecord;
    readonly decision: ReviewDecision | null;
    readonly request: ToGoldSet;
  },
  services: Services,
) {
  const { caller, keepReply, record, decision, request } = added;
  const item = itemOfTrace(record, decision, request);
  return inTransaction(inWorkspace(services.database, caller.workspaceId), async (transaction) => {
    const version = await addGoldItem(transaction, {
      id: GoldSetId.parse(services.newId()),
      name: request.gold_set,
      note: `With ${item.id}`,
      createdBy: caller.keyName,
      item,
    });
    const found = await requireGoldSet(transaction, caller, { name: request.gold_set, version });
    const { id: _id, ...set } = found;
    const reply = { body: { gold_set: set, item }, status: 201 } as const;
    await keepReply(transaction, reply);
    return reply;
  });
}
