import { z } from 'zod';
import type { Document } from '../../contract/document.ts';
import { DocumentId, IngestRunId } from '../../contract/ids.ts';
import {
  findDocument,
  findDocumentVersion,
  findOriginal,
  listDocuments,
  listDocumentVersions,
} from '../../db/queries/documents.ts';
import { findIngestRun, listIngestRuns } from '../../db/queries/ingest-runs.ts';
import { retireDocument } from '../../db/queries/publish-version.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { submissionsFromFiles, submissionsFromTexts, submitDocuments } from './submit-documents.ts';

type DocumentHandlers = Pick<
  Handlers,
  | 'createDocuments'
  | 'listDocuments'
  | 'getDocument'
  | 'retireDocument'
  | 'listDocumentVersions'
  | 'getDocumentVersion'
  | 'getDocumentOriginal'
  | 'listIngestRuns'
  | 'getIngestRun'
>;

const DocumentCursor = z.object({ updatedAt: z.iso.datetime(), id: DocumentId });

export function createDocumentHandlers(services: Services): DocumentHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async createDocuments(call) {
      const submissions =
        call.fields === null
          ? submissionsFromTexts('documents' in call.body ? call.body.documents : [call.body])
          : submissionsFromFiles(call.files, call.fields);
      refuseForeignCollections(call.caller, submissions);
      const database = scoped(call.caller);
      const { runId, documents } = await submitDocuments(submissions, database, services);
      return {
        body: {
          run_id: runId,
          documents: documents.map((document) => ({ ...document, status: 'queued' })),
        },
      };
    },

    async listDocuments({ caller, query }) {
      const documents = await listDocuments(scoped(caller), {
        reader: readerFor(caller),
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, DocumentCursor),
        collection: query.collection,
        status: query.status,
        words: query.q,
      });
      const position = ({ updated_at: updatedAt, id }: Document) => ({ updatedAt, id });
      return { body: toPage(documents, query.limit, position) };
    },

    async getDocument({ caller, params }) {
      return { body: await requireDocument(scoped(caller), caller, params.id) };
    },

    async retireDocument({ caller, params }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      await retireDocument(database, params.id);
      return { body: await requireDocument(database, caller, params.id) };
    },

    async listDocumentVersions({ caller, params, query }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      const versions = await listDocumentVersions(database, {
        documentId: params.id,
        limit: query.limit + 1,
        below: decodeCursor(query.cursor, z.int().min(1).max(2_147_483_647)),
      });
      return { body: toPage(versions, query.limit, (version) => version.version) };
    },

    async getDocumentVersion({ caller, params }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      const version = await findDocumentVersion(database, {
        documentId: params.id,
        version: params.version,
      });
      if (version === null) throw noSuchVersion();
      return { body: version };
    },

    async getDocumentOriginal({ caller, params, query }) {
      const database = scoped(caller);
      const document = await requireDocument(database, caller, params.id);
      const version = query.version ?? document.version;
      const original =
        version === null ? null : await findOriginal(database, { documentId: params.id, version });
      if (original === null) throw noSuchVersion();
      return { bytes: original.bytes, fileName: original.source.split('/').at(-1) ?? 'original' };
    },

    async listIngestRuns({ caller, query }) {
      const runs = await listIngestRuns(scoped(caller), {
        reader: readerFor(caller),
        limit: query.limit + 1,
        before: decodeCursor(query.cursor, IngestRunId),
      });
      return { body: toPage(runs, query.limit, (run) => run.id) };
    },

    async getIngestRun({ caller, params }) {
      const run = await findIngestRun(scoped(caller), { id: params.id, reader: readerFor(caller) });
      if (run === null) throw new AppError('not_found', 'There is no such ingest run.');
      return { body: run };
    },
  };
}

/** Throws `AppError('not_found')` for a document that is absent and for one that may not be seen alike. */
async function requireDocument(
  database: WorkspaceDatabase,
  caller: Caller,
  id: DocumentId,
): Promise<Document> {
  const document = await findDocument(database, { id, reader: readerFor(caller) });
  if (document === null) throw new AppError('not_found', 'There is no such document.');
  return document;
}

function noSuchVersion(): AppError {
  return new AppError('not_found', 'The document has no such version.');
}

/** A key that is bound to some collections can neither read nor write the others. */
function refuseForeignCollections(
  caller: Caller,
  submissions: readonly { readonly collection: string }[],
): void {
  const allowed = caller.collections;
  if (allowed === '*') return;
  const foreign = submissions.find(({ collection }) => !allowed.includes(collection));
  if (foreign === undefined) return;
  throw new AppError('not_found', `There is no collection named "${foreign.collection}".`);
}
