import { z } from 'zod';
import { MAX_DRAFTED_DOCUMENTS, type DraftGoldItems } from '../../contract/gold-draft.ts';
import { GoldItem } from '../../contract/gold-set.ts';
import { GoldSetId, type DocumentId } from '../../contract/ids.ts';
import { listDocuments } from '../../db/queries/documents.ts';
import {
  decideGoldDraft,
  findDraftedItems,
  findGoldDraft,
  insertGoldDrafts,
  listGoldDrafts,
  type NewGoldDraft,
} from '../../db/queries/gold-drafts.ts';
import {
  findServedTexts,
  measureServedTexts,
  type ServedText,
} from '../../db/queries/served-texts.ts';
import { addGoldItem } from '../../db/queries/write-gold-sets.ts';
import { inTransaction, inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor, traceReaderFor } from '../access/reader-for.ts';
import { sumUsage } from '../answer/sum-usage.ts';
import type { Caller } from '../caller.ts';
import { draftByModel, type ModelDrafting, type ModelDrafts } from '../gold-sets/draft-by-model.ts';
import { draftItems } from '../gold-sets/draft-items.ts';
import { readPlaces } from '../gold-sets/drafted-places.ts';
import type { Call, Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { requireGoldSet } from './gold-set-handlers.ts';

/** What is read at once to draft from. */
const MAX_CHARS = 4_000_000;

type GoldDraftHandlers = Pick<Handlers, 'draftGoldItems' | 'listGoldDrafts' | 'decideGoldDraft'>;

export function createGoldDraftHandlers(services: Services): GoldDraftHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async draftGoldItems({ caller, params, body, signal, traceparent, keepReply }) {
      const documents = await readDocuments(scoped(caller), caller, body);
      const asked = { caller, goldSet: params.name, documents, request: body, signal, traceparent };
      const written = body.by === 'model' ? await draftByModel(asked, services) : null;
      return inTransaction(scoped(caller), async (transaction) => {
        const drafts = written?.drafts ?? (await draftByTemplate(transaction, asked, services));
        const data = await insertGoldDrafts(transaction, {
          goldSet: params.name,
          createdBy: caller.keyName,
          drafts,
        });
        const reply = {
          body: { data: [...data], documents: documents.length, ...describeAsked(written) },
          status: 201 as const,
        };
        await keepReply(transaction, reply);
        return reply;
      });
    },

    async listGoldDrafts({ caller, params, query }) {
      const drafts = await listGoldDrafts(scoped(caller), {
        goldSet: params.name,
        status: query.status,
        by: traceReaderFor(caller),
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, z.uuid()),
      });
      return { body: toPage(drafts, query.limit, ({ id }) => id) };
    },

    async decideGoldDraft(call) {
      return decide(call, services);
    },
  };
}

async function draftByTemplate(
  transaction: WorkspaceDatabase,
  { goldSet, documents, request }: Pick<ModelDrafting, 'goldSet' | 'documents' | 'request'>,
  { newId }: Services,
): Promise<readonly NewGoldDraft[]> {
  const places = readPlaces(await findDraftedItems(transaction, goldSet));
  return draftItems(documents, { count: request.count, places, newId });
}

/** Of templates, which ask nobody, there is nothing to tell. */
function describeAsked(written: ModelDrafts | null) {
  return {
    asked: written?.asked ?? 0,
    not_kept: [...(written?.notKept ?? [])],
    usage: sumUsage(written?.attempts ?? []),
  };
}

/**
 * Throws `AppError('not_found')` for a document that may not be read or does not serve, and `invalid_value` where they
 * are too long together.
 */
async function readDocuments(
  database: WorkspaceDatabase,
  caller: Caller,
  request: DraftGoldItems,
): Promise<readonly ServedText[]> {
  const ids = await chooseDocuments(database, caller, request);
  const reader = readerFor(caller);
  const chars = await measureServedTexts(database, { ids, reader });
  if (chars > MAX_CHARS) {
    throw new AppError(
      'invalid_value',
      `The documents have ${chars} characters, and ${MAX_CHARS} are read at once: name fewer.`,
    );
  }
  const documents = await findServedTexts(database, { ids, reader });
  if (request.document_ids !== undefined && documents.length < ids.length) {
    throw new AppError('not_found', 'There is no such document.');
  }
  return documents;
}

/** Throws `AppError('not_found')` where the collection has none that may be read. */
async function chooseDocuments(
  database: WorkspaceDatabase,
  caller: Caller,
  { document_ids: named, collection }: DraftGoldItems,
): Promise<readonly DocumentId[]> {
  if (named !== undefined) return [...new Set(named)];
  const documents = await listDocuments(database, {
    reader: readerFor(caller),
    collection,
    limit: MAX_DRAFTED_DOCUMENTS,
    after: null,
  });
  if (documents.length > 0) return documents.map(({ id }) => id);
  throw new AppError(
    'not_found',
    `There is no document to read in the collection "${collection}".`,
  );
}

/** The draft changes and the set gets its version in one transaction, so that a draft is taken once. */
function decide({ caller, params, body }: Call<'decideGoldDraft'>, services: Services) {
  const by = traceReaderFor(caller);
  return inTransaction(inWorkspace(services.database, caller.workspaceId), async (transaction) => {
    const found = await findGoldDraft(transaction, { goldSet: params.name, id: params.id, by });
    if (found === null) throw new AppError('not_found', 'There is no such draft.');
    const item = body.decision === 'approve' ? edited(found.item, body) : found.item;
    const draft = await decideGoldDraft(transaction, {
      id: found.id,
      status: body.decision === 'approve' ? 'approved' : 'dismissed',
      item,
      decidedBy: caller.keyName,
    });
    if (draft === null) throw new AppError('conflict', 'The draft is decided already.');
    if (body.decision === 'dismiss') return { body: { draft, gold_set: null } };
    const version = await addGoldItem(transaction, {
      id: GoldSetId.parse(services.newId()),
      name: params.name,
      note: `With ${item.id}`,
      createdBy: caller.keyName,
      item,
    });
    const set = await requireGoldSet(transaction, caller, { name: params.name, version });
    const { id: _id, ...goldSet } = set;
    return { body: { draft, gold_set: goldSet } };
  });
}

function edited(
  item: GoldItem,
  edits: Extract<Call<'decideGoldDraft'>['body'], { decision: 'approve' }>,
): GoldItem {
  const { input = item.input, accepted_answers: accepted, part = item.part } = edits;
  const expected = accepted === undefined ? item.expected : { accepted_answers: accepted };
  return GoldItem.parse({ ...item, input, part, expected });
}
