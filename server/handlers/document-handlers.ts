import { z } from 'zod';
import type { Document, PatchDocument } from '../../contract/document.ts';
import { DocumentId, IngestJobId, IngestRunId } from '../../contract/ids.ts';
import { findDocument, listDocuments } from '../../db/queries/documents.ts';
import { enqueueReingest } from '../../db/queries/enqueue-reingest.ts';
import { patchDocument, type PatchOutcome } from '../../db/queries/patch-document.ts';
import { retireDocument } from '../../db/queries/publish-version.ts';
import type { Reader } from '../../db/queries/readable.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { requireDocument } from './require-document.ts';
import { submissionsFromFiles, submissionsFromTexts, submitDocuments } from './submit-documents.ts';

type DocumentHandlers = Pick<
  Handlers,
  | 'createDocuments'
  | 'listDocuments'
  | 'getDocument'
  | 'retireDocument'
  | 'patchDocument'
  | 'reingestDocument'
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
      const sender = hasScope(call.caller, 'admin') ? null : readerFor(call.caller);
      const { apiKeyId } = call.caller;
      const target = { database: scoped(call.caller), sender, apiKeyId };
      const { runId, documents } = await submitDocuments(submissions, target, services);
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
      return { body: toPage(documents, query.limit, positionOf) };
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

    async patchDocument({ caller, params, body: patch }) {
      const database = scoped(caller);
      const before = await requireDocument(database, caller, params.id);
      const outcome = await patchDocument(database, { documentId: params.id, patch });
      if (outcome !== 'patched') throw refuseApproval(outcome);
      return { body: await findPatched(database, before, patch) };
    },

    async reingestDocument({ caller, params }) {
      const database = scoped(caller);
      const { id, source } = await requireDocument(database, caller, params.id);
      const runId = IngestRunId.parse(services.newId());
      const isQueued = await enqueueReingest(database, {
        runId,
        jobId: IngestJobId.parse(services.newId()),
        documentId: id,
        apiKeyId: caller.apiKeyId,
      });
      if (!isQueued) {
        throw new AppError('conflict', 'The document is retired: restore a version of it instead.');
      }
      return { body: { run_id: runId, documents: [{ id, source, status: 'queued' }] } };
    },
  };
}

function refuseApproval(outcome: Exclude<PatchOutcome, 'patched'>): AppError {
  return outcome === 'nothing_held'
    ? new AppError('conflict', 'No version of the document is held for approval.')
    : new AppError('conflict', 'Another version is held by now: look at that one.');
}

/** Whoever has just changed a document sees the result once, also when it has become closed to them. */
async function findPatched(
  database: WorkspaceDatabase,
  before: Document,
  patch: PatchDocument,
): Promise<Document> {
  const reader: Reader = {
    clearance: 'restricted',
    groups: patch.acl ?? before.acl,
    collections: [before.collection],
  };
  const document = await findDocument(database, { id: before.id, reader });
  if (document === null) throw new AppError('not_found', 'There is no such document.');
  return document;
}

function positionOf({ updated_at: updatedAt, id }: Document) {
  return { updatedAt, id };
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
