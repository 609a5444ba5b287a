import type { DocumentId, IngestRunId } from '../../contract/ids.ts';
import { TraceId } from '../../contract/ids.ts';
import type { ReaskRequest } from '../../contract/stale-answer.ts';
import {
  countCitingAnswers,
  listCitingAnswers,
  type AnswerQuery,
  type AnswerScope,
  type FoundAnswer,
} from '../../db/queries/citing-answers.ts';
import { findIngestRun } from '../../db/queries/ingest-runs.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor, traceReaderFor } from '../access/reader-for.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { describeAnswers } from '../stale-answers/describe-changes.ts';
import { reaskAnswers } from '../stale-answers/reask.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { requireDocument } from './require-document.ts';

type StaleAnswerHandlers = Pick<
  Handlers,
  'listDocumentAnswers' | 'listRunStaleAnswers' | 'reaskAnswers'
>;

export function createStaleAnswerHandlers(services: Services): StaleAnswerHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async listDocumentAnswers({ caller, params, query }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      const isStale = query.stale === undefined ? null : query.stale === 'true';
      const scope: AnswerScope = { kind: 'document', documentId: params.id };
      return listPage(database, { by: traceReaderFor(caller), scope, isStale }, query);
    },

    async listRunStaleAnswers({ caller, params, query }) {
      const database = scoped(caller);
      await requireRun(database, caller, params.id);
      const scope: AnswerScope = { kind: 'run', runId: params.id };
      return listPage(database, { by: traceReaderFor(caller), scope, isStale: true }, query);
    },

    async reaskAnswers({ caller, body, signal, traceparent }) {
      if (!hasScope(caller, 'audit')) {
        throw new AppError('forbidden', 'This call needs the scope "audit" too.');
      }
      const database = scoped(caller);
      const scope = await requireScope(database, caller, body);
      const query: AnswerQuery = { by: traceReaderFor(caller), scope, isStale: true };
      const answers = await chooseAnswers(database, query, body);
      const data = await reaskAnswers(answers, { caller, signal, traceparent }, services);
      const remaining = await countCitingAnswers(database, { ...query, onlyOpen: true });
      return { body: { data, remaining } };
    },
  };
}

async function listPage(
  database: WorkspaceDatabase,
  query: AnswerQuery,
  page: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const before = decodeCursor(page.cursor, TraceId);
  const found = await listCitingAnswers(database, { ...query, limit: page.limit + 1, before });
  const { data, next_cursor } = toPage(found, page.limit, (answer) => answer.traceId);
  return { body: { data: await describeAnswers(data, database), next_cursor } };
}

/** Throws `AppError('not_found')` when one of the named answers is not a stale one of the scope. */
async function chooseAnswers(
  database: WorkspaceDatabase,
  query: AnswerQuery,
  { trace_ids: named, limit }: ReaskRequest,
): Promise<readonly FoundAnswer[]> {
  if (named === undefined) {
    return listCitingAnswers(database, { ...query, onlyOpen: true, limit, before: null });
  }
  const ids = [...new Set(named)];
  const found = await listCitingAnswers(database, {
    ...query,
    ids,
    limit: ids.length,
    before: null,
  });
  if (found.length === ids.length) return found;
  throw new AppError('not_found', 'One of trace_ids names no stale answer of these.');
}

async function requireScope(
  database: WorkspaceDatabase,
  caller: Caller,
  { run_id: runId, document_id: documentId }: ReaskRequest,
): Promise<AnswerScope> {
  if (documentId !== undefined) return requireDocumentScope(database, caller, documentId);
  if (runId === undefined) throw new Error('The request names neither a run nor a document.');
  await requireRun(database, caller, runId);
  return { kind: 'run', runId };
}

async function requireDocumentScope(
  database: WorkspaceDatabase,
  caller: Caller,
  documentId: DocumentId,
): Promise<AnswerScope> {
  await requireDocument(database, caller, documentId);
  return { kind: 'document', documentId };
}

async function requireRun(
  database: WorkspaceDatabase,
  caller: Caller,
  id: IngestRunId,
): Promise<void> {
  const run = await findIngestRun(database, {
    id,
    reader: readerFor(caller),
    creator: { apiKeyId: caller.apiKeyId, seesOthers: hasScope(caller, 'admin') },
  });
  if (run === null) throw new AppError('not_found', 'There is no such ingest run.');
}
